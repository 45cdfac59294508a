using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// Tells the listeners what happened (事件转告). Each has a place of its own in the trail, kept in the database: whichever node tells it, after
/// any outage, it goes on from there. One node at a time tells a listener, under a lease: a node that is frozen or dead is overtaken after
/// <see cref="Leases.Term"/>.
/// </summary>
public sealed class Relay(NpgsqlDataSource source, Leases leases, IEnumerable<IListener> listeners, News news, ILogger<Relay> log)
{
    private const string AnyRetryDue = "SELECT EXISTS (SELECT FROM event_retries WHERE next_at <= now())";
    private const string Reached =
        $"SELECT ({SettledTrail.LastGivenOut}), coalesce((SELECT min(position) FROM listeners WHERE name = ANY ($1)), 0)";

    // What a listener makes of an event may be heard by others, whose answers are heard again.
    private const int MostPasses = 5;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(50);

    // Where nothing of what a listener hears has happened, its place moves on with the others' in one statement. An event that is told
    // again is none of these.
    private const string PassOver = """
        UPDATE listeners l SET position = $1 FROM unnest($2, $3) AS k (name, kinds)
        WHERE l.name = k.name AND l.position < $1 AND NOT EXISTS (
            SELECT FROM case_events e
            WHERE e.position > l.position AND e.position <= $1 AND e.kind = ANY (string_to_array(k.kinds, ' ')))
        """;
    private const string WhoIsLeft = """
        SELECT k.name FROM unnest($2) AS k (name) WHERE NOT EXISTS (SELECT FROM listeners l WHERE l.name = k.name AND l.position >= $1)
        OR EXISTS (SELECT FROM event_retries r WHERE r.listener = k.name AND r.next_at <= now())
        """;

    private readonly SettledTrail _trail = new(source);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly ListenerOffset[] _offsets = [.. listeners.Select(listener => new ListenerOffset(listener, source, leases, log))];
    private long _allTold = -1;
    private long _expected;
    private long _expectedSince = Stopwatch.GetTimestamp();

    /// <summary>
    /// Brings every listener up to date, as far as other nodes are not at it, and those who follow the news of this node.
    /// </summary>
    /// <exception cref="NpgsqlException">The database cannot be reached; what was not told will be.</exception>
    public async Task<RelayReport> RunOnceAsync(CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            var (settled, isAll) = await _trail.UpToAsync(cancellation);
            await news.SpreadAsync(settled, cancellation);
            if (settled == _allTold && !await IsAnyRetryDueAsync(cancellation))
                return new(0, isAll);
            return await TellAllAsync(settled, isAll, cancellation);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>
    /// How long some listener, told by whichever node, has been behind what was in the trail then. Elapsed time, seen from this node: it is
    /// as exact as it is asked for often.
    /// </summary>
    public async Task<TimeSpan> LagAsync(CancellationToken cancellation)
    {
        var (last, reached) = await ReachedAsync(cancellation);
        lock (_offsets)
        {
            if (reached >= _expected || last < _expected)
                (_expected, _expectedSince) = (last, Stopwatch.GetTimestamp());
            return reached >= last ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_expectedSince);
        }
    }

    /// <summary>
    /// Tells what is in the trail now, and what the listeners make of it, as long as there is any and the limit of elapsed time is not
    /// over: while others go on there is always more to come.
    /// </summary>
    public async Task SettleAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var (last, reached) = await ReachedAsync(cancellation);
        for (var pass = 0; pass < MostPasses && reached < last; pass++)
        {
            var wanted = last;
            while (reached < wanted)
            {
                if (Stopwatch.GetElapsedTime(began) > limit)
                    return;
                if (await RunOnceAsync(cancellation) is { IsAll: false })
                    await Task.Delay(BetweenRounds, cancellation); // a command under way gives no signal when it is committed
                (last, reached) = await ReachedAsync(cancellation);
            }
        }
    }

    private async Task<(long Last, long Reached)> ReachedAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Reached);
        ask.Parameters.Add(Statements.Value(_offsets.Select(place => place.Name).ToArray()));
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>
    /// Gives every listener its place when the house is opened, so that what happens from then on is told even to those who want no past.
    /// Does nothing for those that have one.
    /// </summary>
    public async Task WelcomeAsync(CancellationToken cancellation)
    {
        foreach (var place in _offsets)
            await place.BeginAsync(cancellation);
    }

    private async Task<RelayReport> TellAllAsync(long settled, bool isAll, CancellationToken cancellation)
    {
        var (told, areTold) = (0, true);
        var left = await PassOverAsync(settled, cancellation);
        foreach (var place in _offsets)
        {
            if (!left.Contains(place.Name))
                continue;
            var count = await place.TellAsync(settled, cancellation);
            told += count ?? 0;
            areTold &= count is not null;
        }

        if (areTold)
            _allTold = settled;
        return new(told, isAll && areTold);
    }

    /// <returns>The listeners that have something to hear.</returns>
    private async Task<HashSet<string>> PassOverAsync(long settled, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        var names = Array.ConvertAll(_offsets, place => place.Name);
        statements.Add(
            PassOver,
            Statements.Value(settled),
            Statements.Value(names),
            Statements.Value(Array.ConvertAll(_offsets, place => string.Join(' ', place.Kinds)))
        );
        statements.Add(WhoIsLeft, Statements.Value(settled), Statements.Value(names));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var left = new HashSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            left.Add(rows.GetString(0));
        return left;
    }

    private async Task<bool> IsAnyRetryDueAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(AnyRetryDue);
        return await ask.ExecuteScalarAsync(cancellation) is true;
    }
}

/// <summary>What a round of the relay did.</summary>
/// <param name="Told">Events told, over all listeners.</param>
/// <param name="IsAll">Everybody has heard everything that was committed when the round began; false while commands or other nodes are
/// still at it.</param>
public sealed record RelayReport(int Told, bool IsAll);
