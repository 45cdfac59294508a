using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>One listener and its place in the trail.</summary>
internal sealed class ListenerOffset(IListener listener, NpgsqlDataSource source, Leases leases, ILogger log)
{
    private const int BatchSize = 500;

    // Nothing is taken, and so nothing written, where there is nothing to tell.
    private const string IsBehind = """
        NOT EXISTS (SELECT FROM listeners WHERE name = $3 AND position >= $4)
        OR EXISTS (SELECT FROM event_retries WHERE listener = $3 AND next_at <= now())
        """;

    private const string Begin = """
        INSERT INTO listeners (name, position) SELECT $1, CASE WHEN $2 THEN 0 ELSE coalesce(max(position), 0) END FROM case_events ON CONFLICT (name) DO NOTHING
        """;

    /// <summary>Lets the listeners named in <c>$1</c> hear nothing of what has happened until now.</summary>
    internal const string SkipThePast = """
        INSERT INTO listeners (name, position)
        SELECT name, (SELECT coalesce(max(position), 0) FROM case_events) FROM unnest($1) AS skipping (name)
        ON CONFLICT (name) DO UPDATE SET position = excluded.position
        """;

    private const string Where =
        "SELECT position, EXISTS (SELECT FROM event_retries WHERE listener = $1 AND next_at <= now()) FROM listeners WHERE name = $1";
    private const string Move = $"""
        INSERT INTO listeners (name, position) SELECT $3, $4 WHERE {Leases.IsHeld}
        ON CONFLICT (name) DO UPDATE SET position = excluded.position
        """;

    private const string Next =
        $"{TrailReader.Columns} WHERE e.position > $1 AND e.position <= $2 AND e.kind = ANY ($3) ORDER BY e.position LIMIT $4";
    private const string Again =
        $"{TrailReader.Columns} JOIN event_retries u ON u.position = e.position WHERE u.listener = $1 AND u.next_at <= now() "
        + "ORDER BY e.position LIMIT $2";

    private const string NoteFailure = """
        INSERT INTO event_retries (listener, position, tries, fault, next_at) VALUES ($1, $2, 1, $3, now() + interval '1 minute')
        ON CONFLICT (listener, position) DO UPDATE SET tries = event_retries.tries + 1, fault = $3, next_at = now() + least(event_retries.tries, 60) * interval '1 minute'
        """;

    private const string ForgetFailure = "DELETE FROM event_retries WHERE listener = $1 AND position = $2";

    private static readonly string TakeLease = Leases.TakeIf(IsBehind);

    private readonly string[] _kinds = [.. listener.Kinds.Select(kind => kind.Name)];
    private readonly string _lease = "listener:" + listener.Name;

    /// <summary>Where a listener stands.</summary>
    /// <param name="Fence">The number of the lease; null when nothing was taken.</param>
    private sealed record Place(long? Fence, long Position, bool HasRetries);

    /// <summary>The name under which the place is kept.</summary>
    public string Name => listener.Name;

    /// <summary>Names of the events that it hears.</summary>
    public IReadOnlyList<string> Kinds => _kinds;

