using System.Collections.Concurrent;
using ErrorOr;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Clocks;

/// <summary>
/// The sweep (时限巡检): finds the clocks, and what else, on which something has fallen due, oldest first, and fires it, case after case, each
/// in a transaction of its own. Any number of nodes may sweep at the same time and any of them may die: finding locks nothing, a case that
/// somebody has on the desk is left for the next round, and what is fired is decided under the lock of the case. Its cost grows with what
/// is
/// due, not with what is open.
/// </summary>
public sealed class ClockSweep(
    CaseStore store,
    NpgsqlDataSource source,
    DatabaseClock clock,
    IEnumerable<IFallDue> rooms,
    ILogger<ClockSweep> log
) : IAwait
{
    private const int BatchSize = 500;

    // More would bring ten thousand that fall due at once sooner to their end, and take twice as much from whoever decides meanwhile.
    private const int AtATime = 2;

    /// <summary>How long a case whose step could not be fired is left alone, so that it does not stand in the way of the others.</summary>
    public static readonly TimeSpan Respite = TimeSpan.FromMinutes(15);

    private readonly IFallDue[] _rooms = [.. rooms];

    private string Due =>
        field ??= $"""
            SELECT case_key, next_at, {DatabaseClock.Now}, room FROM (
                {string.Join(" UNION ALL ", _rooms.Select(DueIn))}
            ) AS due ORDER BY next_at
            """;

    private static string DueIn(IFallDue room, int place) =>
        $"(SELECT case_key, next_at, {place} AS room FROM {room.Table} WHERE next_at <= {DatabaseClock.Now} "
        + "ORDER BY next_at LIMIT $3)";

    private string NextDue => field ??= $"SELECT {DatabaseClock.Now}, {Next}";

    private string Next => field ??= $"LEAST({string.Join(", ", _rooms.Select(room => $"(SELECT min(next_at) FROM {room.Table})"))})";

    // Who is rung before the next look sleeps until the step falls due.
    string IAwait.Question => $"coalesce(({Next} <= $1 + interval '1 second')::int, 0)::bigint";

    bool IAwait.IsWanted(long told) => told > 0;

    private static string PutOff(IFallDue room) => $"UPDATE {room.Table} SET next_at = $2 WHERE case_key = $1 AND next_at <= $3";

    /// <summary>Fires everything that is due now.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached; whatever was not fired is still due.</exception>
    public async Task<SweepReport> RunOnceAsync(CancellationToken cancellation)
    {
        var round = new Round();
        while (true)
        {
            var found = await FindAsync(cancellation);
            var fresh = found.Where(due => round.Seen.Add(due.Case)).ToList();
            if (fresh.Count == 0)
                break;
            await Parallel.ForEachAsync(
                fresh,
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation },
                async (due, stop) => await FireAsync(due, round, stop)
            );
        }

        var (now, next) = await LookAheadAsync(cancellation);
        return new(now, round.Fired, round.Busy, round.PutOff, next);
    }

    /// <summary>What a run counts. A case is taken up once in a run: what is still due after that waits for the next one.</summary>
    private sealed class Round
    {
        public HashSet<CaseNumber> Seen { get; } = [];

        public int Fired,
            Busy,
            PutOff;
    }

    private sealed record DueCase(CaseNumber Case, DateTimeOffset Now, IReadOnlyList<IFallDue> Rooms);

    private async Task<List<DueCase>> FindAsync(CancellationToken cancellation)
    {
        await using var find = Ask(Due);
        find.Parameters.Add(Statements.Value(BatchSize));
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        var found = new List<(CaseNumber Case, DateTimeOffset Now, int Room)>();
        while (await rows.ReadAsync(cancellation))
            found.Add((new CaseNumber(rows.GetInt64(0)), rows.GetInstant(2), rows.GetInt32(3)));
        return
        [
            .. found
                .GroupBy(due => due.Case)
                .Select(due => new DueCase(
                    due.Key,
                    due.First().Now,
                    [.. due.Select(one => one.Room).Distinct().Order().Select(place => _rooms[place])]
                )),
        ];
    }

    private async ValueTask FireAsync(DueCase due, Round round, CancellationToken cancellation)
    {
        foreach (var room in due.Rooms)
            await FireAsync(due, room, round, cancellation);
    }

    private async Task FireAsync(DueCase due, IFallDue room, Round round, CancellationToken cancellation)
    {
        var fired = 0;
        try
        {
            var outcome = await store.WorkOnIfFreeAsync(
                due.Case,
                Act.OfSystem(due.Now),
                file =>
                    room.FireDue(file)
                        .Then(count =>
                        {
                            fired = count;
                            return Result.Success;
                        }),
                cancellation
            );
            if (outcome.IsError)
                await PutOffAsync(due, room, round, outcome.FirstError.Description, null, cancellation);
            else if (outcome.Value is IfFree.Busy)
                Interlocked.Increment(ref round.Busy);
            else
                Interlocked.Add(ref round.Fired, fired);
        }
        catch (Exception fault)
            when (fault
                    is not (
                        OperationCanceledException
                        or NpgsqlException { IsTransient: true }
                        or NpgsqlException
                        and not PostgresException
                    )
            )
        {
            await PutOffAsync(due, room, round, fault.Message, fault, cancellation);
        }
    }

    // The step stays due; only the column by which it is found moves.
    private async Task PutOffAsync(DueCase due, IFallDue room, Round round, string reason, Exception? fault, CancellationToken cancellation)
    {
        log.LogError(
            fault,
            "A step of case {Case} could not be fired and is tried again in {Respite}: {Reason}",
            due.Case,
            Respite,
            reason
        );
        await store.NoteAsync(
            due.Case,
            statements =>
                statements.Add(
                    PutOff(room),
                    Statements.Value(due.Case.Key),
                    Statements.Instant(due.Now + Respite),
                    Statements.Instant(due.Now)
                ),
            cancellation
        );
        Interlocked.Increment(ref round.PutOff);
    }

    private async Task<(DateTimeOffset Now, DateTimeOffset? Next)> LookAheadAsync(CancellationToken cancellation)
    {
        await using var ask = Ask(NextDue);
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInstant(0), row.GetInstantOrNull(1));
    }

    private NpgsqlCommand Ask(string question)
    {
        var ask = source.CreateCommand(question);
        ask.Parameters.Add(clock.Ahead);
        ask.Parameters.Add(clock.Given);
        return ask;
    }
}

/// <summary>What a run of the sweep did.</summary>
/// <param name="Now">Up to which instant it fired.</param>
/// <param name="Fired">Steps fired.</param>
/// <param name="Busy">Cases that somebody had on the desk; they are still due.</param>
/// <param name="PutOff">Cases of which a step was refused or failed; they are tried again later.</param>
/// <param name="Next">When the next step falls due; earlier than <paramref name="Now"/> when some are still due; null when none is to
/// come.</param>
public sealed record SweepReport(DateTimeOffset Now, int Fired, int Busy, int PutOff, DateTimeOffset? Next);
