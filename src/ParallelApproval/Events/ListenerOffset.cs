using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>One listener, and what it failed on: that waits aside and is told again.</summary>
internal sealed class ListenerOffset(IListener listener, NpgsqlDataSource source, ILogger log)
{
    private const int MostAgain = 500;

    private const string Begin = """
        INSERT INTO listeners (name, position) SELECT $1, CASE WHEN $2 THEN 0 ELSE coalesce(max(position), 0) END FROM case_events ON CONFLICT (name) DO NOTHING
        """;

    /// <summary>Lets the listeners named in <c>$1</c> hear nothing of what has happened until now.</summary>
    internal const string SkipThePast = """
        INSERT INTO listeners (name, position)
        SELECT name, (SELECT coalesce(max(position), 0) FROM case_events) FROM unnest($1) AS skipping (name)
        ON CONFLICT (name) DO UPDATE SET position = excluded.position
        """;

    private const string Again =
        $"{TrailReader.Columns} JOIN event_retries u ON u.position = e.position WHERE u.listener = $1 AND u.next_at <= now() "
        + "ORDER BY e.position LIMIT $2";

    private const string NoteFailure = """
        INSERT INTO event_retries (listener, position, tries, fault, next_at) VALUES ($1, $2, 1, $3, now() + interval '1 minute')
        ON CONFLICT (listener, position) DO UPDATE SET tries = event_retries.tries + 1, fault = $3, next_at = now() + least(event_retries.tries, 60) * interval '1 minute'
        """;

    private const string ForgetFailure = "DELETE FROM event_retries WHERE listener = $1 AND position = $2";

    /// <summary>The name under which the place is kept.</summary>
    public string Name => listener.Name;

    /// <summary>The name of the lease under which it is told.</summary>
    public string LeaseName { get; } = "listener:" + listener.Name;

    /// <summary>Names of the events that it hears.</summary>
    public IReadOnlySet<string> Kinds { get; } = listener.Kinds.Select(kind => kind.Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gives the listener its place, unless it has one.</summary>
    public Task BeginAsync(CancellationToken cancellation) =>
        DoAsync(Begin, cancellation, Statements.Value(listener.Name), Statements.Value(listener.HearsThePast));

    /// <summary>Tells what happened; what it fails on is noted, event by event.</summary>
    public async Task TellAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        if (await TryHearAsync(batch, cancellation) is null)
            return;
        foreach (var heard in batch)
            if (await TryHearAsync([heard], cancellation) is { } fault)
                await NoteAsync(heard, fault, cancellation);
    }

    /// <summary>Tells again what it failed on and what is due.</summary>
    /// <returns>How many events.</returns>
    public async Task<int> TellAgainAsync(CancellationToken cancellation)
    {
        var again = await ReadAgainAsync(cancellation);
        foreach (var heard in again)
        {
            if (await TryHearAsync([heard], cancellation) is { } fault)
                await NoteAsync(heard, fault, cancellation);
            else
                await DoAsync(ForgetFailure, cancellation, Statements.Value(listener.Name), Statements.Value(heard.Position));
        }

        return again.Count;
    }

    private async Task<List<Heard>> ReadAgainAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await TrailReader.ReadAsync(connection, Again, cancellation, Statements.Value(listener.Name), Statements.Value(MostAgain));
    }

    // A lost database is nobody's fault of understanding: it goes up, and the place stays where it is.
    private async Task<Exception?> TryHearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        try
        {
            await listener.HearAsync(batch, cancellation);
            return null;
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
            return fault;
        }
    }

    private async Task NoteAsync(Heard heard, Exception fault, CancellationToken cancellation)
    {
        log.LogError(
            fault,
            "{Listener} could not take in {Kind} of case {Case}; it is told again later.",
            listener.Name,
            heard.Event.Kind,
            heard.Case
        );
        await DoAsync(
            NoteFailure,
            cancellation,
            Statements.Value(listener.Name),
            Statements.Value(heard.Position),
            Statements.Text(fault.Message)
        );
    }

    private async Task DoAsync(string statement, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = source.CreateCommand(statement);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
