using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>
/// While nodes are replaced one by one, the old program works on the new schema: a migration adds, and takes away a version later (扩展后收缩).
/// </summary>
public sealed partial class MigrationRules(TestCluster cluster)
{
    // Made before there was a version, when nobody ran two of them side by side.
    private static readonly string[] BeforeTheRule =
    [
        "20261129130317_StandardWords",
        "20261130032131_SessionsAndAttempts",
        "20261130140652_EncryptedColumns",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_migration_that_takes_away_says_in_which_version_the_new_way_came()
    {
        var known = Regex
            .Matches(
                await File.ReadAllTextAsync(Path.Combine(Root(), "CHANGELOG.md"), Cancellation),
                @"^## ([0-9]\S*)",
                RegexOptions.Multiline
            )
            .Select(heading => heading.Groups[1].Value)
            .ToHashSet();
        var wrong = new List<string>();
        foreach (var (id, migration) in await MigrationsAsync())
            if (
                TakenAwayBy(migration) is { Count: > 0 } taken
                && !(migration.GetType().GetCustomAttribute<ContractsAttribute>() is { } said && known.Contains(said.ExpandedIn))
            )
                wrong.Add($"{id}: {string.Join(", ", taken)}");
        wrong.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).ShouldBe(BeforeTheRule, string.Join('\n', wrong));
    }

    [Fact]
    public void What_takes_away_is_told_from_what_adds()
    {
        TakenAwayBy(new Adds()).ShouldBeEmpty();
        TakenAwayBy(new TakesAway()).Count.ShouldBe(8);
    }

    private async Task<IReadOnlyList<(string Id, Migration Migration)>> MigrationsAsync()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var db = database.NewContext();
        var assembly = db.GetService<IMigrationsAssembly>();
        return
        [
            .. assembly
                .Migrations.OrderBy(known => known.Key, StringComparer.Ordinal)
                .Skip(1)
                .Select(known => (known.Key, assembly.CreateMigration(known.Value, "Npgsql.EntityFrameworkCore.PostgreSQL"))),
        ];
    }

    private static List<string> TakenAwayBy(Migration migration)
    {
        // What a migration makes itself, no other program knows.
        var made = migration.UpOperations.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet();
        return [.. migration.UpOperations.Select(operation => TakenAwayBy(operation, made)).OfType<string>()];
    }

    private static string? TakenAwayBy(MigrationOperation operation, HashSet<string> made) =>
        operation switch
        {
            DropTableOperation table => $"drops {table.Name}",
            RenameTableOperation table => $"renames {table.Name}",
            DropColumnOperation column => $"drops {column.Table}.{column.Name}",
            RenameColumnOperation column => $"renames {column.Table}.{column.Name}",
            AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null, ComputedColumnSql: null } column
                when !made.Contains(column.Table) => $"demands {column.Table}.{column.Name}",
            AlterColumnOperation { IsNullable: false, OldColumn.IsNullable: true } column => $"demands {column.Table}.{column.Name}",
            AlterColumnOperation column when IsNarrower(column) => $"changes the type of {column.Table}.{column.Name}",
            SqlOperation sql when Takes().Match(sql.Sql) is { Success: true } found => $"says {found.Value.ReplaceLineEndings(" ")}",
            _ => null,
        };

    // A longer text takes what a shorter one took.
    private static bool IsNarrower(AlterColumnOperation column) =>
        column.ColumnType?.Split('(')[0] != column.OldColumn.ColumnType?.Split('(')[0]
        || (column.MaxLength is { } most && (column.OldColumn.MaxLength is not { } before || most < before));

    private static string Root([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "ParallelApproval.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    // A constraint that is renamed is nobody's business: no statement of a program names one.
    [GeneratedRegex(
        @"DROP (TABLE|COLUMN|VIEW|FUNCTION)\b|RENAME (TO|COLUMN)\b(?!\s*CONSTRAINT)|ALTER COLUMN \S+ (SET NOT NULL|(SET DATA )?TYPE)\b"
            + @"|ADD COLUMN (?:(?!,|;|DEFAULT)[\s\S])* NOT NULL(?!(?:(?!,|;)[\s\S])*DEFAULT)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Takes();

    private sealed class Adds : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("papers", table => new { Id = table.Column<int>(nullable: false) });
            migrationBuilder.AddColumn<string>("shelf", "papers", nullable: false);
            migrationBuilder.AddColumn<string>("note", "cases", nullable: true);
            migrationBuilder.AddColumn<int>("copies", "cases", nullable: false, defaultValue: 1);
            migrationBuilder.AlterColumn<string>(
                "note",
                "cases",
                "character varying(64)",
                maxLength: 64,
                oldType: "character varying(40)",
                oldMaxLength: 40
            );
            migrationBuilder.Sql("ALTER TABLE cases ADD COLUMN weight int NOT NULL DEFAULT 1");
            migrationBuilder.Sql("ALTER TABLE cases RENAME CONSTRAINT a TO b");
        }
    }

    private sealed class TakesAway : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("cases");
            migrationBuilder.DropColumn("note", "cases");
            migrationBuilder.RenameColumn("note", "cases", "remark");
            migrationBuilder.AddColumn<string>("note", "cases", nullable: false);
            migrationBuilder.AlterColumn<string>("note", "cases", nullable: false, oldNullable: true);
            migrationBuilder.AlterColumn<string>("note", "cases", type: "text", oldType: "varchar(9)");
            migrationBuilder.Sql("ALTER TABLE cases ADD COLUMN weight int NOT NULL");
            migrationBuilder.Sql("ALTER TABLE cases RENAME TO files");
        }
    }
}
