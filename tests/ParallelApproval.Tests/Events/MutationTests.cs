using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>
/// Whatever row of whatever sealed table is changed, deleted or copied under another key behind the product's back: it is found. A hundred
/// times, or as often as <c>PARALLELAPPROVAL_MUTATIONS</c> says; <c>PARALLELAPPROVAL_SEED</c> takes other ones.
/// </summary>
public sealed class MutationTests(TestCluster cluster, ITestOutputHelper output)
{
    private const int ShortForm = 100;

    // The same mutations every time; other seeds are for whoever looks for more.
    private const int UsualSeed = 11;

    // The order in which listeners are told, and nothing else.
    // The place in the house's order, and the count by which a node sees that a file in its memory is old: neither says anything of a case.
    private static readonly Dictionary<string, string[]> OutsideOfTheSeal = new(StringComparer.Ordinal)
    {
        ["case_events"] = ["position"],
        ["case_files"] = ["revision"],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed record Column(string Name, string Type, bool IsKey);

    [Fact]
    public async Task Every_change_of_a_row_with_legal_effect_is_found()
    {
        var seed = Given("PARALLELAPPROVAL_SEED") ?? UsualSeed;
        var wanted = Given("PARALLELAPPROVAL_MUTATIONS") ?? ShortForm;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PARALLELAPPROVAL_SEED={seed} PARALLELAPPROVAL_MUTATIONS={wanted}"));
        var random = new Random(seed);
        await using var district = await DistrictToForge.BuildAsync(cluster, Cancellation, cases: 40);
        var printed = await district.House.Get<TrailRoots>().MakeAsync(Cancellation);
        var tables = await TablesAsync(district);
        (await district.House.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        var (missed, done, turn) = (new List<string>(), 0, 0);
        while (done < wanted)
        {
            // Every table in turn, so that each is hit.
            var (table, columns) = tables[turn++ % tables.Count];
            var mutation = Mutation(table, columns, random);
            var isThere = false;
            var audit = await district.ForgeAsync(
                async connection =>
                {
                    await DistrictToForge.DisarmAsync(connection, table, Cancellation);
                    isThere = await DistrictToForge.DoAsync(connection, mutation, Cancellation) > 0;
                },
                Cancellation,
                printed
            );
            if (audit is null || !isThere)
                continue;
            done++;
            if (audit.Holds)
                missed.Add(mutation);
        }

        missed.ShouldBeEmpty();
    }

    [Fact]
    public void Every_table_is_sealed_or_says_why_its_rows_have_no_legal_effect()
    {
        using var db = new DesignTimeContext().CreateDbContext([]);
        var tables = db.Model.GetRelationalModel().Tables.Select(table => table.Name).ToList();
        string[] known = [.. SealedRows.OfCases.Select(map => map.Table), .. Guards.SealedTables.Keys, .. Guards.WithoutLegalEffect.Keys];
        known.ShouldBeUnique();
        known.ShouldBe(tables, ignoreOrder: true);
    }

    private static string Mutation(string table, IReadOnlyList<Column> columns, Random random)
    {
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"(SELECT ctid FROM {table} ORDER BY md5(ctid::text || '{random.Next()}') LIMIT 1)"
        );
        var keys = columns.Where(column => column.IsKey).ToList();
        return random.Next(4) switch
        {
            0 => $"DELETE FROM {table} WHERE ctid = {row}",
            1 when keys.Count > 0 && keys[random.Next(keys.Count)] is var key =>
                $"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(t, jsonb_build_object('{key.Name}', "
                    + $"{Other(key)}))).* FROM {table} t WHERE ctid = {row}",
            _ when columns[random.Next(columns.Count)] is var column =>
                $"UPDATE {table} SET \"{column.Name}\" = {Other(column)} WHERE ctid = {row}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // A value of that type which is not the one that lies there.
    private static string Other(Column column)
    {
        var name = $"\"{column.Name}\"";
        return column.Type switch
        {
            "integer" or "smallint" or "numeric" or "double precision" => $"coalesce({name}, 0) + 1",
            "bigint" => $"coalesce({name}, 0) + 1000000007",
            "boolean" => $"NOT coalesce({name}, false)",
            "date" => $"coalesce({name}, '2026-01-01') + 1",
            "timestamp with time zone" => $"coalesce({name}, '2026-01-01') + interval '1 second'",
            "bytea" => $"coalesce({name}, '') || '\\x00'",
            "uuid" => "gen_random_uuid()",
            "json" or "jsonb" => $"(CASE WHEN {name}::text = '{{\"a\": 1}}' THEN '{{\"a\": 2}}' ELSE '{{\"a\": 1}}' END)::{column.Type}",
            "date[]" => $"array_append({name}, '2026-01-01')",
            "integer[]" => $"array_append({name}, 77)",
            _ when column.Type.EndsWith("[]", StringComparison.Ordinal) => $"array_append({name}, 'x')",
            _ => $"(CASE WHEN {name} = 'x' THEN 'y' ELSE 'x' END)",
        };
    }

    private static async Task<List<(string Table, IReadOnlyList<Column> Columns)>> TablesAsync(DistrictToForge district)
    {
        string[] names =
        [
            .. SealedRows.OfCases.Select(map => map.Table),
            .. SealedRows.OfHouse,
            "case_events",
            "case_files",
            "house_events",
            "house_trail",
            "table_seals",
            "trail_roots",
        ];
        var tables = new List<(string, IReadOnlyList<Column>)>();
        foreach (var name in names)
            if (await district.House.Database.AskAsync<bool>($"SELECT EXISTS (SELECT FROM {name})", Cancellation))
                tables.Add((name, await ColumnsAsync(district, name)));
        return tables;
    }

    private static async Task<IReadOnlyList<Column>> ColumnsAsync(DistrictToForge district, string table)
    {
        var map = SealedRows.OfCases.SingleOrDefault(known => known.Table == table);
        var outside = Guards.SealedTables.GetValueOrDefault(table) ?? OutsideOfTheSeal.GetValueOrDefault(table) ?? [];
        await using var ask = district.House.Database.Source.CreateCommand(
            """
            SELECT a.attname, format_type(a.atttypid, NULL), coalesce(a.attnum = ANY (i.indkey), false)
            FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
            WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attidentity = '' AND a.attgenerated = '' ORDER BY a.attnum
            """
        );
        ask.Parameters.Add(new() { Value = table });
        await using var rows = await ask.ExecuteReaderAsync(Cancellation);
        var columns = new List<Column>();
        while (await rows.ReadAsync(Cancellation))
            columns.Add(new(rows.GetString(0), rows.GetString(1), rows.GetBoolean(2)));
        return
        [
            .. columns.Where(column =>
                !outside.Contains(column.Name) && (map is null || column.IsKey || map.SealedColumns.Any(known => known.Name == column.Name))
            ),
        ];
    }

    private static int? Given(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : null;
}
