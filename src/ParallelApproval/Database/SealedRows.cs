using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The sealed rows of all tables as they lie there (封存行): sums them anew, for a verification or for the first seal. Which they are nobody
/// has to enter anywhere: those of a case have a <see cref="ColumnMap{T}"/>, those of the house a trigger.
/// </summary>
internal static class SealedRows
{
    /// <summary>By this name the columns of all tables of cases are known among the seals; none is called so.</summary>
    public const string Cases = "*cases";

    private const string ReadHeads = "SELECT case_key, event_count, last_hash FROM case_files";

    private const string SealHeads = """
        UPDATE case_files SET row_sum = n.row_sum, seal = n.seal, sealed_with = $4
        FROM unnest($1, $2, $3) AS n (case_key, row_sum, seal) WHERE case_files.case_key = n.case_key
        """;

    // As the trigger writes them down, whatever the connection is set to.
    private const string Manners =
        "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1";

    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The tables of the file of a case, by name.</summary>
    public static IReadOnlyList<IColumnMap> OfCases { get; } =
    [
        .. typeof(SealedRows)
            .Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(Static))
            .Where(field => field.FieldType.IsAssignableTo(typeof(IColumnMap)))
            .Select(field => (IColumnMap)field.GetValue(null)!)
            .Where(map => map.IsSealed)
            .DistinctBy(map => map.Table)
            .OrderBy(map => map.Table, StringComparer.Ordinal),
    ];

    /// <summary>The tables of the house, by name.</summary>
    public static IEnumerable<string> OfHouse => Guards.SealedTables.Keys;

    /// <summary>What this program knows of a table: when that changes, the table is sealed anew.</summary>
    public static string ColumnsOf(DbContext db, string table) =>
        string.Join(
            ' ',
            db.Model.GetRelationalModel()
                .Tables.Single(known => known.Name == table)
                .Columns.Select(column => column.Name)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The same of all tables of a case together.</summary>
    public static string ColumnsOfCases =>
        string.Join(
            ';',
            OfCases.Select(map => $"{map.Table}({string.Join(' ', map.SealedColumns.Select(column => SaidOf(map, column.Name)))})")
        );

    // Of marks the seal says whether they fit; a former version covered the marks themselves.
    private static string SaidOf(IColumnMap map, string column) => column == map.MarksColumn ? column + "?" : column;

    /// <summary>Sums the rows of the cases.</summary>
    /// <param name="ofCase">One case alone; null for all.</param>
    public static async Task<SummedCases> SumCasesAsync(
        NpgsqlConnection connection,
        TableSeals seals,
        long? ofCase,
        CancellationToken cancellation,
        Func<IColumnMap, bool>? only = null
    )
    {
        var summed = new SummedCases();
        foreach (var map in OfCases)
        {
            if (only is not null && !only(map))
                continue;
            var columns = string.Join(", ", map.SealedColumns.Select(column => column.Name).Prepend("case_key"));
            await using var read = new NpgsqlCommand(
                $"SELECT {columns} FROM {map.Table}{(ofCase is null ? "" : " WHERE case_key = $1")}",
                connection
            )
            {
                CommandTimeout = 0,
            };
            if (ofCase is { } key)
                read.Parameters.Add(Statements.Value(key));
            await using var rows = await read.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                summed.Add(map, rows, seals);
        }

        return summed;
    }

    /// <summary>Seals every case as it lies there; within a transaction.</summary>
    public static async Task SealCasesAsync(NpgsqlConnection connection, TableSeals house, CancellationToken cancellation)
    {
        var keys = house.Keys;
        await using (var alone = new NpgsqlCommand("LOCK TABLE case_files IN SHARE ROW EXCLUSIVE MODE", connection))
            await alone.ExecuteNonQueryAsync(cancellation);
        var summed = await SumCasesAsync(connection, house, ofCase: null, cancellation);
        var (numbers, sums, seals) = (new List<long>(), new List<byte[]>(), new List<byte[]>());
        await using (var read = new NpgsqlCommand(ReadHeads, connection))
        await using (var rows = await read.ExecuteReaderAsync(cancellation))
            while (await rows.ReadAsync(cancellation))
            {
                var (key, sum) = (rows.GetInt64(0), summed.Of(rows.GetInt64(0)));
                numbers.Add(key);
                sums.Add(sum);
                seals.Add(CaseHead.Seal(keys, key, rows.GetInt32(1), rows.GetFieldValue<byte[]>(2), sum).Seal);
            }

        await using var seal = new NpgsqlCommand(SealHeads, connection)
        {
            CommandTimeout = 0,
            Parameters = { Statements.Value(numbers), Statements.Value(sums), Statements.Value(seals), Statements.Text(keys.Current) },
        };
        await seal.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Sums the rows of a table of the house; within a transaction.</summary>
    public static async Task<(RowSum Sum, long Rows)> SumTableAsync(
        NpgsqlConnection connection,
        TrailKeys keys,
        string table,
        CancellationToken cancellation
    )
    {
        await using (var manners = new NpgsqlCommand(Manners, connection))
            await manners.ExecuteNonQueryAsync(cancellation);
        await using var read = new NpgsqlCommand($"SELECT jsonb_strip_nulls(to_jsonb(t) - $1)::text FROM {table} t", connection)
        {
            CommandTimeout = 0,
            Parameters = { Statements.Value(Guards.SealedTables[table]) },
        };
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        var (sum, count) = (new RowSum(), 0L);
        for (; await rows.ReadAsync(cancellation); count++)
            TableSeals.AddTo(sum, keys, table, rows.GetString(0), 1);
        return (sum, count);
    }
}

/// <summary>What the rows of cases come to, by the key of the case.</summary>
internal sealed class SummedCases
{
    private readonly Dictionary<long, RowSum> _sums = [];

    public long Rows { get; private set; }

    public IReadOnlyDictionary<long, RowSum> Sums => _sums;

    public byte[] Of(long key) => (_sums.GetValueOrDefault(key) ?? new RowSum()).ToBytes();

    public void Add(IColumnMap map, NpgsqlDataReader row, TableSeals seals)
    {
        Rows++;
        var key = row.GetInt64(0);
        if (!_sums.TryGetValue(key, out var sum))
            _sums.Add(key, sum = new());
        var bytes = RowBytes.Begin(map.Table);
        map.Put(bytes, row, seals.Vault);
        Span<byte> part = stackalloc byte[RowSum.Length];
        seals.Keys.Part(bytes.Written, part);
        sum.Add(part);
    }
}