    /// <summary>Gives the listener its place, unless it has one.</summary>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await DoAsync(connection, Begin, cancellation, Statements.Value(listener.Name), Statements.Value(listener.HearsThePast));
    }

    /// <summary>Tells everything up to <paramref name="settled"/>; null when another node is telling this listener.</summary>
    public async Task<int?> TellAsync(long settled, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var place = await TakeAsync(connection, settled, cancellation);
        if (place.Fence is not { } fence)
            return place.Position >= settled && !place.HasRetries ? 0 : null;
        var told = 0;
        var isDone = await leases.KeepAsync(
            _lease,
            fence,
            async held => told = await TellAsync(connection, place, fence, settled, held),
            cancellation
        );
        return isDone ? told : null;
    }

    private async Task<int> TellAsync(NpgsqlConnection connection, Place place, long fence, long settled, CancellationToken held)
    {
        var (told, position, isGiven) = (0, place.Position, false);
        try
        {
            told = place.HasRetries ? await TellAgainAsync(connection, held) : 0;
            while (position < settled)
            {
                var batch = await TrailReader.ReadAsync(
                    connection,
                    Next,
                    held,
                    Statements.Value(position),
                    Statements.Value(settled),
                    Statements.Value(_kinds),
                    Statements.Value(BatchSize)
                );
                if (batch.Count > 0)
                    await TellAsync(connection, batch, held);
                position = batch.Count == BatchSize ? batch[^1].Position : settled;
                isGiven = position >= settled;
                await MoveAsync(connection, fence, position, isLast: isGiven, held);
                told += batch.Count;
            }

            return told;
        }
        finally
        {
            if (!isGiven && connection.State is System.Data.ConnectionState.Open)
                await DoAsync(connection, Leases.Give, CancellationToken.None, Statements.Value(_lease), Statements.Value(fence));
        }
    }

    // In one round trip and one commit; the place is read after the lease was taken, so it is that of the one who had it before.
    private async Task<Place> TakeAsync(NpgsqlConnection connection, long settled, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        statements.Add(
            TakeLease,
            Statements.Value(_lease),
            Statements.Value(Leases.Term),
            Statements.Value(listener.Name),
            Statements.Value(settled)
        );
        statements.Add(Where, Statements.Value(listener.Name));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        long? fence = await rows.ReadAsync(cancellation) ? rows.GetInt64(0) : null;
        await rows.NextResultAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(fence, rows.GetInt64(0), rows.GetBoolean(1)) : new(fence, 0, false);
    }

    /// <exception cref="OperationCanceledException">The lease was lost: another node goes on from the place that stands there.</exception>
    private async Task MoveAsync(NpgsqlConnection connection, long fence, long position, bool isLast, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        statements.Add(
            Move,
            Statements.Value(_lease),
            Statements.Value(fence),
            Statements.Value(listener.Name),
            Statements.Value(position)
        );
        if (isLast)
            statements.Add(Leases.Give, Statements.Value(_lease), Statements.Value(fence));
        await batch.ExecuteNonQueryAsync(cancellation);
        if (batch.BatchCommands[0].RecordsAffected == 0)
            throw new OperationCanceledException($"The lease of {listener.Name} was lost.");
    }

    private async Task TellAsync(NpgsqlConnection connection, IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        if (await TryHearAsync(batch, cancellation) is null)
            return;
        foreach (var heard in batch)
            if (await TryHearAsync([heard], cancellation) is { } fault)
                await NoteAsync(connection, heard, fault, cancellation);
    }

    private async Task<int> TellAgainAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var again = await TrailReader.ReadAsync(
            connection,
            Again,
            cancellation,
            Statements.Value(listener.Name),
            Statements.Value(BatchSize)
        );
        foreach (var heard in again)
        {
            if (await TryHearAsync([heard], cancellation) is { } fault)
                await NoteAsync(connection, heard, fault, cancellation);
            else
                await DoAsync(connection, ForgetFailure, cancellation, Statements.Value(listener.Name), Statements.Value(heard.Position));
        }

        return again.Count;
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

    private async Task NoteAsync(NpgsqlConnection connection, Heard heard, Exception fault, CancellationToken cancellation)
    {
        log.LogError(
            fault,
            "{Listener} could not take in {Kind} of case {Case}; it is told again later.",
            listener.Name,
            heard.Event.Kind,
            heard.Case
        );
        await DoAsync(
            connection,
            NoteFailure,
            cancellation,
            Statements.Value(listener.Name),
            Statements.Value(heard.Position),
            Statements.Text(fault.Message)
        );
    }

    private static async Task DoAsync(
        NpgsqlConnection connection,
        string statement,
        CancellationToken cancellation,
        params NpgsqlParameter[] parameters
    )
    {
        await using var command = Command(connection, statement, parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
