using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>One listener and its place in the trail.</summary>
internal sealed class ListenerOffset(IListener listener, NpgsqlDataSource source, ILogger log)
{
    private const int BatchSize = 500;

    private const string TakeLock = "SELECT pg_try_advisory_lock(hashtext('listener'), hashtext($1))";
    private const string GiveLock = "SELECT pg_advisory_unlock(hashtext('listener'), hashtext($1))";
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
    private const string Move = "INSERT INTO listeners (name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET position = $2";

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

    private readonly string[] _kinds = [.. listener.Kinds.Select(kind => kind.Name)];

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
        if (!await TryLockAsync(connection, cancellation))
            return null;
        try
        {
            var (position, hasRetries) = await WhereAsync(connection, cancellation);
            var told = hasRetries ? await TellAgainAsync(connection, cancellation) : 0;
            while (position < settled)
            {
                var batch = await TrailReader.ReadAsync(
                    connection,
                    Next,
                    cancellation,
                    Statements.Value(position),
                    Statements.Value(settled),
                    Statements.Value(_kinds),
                    Statements.Value(BatchSize)
                );
                if (batch.Count > 0)
                    await TellAsync(connection, batch, cancellation);
                position = batch.Count == BatchSize ? batch[^1].Position : settled;
                await DoAsync(connection, Move, cancellation, Statements.Value(listener.Name), Statements.Value(position));
                told += batch.Count;
            }

            return told;
        }
        finally
        {
            if (connection.State is System.Data.ConnectionState.Open)
                await DoAsync(connection, GiveLock, CancellationToken.None, Statements.Value(listener.Name));
        }
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

    private async Task<(long Position, bool HasRetries)> WhereAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = Command(connection, Where, Statements.Value(listener.Name));
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (row.GetInt64(0), row.GetBoolean(1)) : (0, false);
    }

    private async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = Command(connection, TakeLock, Statements.Value(listener.Name));
        return await ask.ExecuteScalarAsync(cancellation) is true;
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
