using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The seals of the tables of the house (台账封签): registers, and what listeners write beside the cases. The database notes every change of
/// a row while it is made, whoever makes it; the transaction of the house adds what it made to the sum of the table and seals that, as the
/// last thing before its commit. What anybody else changes is in no sum.
/// </summary>
public sealed class TableSeals(TrailKeys keys, Vault vault)
{
    // Both by one key: what was noted is gone when the transaction is committed.
    private const string Take =
        "DELETE FROM unsealed_changes WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint RETURNING name, sign, content";

    /// <summary>The tables in which somebody has changed rows behind the back of the house.</summary>
    internal const string LeftUnsealed = "SELECT DISTINCT name FROM unsealed_changes";

    private const string Lock =
        "SELECT name, rows, row_sum, version, columns, seal, sealed_with FROM table_seals WHERE name = ANY ($1) ORDER BY name FOR UPDATE";

    private const string Put = "UPDATE table_seals SET rows = $2, row_sum = $3, version = $4, seal = $5, sealed_with = $6 WHERE name = $1";

    /// <summary>The keys of the trail.</summary>
    public TrailKeys Keys => keys;

    /// <summary>Opens what is sealed in the rows.</summary>
    public Vault Vault => vault;

    /// <summary>The seals of the house that this context belongs to; null for one that belongs to none.</summary>
    internal static TableSeals? Of(DbContext db) =>
        db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<TableSeals>();

    /// <summary>Seals what this transaction has changed so far.</summary>
    /// <param name="commit">A statement that is sent along at the end.</param>
    internal async Task FoldAsync(NpgsqlConnection connection, CancellationToken cancellation, string? commit = null)
    {
        var changes = await TakeAsync(connection, cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        if (changes.Count > 0)
            foreach (var seal in await LockAsync(connection, [.. changes.Keys.Order(StringComparer.Ordinal)], cancellation))
                seal.With(changes[seal.Name], keys).Store(statements);
        if (commit is not null)
            statements.Add(commit);
        if (batch.BatchCommands.Count > 0)
            await batch.CommitAsync(cancellation);
    }

    /// <summary>What a row of a table of the house adds to the sum.</summary>
    internal static void AddTo(RowSum sum, TrailKeys keys, string table, string content, int sign)
    {
        var bytes = RowBytes.Begin(table);
        bytes.Text(content);
        Span<byte> part = stackalloc byte[RowSum.Length];
        keys.Part(bytes.Written, part);
        if (sign > 0)
            sum.Add(part);
        else
            sum.Subtract(part);
    }

    private async Task<Dictionary<string, (RowSum Sum, long Rows)>> TakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var changes = new Dictionary<string, (RowSum Sum, long Rows)>(StringComparer.Ordinal);
        await using var take = new NpgsqlCommand(Take, connection);
        await using var rows = await take.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (name, sign) = (rows.GetString(0), rows.GetInt32(1));
            var (sum, count) = changes.TryGetValue(name, out var held) ? held : (new RowSum(), 0);
            AddTo(sum, keys, name, rows.GetString(2), sign);
            changes[name] = (sum, count + sign);
        }

        return changes;
    }

    private static async Task<List<TableSeal>> LockAsync(NpgsqlConnection connection, string[] names, CancellationToken cancellation)
    {
        await using var take = new NpgsqlCommand(Lock, connection) { Parameters = { Statements.Value(names) } };
        await using var rows = await take.ExecuteReaderAsync(cancellation);
        return await TableSeal.ReadAsync(rows, cancellation);
    }

    /// <summary>The seal of one table.</summary>
    internal sealed record TableSeal(string Name, long Rows, byte[] Sum, long Version, string Columns, byte[] Seal, string SealedWith)
    {
        public const string Select = "SELECT name, rows, row_sum, version, columns, seal, sealed_with FROM table_seals ORDER BY name";

        private const string PutWhole = """
            INSERT INTO table_seals (name, rows, row_sum, version, columns, seal, sealed_with) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (name) DO UPDATE SET rows = excluded.rows, row_sum = excluded.row_sum, version = excluded.version,
                columns = excluded.columns, seal = excluded.seal, sealed_with = excluded.sealed_with
            """;

        /// <summary>A table as it lies there, sealed for the first time or anew.</summary>
        public static TableSeal Of(string name, long rows, RowSum sum, long version, string columns, TrailKeys keys)
        {
            var bare = new TableSeal(name, rows, sum.ToBytes(), version, columns, [], keys.Current);
            return bare with { Seal = keys.Seal(bare.Words().Written) };
        }

        public static async Task<List<TableSeal>> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellation)
        {
            var found = new List<TableSeal>();
            while (await rows.ReadAsync(cancellation))
                found.Add(
                    new(
                        rows.GetString(0),
                        rows.GetInt64(1),
                        rows.GetFieldValue<byte[]>(2),
                        rows.GetInt64(3),
                        rows.GetString(4),
                        rows.GetFieldValue<byte[]>(5),
                        rows.GetString(6)
                    )
                );
            return found;
        }

        public bool Holds(TrailKeys keys) => keys.IsSealed(SealedWith, Words().Written, Seal);

        /// <summary>With what was changed; a seal that did not hold before does not hold after it.</summary>
        public TableSeal With((RowSum Sum, long Rows) change, TrailKeys keys)
        {
            var sum = new RowSum(Sum);
            sum.Add(change.Sum.ToBytes());
            var next = this with { Rows = Rows + change.Rows, Sum = sum.ToBytes(), Version = Version + 1 };
            return Holds(keys) ? Of(Name, next.Rows, sum, next.Version, Columns, keys) : next;
        }

        public void Store(Statements statements) =>
            statements.Add(
                Put,
                Statements.Text(Name),
                Statements.Value(Rows),
                Statements.Value(Sum),
                Statements.Value(Version),
                Statements.Value(Seal),
                Statements.Text(SealedWith)
            );

        public void StoreWhole(Statements statements) =>
            statements.Add(
                PutWhole,
                Statements.Text(Name),
                Statements.Value(Rows),
                Statements.Value(Sum),
                Statements.Value(Version),
                Statements.Text(Columns),
                Statements.Value(Seal),
                Statements.Text(SealedWith)
            );

        private RowBytes Words()
        {
            var words = RowBytes.Begin("table");
            words.Text(Name);
            words.Number(Rows);
            words.Bytes(Sum);
            words.Number(Version);
            words.Text(Columns);
            return words;
        }
    }
}
