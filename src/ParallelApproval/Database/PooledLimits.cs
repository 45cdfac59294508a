using System.Globalization;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The limits of <see cref="Pool"/> where a pooler lends sessions for one transaction (会话限制): no connection can bring them along, so
/// the role has them in this database. The program says them of its own role, past the pooler, and looks through it whether they hold.
/// </summary>
internal static class PooledLimits
{
    // As many as are asked at once, and so on sessions of their own where the pooler has as many.
    private const int Asked = 8;

    // Nodes that start at once change the same row of a catalogue.
    private const string OneAtATime = "SELECT pg_advisory_xact_lock(hashtext('parallel_approval_limits'))";

    private const string Identity =
        "SELECT concat_ws(' ', current_database(), current_user, (SELECT system_identifier FROM pg_control_system()))";

    // For as long as others need to come to another session.
    private static readonly string Look =
        $"SELECT {string.Join(", ", Pool.OfRole.Select(limit => $"current_setting('{limit.Name}') = '0'"))}, pg_sleep(0.05)";

    /// <summary>Says what the role does not have yet, and demands that it holds through the pooler.</summary>
    /// <param name="through">Of <c>ConnectionStrings:ParallelApproval</c>; not used before, or its sessions are older than the
    /// limits.</param>
    /// <param name="past">Of <c>ConnectionStrings:ParallelApprovalDirect</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UnfitDatabaseException">They do not hold, or the two lead to different places.</exception>
    public static async Task DemandAsync(NpgsqlDataSource through, NpgsqlDataSource past, CancellationToken cancellation)
    {
        await SayAsync(past, cancellation);
        try
        {
            var (pooled, direct) = (await IdentityAsync(through, cancellation), await IdentityAsync(past, cancellation));
            if (pooled != direct)
                throw new UnfitDatabaseException(
                    "Expected ConnectionStrings:ParallelApproval and ConnectionStrings:ParallelApprovalDirect to lead to one database as "
                        + $"one role, but through the pooler it is {pooled}, and past it {direct}."
                );
            var looks = await Task.WhenAll(Enumerable.Range(0, Asked).Select(_ => MissingAsync(through, cancellation)));
            if (Array.FindAll(looks, missing => missing.Count > 0) is { Length: > 0 } without)
                throw new UnfitDatabaseException(
                    $"Expected {string.Join(", ", without.SelectMany(missing => missing).Distinct())} to hold in each session of the pooler"
                        + string.Create(CultureInfo.InvariantCulture, $", but {without.Length} of {Asked} transactions were without: the ")
                        + "sessions are older than the limits of the role (PgBouncer: RECONNECT in its console), or it sets its own "
                        + "(connect_query)."
                );
        }
        catch (PostgresException refused)
            when (refused.SqlState == PostgresErrorCodes.ProtocolViolation
                || refused.MessageText.Contains("statement pooling", StringComparison.OrdinalIgnoreCase)
            )
        {
            throw new UnfitDatabaseException(
                $"Expected the pooler of ConnectionStrings:ParallelApproval to carry transactions, but it says: {refused.MessageText}. "
                    + "Set it to transaction or session mode (PgBouncer: pool_mode)."
            );
        }
    }

    // What somebody has said of the role or of the database counts.
    private static async Task SayAsync(NpgsqlDataSource past, CancellationToken cancellation)
    {
        // One batch is one transaction.
        await using var batch = past.CreateBatch();
        batch.BatchCommands.Add(new(OneAtATime));
        foreach (var (name, value) in Pool.OfRole)
            batch.BatchCommands.Add(
                new(
                    $"""
                    DO $$ BEGIN
                        IF NOT EXISTS (SELECT FROM pg_db_role_setting s, unnest(s.setconfig) AS said
                            WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                                AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user))
                                AND split_part(said, '=', 1) = '{name}')
                        THEN EXECUTE format('ALTER ROLE %I IN DATABASE %I SET {name} = %L', current_user, current_database(), '{value}');
                        END IF;
                    END $$
                    """
                )
            );
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string> IdentityAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Identity);
        return (string)(await ask.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlDataSource through, CancellationToken cancellation)
    {
        await using var connection = await through.OpenConnectionAsync(cancellation);
        // A pooler that lends a session for one statement ends this.
        await DoAsync(connection, "START TRANSACTION READ ONLY", cancellation);
        IReadOnlyList<string> missing;
        await using (var ask = new NpgsqlCommand(Look, connection))
        await using (var row = await ask.ExecuteReaderAsync(cancellation))
        {
            await row.ReadAsync(cancellation);
            missing = [.. Pool.OfRole.Where((_, at) => row.GetBoolean(at)).Select(limit => limit.Name)];
        }

        await DoAsync(connection, "ROLLBACK", cancellation);
        return missing;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
