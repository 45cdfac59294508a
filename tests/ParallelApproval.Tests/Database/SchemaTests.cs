using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

public sealed class SchemaTests(TestCluster cluster)
{
    private const string Foundation = "20261123234000_Foundation";

    // As the front door made them before they were the house's.
    private const string MadeByTheFrontDoor = """
        CREATE TABLE data_protection_keys (name text PRIMARY KEY, xml text NOT NULL);
        CREATE TABLE demo_clock (id smallint PRIMARY KEY CHECK (id = 1), distance bigint NOT NULL);
        INSERT INTO data_protection_keys (name, xml) VALUES ('key-1', '<key />');
        INSERT INTO demo_clock (id, distance) VALUES (1, 3600000000);
        """;

    private const string Rows = """
        INSERT INTO books (title, edition) VALUES ('catalogue', 7);
        INSERT INTO unheard_events (listener, position, tries, fault, next_at) VALUES ('notices', 41, 3, 'out of paper', now());
        INSERT INTO case_files (case_key, event_count, last_hash) VALUES (6101042026030200001, 1, decode(repeat('ab', 32), 'hex'));
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MadeByTheFrontDoor)]
    [InlineData("SELECT 1")]
    public async Task A_database_of_the_first_version_is_brought_up_to_the_newest_with_its_rows(string before)
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var db = database.NewContext();
        await db.GetService<IMigrator>().MigrateAsync(Foundation, Cancellation);
        await db.Database.ExecuteSqlRawAsync(Rows, Cancellation);
        await db.Database.ExecuteSqlRawAsync(before, Cancellation);

        await db.Database.MigrateAsync(Cancellation);

        (await db.Set<RegisterRow>().SingleAsync(Cancellation)).ShouldSatisfyAllConditions(
            row => row.Name.ShouldBe("catalogue"),
            row => row.Version.ShouldBe(7)
        );
        (await db.Set<EventRetryRow>().SingleAsync(Cancellation)).ShouldSatisfyAllConditions(
            row => row.Position.ShouldBe(41),
            row => row.Tries.ShouldBe(3)
        );
        (await db.Set<CaseLockRow>().SingleAsync(Cancellation)).EventCount.ShouldBe(1);
        (await db.Set<ProtectionKeyRow>().Select(row => row.Xml).ToListAsync(Cancellation)).ShouldBe(
            before == MadeByTheFrontDoor ? ["<key />"] : []
        );
        (await db.Set<DemoClockRow>().Select(row => row.Distance).ToListAsync(Cancellation)).ShouldBe(
            before == MadeByTheFrontDoor ? [3_600_000_000] : []
        );
        (
            await database.AskAsync<long>(
                "SELECT count(*) FROM pg_constraint WHERE conname IN ('pk_data_protection_keys', 'pk_demo_clock')",
                Cancellation
            )
        ).ShouldBe(2);
    }

    [Fact]
    public async Task What_the_rooms_map_is_what_the_migrations_make()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var db = database.NewContext();
        db.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    // Databases have been made by it. Whoever must change the schema adds a migration.
    [Fact]
    public async Task The_first_migration_stays_as_it_was_delivered()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var db = database.NewContext();
        var script = db.GetService<IMigrator>().GenerateScript(Migration.InitialDatabase, Foundation);
        var made = script[..script.IndexOf("INSERT INTO \"__EFMigrationsHistory\"", StringComparison.Ordinal)];
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(made.ReplaceLineEndings("\n"))))[..16].ShouldBe("0811305E3B95D844");
    }
}
