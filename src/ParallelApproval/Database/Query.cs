using Npgsql;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// A query that a room offers on its own tables (查询): the words, the parameters, and how a row of the answer is read. Who asks several at
/// once pays one
/// round trip, and needs to know no table.
/// </summary>
public abstract record Query(string Sql, NpgsqlParameter[] Parameters);

/// <inheritdoc/>
/// <param name="Read">Reads the row on which the reader stands.</param>
public sealed record Query<T>(string Sql, Func<NpgsqlDataReader, T> Read, params NpgsqlParameter[] Parameters) : Query(Sql, Parameters);

/// <summary>
/// Asks queries: each call is one round trip. Where the damaged records are given, a row that cannot be read and names its case is reported
/// there and left out.
/// </summary>
public static class QueryReading
{
    public static async Task<List<T>> ReadAsync<T>(
        this NpgsqlDataSource source,
        Query<T> query,
        CancellationToken cancellation,
        DamagedRecords? damaged = null
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await connection.ReadAsync(query, cancellation, damaged);
    }

    /// <summary>Within the transaction of the connection, if there is one.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        this NpgsqlConnection connection,
        Query<T> query,
        CancellationToken cancellation,
        DamagedRecords? damaged = null
    )
    {
        await using var batch = Batch(connection, query);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        return await ReadAsync(rows, query, damaged, cancellation);
    }

    public static async Task<(List<T1> First, List<T2> Second)> ReadAsync<T1, T2>(
        this NpgsqlDataSource source,
        Query<T1> first,
        Query<T2> second,
        CancellationToken cancellation,
        DamagedRecords? damaged = null
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = Batch(connection, first, second);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        return (await ReadAsync(rows, first, damaged, cancellation), await ReadNextAsync(rows, second, damaged, cancellation));
    }

    public static async Task<(List<T1> First, List<T2> Second, List<T3> Third)> ReadAsync<T1, T2, T3>(
        this NpgsqlDataSource source,
        Query<T1> first,
        Query<T2> second,
        Query<T3> third,
        CancellationToken cancellation,
        DamagedRecords? damaged = null
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = Batch(connection, first, second, third);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        return (
            await ReadAsync(rows, first, damaged, cancellation),
            await ReadNextAsync(rows, second, damaged, cancellation),
            await ReadNextAsync(rows, third, damaged, cancellation)
        );
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, params ReadOnlySpan<Query> queries)
    {
        var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        foreach (var query in queries)
            statements.Add(query.Sql, query.Parameters);
        return batch;
    }

    private static async Task<List<T>> ReadNextAsync<T>(
        NpgsqlDataReader rows,
        Query<T> query,
        DamagedRecords? damaged,
        CancellationToken cancellation
    )
    {
        await rows.NextResultAsync(cancellation);
        return await ReadAsync(rows, query, damaged, cancellation);
    }

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlDataReader rows,
        Query<T> query,
        DamagedRecords? damaged,
        CancellationToken cancellation
    )
    {
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation))
            try
            {
                found.Add(query.Read(rows));
            }
            catch (Exception fault) when (damaged is not null && DamagedRecordException.IsOfRow(fault) && CaseOf(rows) is { } broken)
            {
                damaged.Report(new(broken, typeof(T).Name, fault.Message));
            }

        return found;
    }

    private static CaseNumber? CaseOf(NpgsqlDataReader rows)
    {
        for (var column = 0; column < rows.FieldCount; column++)
            if (rows.GetName(column) == "case_key" && rows.GetFieldType(column) == typeof(long) && !rows.IsDBNull(column))
                return new(rows.GetInt64(column));
        return null;
    }
}
