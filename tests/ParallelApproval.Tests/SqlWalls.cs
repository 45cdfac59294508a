using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval;

/// <summary>
/// The walls between rooms, for SQL. A room names its own tables only; what others may ask of them it offers, as a query or as a part of
/// one. Statistics alone names the tables of several rooms, to count; of rooms on lower floors, like everybody.
/// </summary>
public sealed partial class SqlWalls
{
    private const string Statistics = "Statistics";
    private const string Wiring = "ParallelApproval.Web/Wiring.cs";

    // What the database itself guards, it guards for all rooms; the file is a part of the migrations.
    private static readonly string[] NotOurs = ["/obj/", "/bin/", "Database/Migrations/", "Database/Guards.cs"];

    private static readonly string Source = Path.GetFullPath("../../src", Path.GetDirectoryName(Here())!);
    private static readonly Dictionary<string, string> Owners = OwnersOfTables();

    [Fact]
    public void A_room_names_its_own_tables_only()
    {
        var strangers =
            from mention in Mentions()
            where mention.Room != Statistics && Owners[mention.Table] != mention.Room
            select mention.ToString();
        strangers.ShouldBeEmpty();
    }

    [Fact]
    public void Statistics_count_in_the_tables_of_rooms_on_lower_floors()
    {
        var upward =
            from mention in Mentions()
            where mention.Room == Statistics && HouseRules.FloorOf(Owners[mention.Table]) >= HouseRules.FloorOf(Statistics)
            select mention.ToString();
        upward.ShouldBeEmpty();
    }

    [Fact]
    public void Web_reads_no_tables()
    {
        var readers =
            from file in Files()
            where file.Path.StartsWith("ParallelApproval.Web/", StringComparison.Ordinal) && file.Path != Wiring
            from word in DatabaseWords().Matches(File.ReadAllText(file.Full))
            select $"{file.Path} uses {word.Value}";
        readers.ShouldBeEmpty();
        DatabaseWords()
            .IsMatch(File.ReadAllText(Path.Combine(Source, Wiring)))
            .ShouldBeTrue("there the database is put into the container");
    }

    [Fact]
    public void Every_table_is_named_somewhere_so_that_the_walls_are_seen_to_stand() =>
        Mentions().Select(mention => mention.Room).Distinct().Count().ShouldBeGreaterThan(10);

    [Theory]
    [InlineData("\"SELECT 1 FROM cases c\"", "cases")]
    [InlineData("$\"SELECT 1 FROM cases c, clocks k WHERE {x}\"", "cases clocks")]
    [InlineData("\"\"\"\nUPDATE\n  cases SET x = 1\n\"\"\"", "cases")]
    [InlineData("\"INSERT INTO cases VALUES (1)\"", "cases")]
    [InlineData("\"DELETE FROM ONLY cases\"", "cases")]
    [InlineData("\"TRUNCATE cases, clocks\"", "cases clocks")]
    [InlineData("\"SELECT 1 FROM a LEFT JOIN cases USING (b)\"", "cases")]
    [InlineData("// SELECT 1 FROM cases\n\"x\"", "")]
    [InlineData("'\"' + \" FROM cases\"", "cases")]
    [InlineData("\"the wall FROM casesX\"", "")]
    public void A_table_is_found_wherever_a_statement_names_it(string code, string tables) =>
        string.Join(' ', TablesIn(code).Order(StringComparer.Ordinal)).ShouldBe(tables);

    private sealed record Mention(string Room, string File, string Table)
    {
        public override string ToString() => $"{File} names {Table} of {Owners[Table]}";
    }

    private static IEnumerable<Mention> Mentions() =>
        from file in Files()
        from table in TablesIn(File.ReadAllText(file.Full))
        select new Mention(RoomOf(file.Path), file.Path, table);

    private static IEnumerable<(string Full, string Path)> Files() =>
        from full in Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
        where Path.GetExtension(full) is ".cs" or ".razor"
        let path = Path.GetRelativePath(Source, full).Replace('\\', '/')
        where !NotOurs.Any(part => path.Contains(part, StringComparison.Ordinal))
        select (full, path);

    // A room is a folder of the house; whatever stands outside of it owns no table.
    private static string RoomOf(string path) => path.Split('/') is ["ParallelApproval", var room, _, ..] ? room : path.Split('/')[0];

    private static IEnumerable<string> TablesIn(string code) =>
        from token in Tokens().Matches(code)
        where token.Groups["text"].Success
        from named in Named().Matches(token.Value)
        from name in Names().Matches(named.Groups["tables"].Value)
        where Owners.ContainsKey(name.Value)
        select name.Value;

    private static Dictionary<string, string> OwnersOfTables()
    {
        var options = new DbContextOptionsBuilder<ApprovalDbContext>();
        using var source = NpgsqlDataSource.Create("Host=localhost");
        ApprovalDbContext.Configure(options, source);
        using var db = new ApprovalDbContext(options.Options);
        return db
            .Model.GetEntityTypes()
            .ToDictionary(row => row.GetTableName()!, row => row.ClrType.Namespace!.Split('.')[1], StringComparer.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => path;

    // Comments and characters are passed over; what is left are strings, raw ones first.
    [GeneratedRegex(
        """
            //[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])'|(?<text>\$*"{3,}.*?"{3,}|(?:@\$?|\$@)"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*")
            """,
        RegexOptions.Singleline
    )]
    private static partial Regex Tokens();

    [GeneratedRegex(
        """\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|TRUNCATE)\s+(?:ONLY\s+)?"""
            + """(?<tables>[a-z_]+\b(?:(?:\s+(?:AS\s+)?[a-z]+)?\s*,\s*[a-z_]+\b)*)"""
    )]
    private static partial Regex Named();

    [GeneratedRegex(
        @"\b(?:\w*DbContext\w*|Npgsql(?:DataSource|Connection|Command|Batch|DataReader|Parameter)"
            + @"|CreateCommand|SqlQuery\w*|ExecuteSql\w*)\b"
    )]
    private static partial Regex DatabaseWords();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Names();
}
