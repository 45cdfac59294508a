using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// A pooler between this program and its server (连接池代理), such as PgBouncer: whether the sessions that it hands on are ones on which this
/// program can rely. One that lends a session for a transaction is good for everything that is a transaction; what needs a session goes
/// past it (<see cref="DirectServer"/>).
/// </summary>
internal static class Pooler
{
    // Taken from the head of a pool, the same one comes at once; others may be at it at the same time.
    private const int Tries = 5;

    private const string Session = """
        SELECT pg_backend_pid(), current_setting('idle_in_transaction_session_timeout') <> '0' AND current_setting('lock_timeout') <> '0'
        """;

    /// <summary>Looks at what lies between; nothing, as a rule, and then at nothing more.</summary>
    /// <param name="source">The connections.</param>
    /// <param name="name">Of their connection string.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UnfitDatabaseException">A pooler does not keep sessions apart, or takes the limits of this program
    /// away.</exception>
    public static async Task DemandSessionsAsync(NpgsqlDataSource source, string name, CancellationToken cancellation)
    {
        try
        {
            await using var first = await source.OpenConnectionAsync(cancellation);
            var (process, hasLimits) = await AskAsync(first, cancellation);
            // Who answers is who was called.
            if (process == first.ProcessID)
                return;
            await using var second = await source.OpenConnectionAsync(cancellation);
            for (var time = 0; time < Tries; time++)
                if ((await AskAsync(first, cancellation)).Process == (await AskAsync(second, cancellation)).Process)
                    throw new UnfitDatabaseException(
                        $"Expected a session of its own for each connection of ConnectionStrings:{name}, but a pooler in transaction mode "
                            + "stands between: name the server itself in ConnectionStrings:ParallelApprovalDirect, and the pooler in "
                            + "ConnectionStrings:ParallelApproval alone; or set it to session mode (PgBouncer: pool_mode = session)."
                    );
            if (!hasLimits)
                throw new UnfitDatabaseException(
                    "Expected lock_timeout and idle_in_transaction_session_timeout to hold in each session, but the pooler between "
                        + "leaves them out: say them of the role, \"ALTER ROLE … SET lock_timeout = '5s'\", \"ALTER ROLE … SET "
                        + "idle_in_transaction_session_timeout = '10s'\", \"ALTER ROLE … SET statement_timeout = '60s'\"."
                );
        }
        catch (PostgresException refused)
            when (refused.SqlState == PostgresErrorCodes.ProtocolViolation
                && refused.MessageText.Contains("startup parameter", StringComparison.OrdinalIgnoreCase)
            )
        {
            throw new UnfitDatabaseException(
                $"Expected the limits of this program to be taken (Options), but a pooler between refuses them ({refused.MessageText}): "
                    + "where it is in transaction mode, name the server itself in ConnectionStrings:ParallelApprovalDirect; otherwise let "
                    + "PgBouncer say ignore_startup_parameters = options, and say the limits of the role (docs/operations.md)."
            );
        }
        catch (PostgresException)
        {
            // No such database yet, no such role: whoever makes or misses them says so.
        }
    }

    private static async Task<(int Process, bool HasLimits)> AskAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(Session, connection);
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt32(0), row.GetBoolean(1));
    }
}
