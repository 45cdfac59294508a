using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// Wherever the source removes rows, the role of the application may: a right that was forgotten would show itself at the counter.
/// </summary>
public sealed partial class TableRightsTests
{
    [Fact]
    public void The_application_may_remove_whatever_its_source_removes()
    {
        var removed = Files().SelectMany(RemovedIn).ToHashSet(StringComparer.Ordinal);
        removed.Count.ShouldBeGreaterThan(30, "the source is read");
        removed.Except(TableRights.Removed).ShouldBeEmpty("DELETE is refused to the role of the application");
    }

    private static readonly Dictionary<string, string> Tables = TablesOfRows();

    private static IEnumerable<string> RemovedIn(string file)
    {
        var code = File.ReadAllText(file);
        var bySql = BySql().Matches(code).Select(found => found.Groups["table"].Value);
        var byQuery = ByQuery().Matches(code).Select(found => found.Groups["row"].Value);
        // A row that was looked up under that name before.
        var byRow =
            from gone in ByRow().Matches(code)
            let name = gone.Groups["name"].Value
            let before = Regex
                .Matches(code, $@"\b{name}\b[^;]{{0,400}}?Set<(?<row>\w+)>|Set<(?<row>\w+)>[^;]{{0,400}}?\b{name}\b")
                .Where(found => found.Index < gone.Index)
                .ToList()
            where before.Count > 0
            select before[^1].Groups["row"].Value;
        var bySection =
            file.EndsWith("Section.cs", StringComparison.Ordinal) && code.Contains(".RemoveAt(", StringComparison.Ordinal)
                ? Mapped().Matches(code).Select(found => found.Groups["table"].Value)
                : [];
        return [.. bySql, .. bySection, .. byQuery.Concat(byRow).Where(Tables.ContainsKey).Select(row => Tables[row])];
    }

    private static IEnumerable<string> Files([CallerFilePath] string here = "")
    {
        var source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src"));
        return new[] { "ParallelApproval", "ParallelApproval.Web" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(source, project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> TablesOfRows()
    {
        var options = new DbContextOptionsBuilder<ApprovalDbContext>();
        using var nowhere = NpgsqlDataSource.Create("Host=localhost");
        ApprovalDbContext.Configure(options, nowhere);
        using var db = new ApprovalDbContext(options.Options);
        return db
            .Model.GetEntityTypes()
            .Where(row => row.GetTableName() is not null)
            .GroupBy(row => row.ClrType.Name, row => row.GetTableName()!)
            .ToDictionary(rows => rows.Key, rows => rows.First(), StringComparer.Ordinal);
    }

    [GeneratedRegex("DELETE FROM (?<table>[a-z_]+)")]
    private static partial Regex BySql();

    [GeneratedRegex(@"Set<(?<row>\w+)>\(\)[^;]{0,400}?\.ExecuteDeleteAsync")]
    private static partial Regex ByQuery();

    [GeneratedRegex(@"\b[dD]b\.Remove(?:Range)?\((?<name>\w+)\)")]
    private static partial Regex ByRow();

    [GeneratedRegex(@"new ColumnMap<\w+>\(""(?<table>\w+)""\)")]
    private static partial Regex Mapped();
}
