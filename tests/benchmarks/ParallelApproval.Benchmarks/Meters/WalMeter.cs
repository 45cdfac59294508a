using Npgsql;

namespace ParallelApproval.Benchmarks.Meters;

/// <summary>What went into the write-ahead log between two places of it, read back record by record.</summary>
/// <param name="RecordBytes">Without images of full pages.</param>
/// <param name="PageBytes">Images of full pages, which PostgreSQL writes at the first touch after a checkpoint.</param>
/// <param name="Commits">Commit records; a transaction that wrote nothing has none.</param>
internal readonly record struct WalUse(long RecordBytes, long PageBytes, long Commits);

/// <summary>Reads the log of the cluster by the extension pg_walinspect.</summary>
internal sealed class WalMeter(NpgsqlDataSource administrator)
{
    public async Task PrepareAsync() => await DoAsync("CREATE EXTENSION IF NOT EXISTS pg_walinspect");

    /// <summary>Writes a checkpoint, so that every slice begins alike, and says where the log ends.</summary>
    public async Task<NpgsqlTypes.NpgsqlLogSequenceNumber> BeginAsync()
    {
        await DoAsync("CHECKPOINT");
        return await EndOfLogAsync();
    }

    public async Task<NpgsqlTypes.NpgsqlLogSequenceNumber> EndOfLogAsync()
    {
        await using var ask = administrator.CreateCommand("SELECT pg_current_wal_flush_lsn()");
        return (NpgsqlTypes.NpgsqlLogSequenceNumber)(await ask.ExecuteScalarAsync())!;
    }

    public async Task<WalUse> BetweenAsync(NpgsqlTypes.NpgsqlLogSequenceNumber from, NpgsqlTypes.NpgsqlLogSequenceNumber to)
    {
        if (from == to)
            return default;
        await using var ask = administrator.CreateCommand(
            """
            SELECT sum(record_size)::bigint, sum(fpi_size)::bigint, coalesce(sum("count") FILTER (WHERE "resource_manager/record_type" = 'Transaction/COMMIT'), 0)::bigint
            FROM pg_get_wal_stats($1, $2, true)
            """
        );
        ask.CommandTimeout = 300;
        ask.Parameters.Add(new() { Value = from, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.PgLsn });
        ask.Parameters.Add(new() { Value = to, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.PgLsn });
        await using var row = await ask.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    private async Task DoAsync(string statement)
    {
        await using var command = administrator.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
