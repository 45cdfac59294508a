using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

public sealed class ColumnMapTests
{
    private static readonly ColumnMap<Page> Columns = new ColumnMap<Page>("pages")
        .Key("number", page => page.Number)
        .Fixed("title", page => page.Title)
        .Fixed("length", page => page.Title.Length, onlyWritten: true)
        .Changing("text", page => page.Text)
        .Changing("readers", page => page.Readers);

    private static CaseFile File => new(default, new("clerk", "clerk", "XZSP", default), [], isNew: false);

    [Fact]
    public void Every_map_has_the_columns_types_and_key_that_the_migrations_give_its_table()
    {
        using var db = new DesignTimeContext().CreateDbContext([]);
        var tables = db.Model.GetEntityTypes().ToDictionary(entity => entity.GetTableName()!);
        var maps = Maps().ToList();

        maps.Count.ShouldBeGreaterThan(20);
        foreach (var map in maps)
        {
            var (entity, store) = (tables[map.Table], StoreObjectIdentifier.Table(map.Table));
            var expected = entity
                .GetProperties()
                .Where(property => property.GetValueGenerationStrategy() is not NpgsqlValueGenerationStrategy.IdentityAlwaysColumn)
                .Select(property =>
                    $"{property.GetColumnName(store)} {Plain(property.GetColumnType())}{(property.IsPrimaryKey() ? " key" : "")}"
                );
            map.Columns.Select(column => $"{column.Name} {column.StoreType}{(column.IsKey ? " key" : "")}")
                .ShouldBe(expected, ignoreOrder: true, map.Table);
        }
    }

    [Fact]
    public void No_table_has_two_maps() => Maps().Select(map => map.Table).ShouldBeUnique();

    [Fact]
    public void The_texts_are_made_of_the_columns()
    {
        Written([new(1, "a", "b", [])], rows: 1)
            .ShouldBe(["INSERT INTO pages (case_key, number, title, length, text, readers) VALUES ($1, $2, $3, $4, $5, $6)"]);
        Written([new(1, "a", "b", []), new(2, "c", "d", [])], rows: 2)
            .ShouldBe([
                "INSERT INTO pages (case_key, number, title, length, text, readers) "
                    + "SELECT $1, r.number, r.title, r.length, r.text, r.readers::text[] "
                    + "FROM unnest($2, $3, $4, $5, $6) AS r (number, title, length, text, readers)",
            ]);
        Columns.Select.ShouldBe("SELECT number, title, text, readers FROM pages WHERE case_key = $1");
    }

    [Fact]
    public void Only_what_differs_from_the_stored_row_is_written()
    {
        var rows = new TrackedRows<Page>(Columns);
        var (left, changed) = (rows.Take(new(1, "a", "b", ["x"])), rows.Take(new(2, "c", "d", ["x"])));
        left.Readers = ["x"];
        Write(rows).ShouldBeEmpty();

        changed.Text = "e";
        Write(rows).ShouldBe(["UPDATE pages SET text = $3, readers = $4 WHERE case_key = $1 AND number = $2"]);
        Write(rows).ShouldBeEmpty();

        (left.Text, changed.Readers) = ("f", ["y"]);
        Write(rows)
            .ShouldBe([
                "UPDATE pages SET text = r.text, readers = r.readers::text[] FROM unnest($2, $3, $4) AS r (number, text, readers) "
                    + "WHERE pages.case_key = $1 AND pages.number = r.number",
            ]);
    }

    [Fact]
    public void A_row_that_is_taken_away_is_deleted_and_one_that_was_never_stored_is_forgotten()
    {
        var rows = new TrackedRows<Page>(Columns);
        rows.Take(new(1, "a", "b", []));
        rows.Add(new(2, "c", "d", []));
        rows.RemoveAt(1);
        rows.RemoveAt(0);

        Write(rows).ShouldBe(["DELETE FROM pages WHERE case_key = $1 AND number = $2"]);
    }

    private static List<string> Written(Page[] pages, int rows)
    {
        var tracked = new TrackedRows<Page>(Columns);
        foreach (var page in pages)
            tracked.Add(page);
        tracked.Count.ShouldBe(rows);
        return Write(tracked);
    }

    private static List<string> Write(TrackedRows<Page> rows)
    {
        using var batch = new NpgsqlBatch();
        rows.Write(File, new(batch));
        return [.. batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(command => command.CommandText)];
    }

    private static IEnumerable<IColumnMap> Maps()
    {
        foreach (var type in typeof(CaseStore).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        foreach (
            var field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
        )
            if (field.FieldType.IsAssignableTo(typeof(IColumnMap)))
                yield return (IColumnMap)field.GetValue(null)!;
    }

    private static string Plain(string type) =>
        type.StartsWith("character varying", StringComparison.Ordinal) ? "text"
        : type.StartsWith("numeric", StringComparison.Ordinal) ? "numeric"
        : type;

    private sealed class Page(int number, string title, string text, string[] readers)
    {
        public int Number { get; } = number;

        public string Title { get; } = title;

        public string Text { get; set; } = text;

        public string[] Readers { get; set; } = readers;
    }
}
