using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>A program does not start on a database that is not its own, and says why in one line.</summary>
public sealed class DatabaseSetupTests(TestCluster cluster)
{
    private const string OnlyReads = """
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_old_program_does_not_start_on_a_newer_schema_and_names_both()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        await database.DoAsync(
            """INSERT INTO "__EFMigrationsHistory" (migration_id, product_version) VALUES ('29990101000000_OfTheFuture', '99.0')""",
            Cancellation
        );
        await RefusesAsync(database.Source, "29990101000000_OfTheFuture");
        await RefusesAsync(database.Source, await NewestOwnAsync(database));
    }

    [Theory]
    [InlineData("CREATE TABLE orders (id int)", "orders")]
    [InlineData(
        """
            CREATE TABLE "__EFMigrationsHistory" (migration_id text PRIMARY KEY, product_version text NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('20200101000000_Shop', '3.1')
            """,
        "20200101000000_Shop"
    )]
    [InlineData("""CREATE TABLE "__EFMigrationsHistory" ("MigrationId" text PRIMARY KEY)""", "__EFMigrationsHistory")]
    public async Task The_database_of_another_product_is_left_alone(string made, string names)
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await database.DoAsync(made, Cancellation);
        await RefusesAsync(database.Source, "another product", names);
        (
            await database.AskAsync<long>("SELECT count(*) FROM pg_tables WHERE tablename IN ('case_files', 'registers')", Cancellation)
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_only_reads_is_refused()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        await database.DoAsync(OnlyReads, Cancellation);
        await using var reading = Pool.Open(database.ConnectionString);
        await RefusesAsync(reading, "read-only");
    }

    [Fact]
    public async Task A_database_that_is_its_own_or_empty_is_taken()
    {
        foreach (var template in new[] { Template.Tables, Template.Empty })
        {
            await using var database = await cluster.CopyAsync(template, Cancellation);
            await using var services = Services(database.Source);
            await services.GetRequiredService<DatabaseSetup>().MigrateAsync(Cancellation);
            await services.GetRequiredService<DatabaseSetup>().MigrateAsync(Cancellation);
        }
    }

    private static Task<string> NewestOwnAsync(TestDatabase database) =>
        database.AskAsync<string>("""SELECT max(migration_id) FROM "__EFMigrationsHistory" WHERE migration_id < '2999'""", Cancellation);

    private static async Task RefusesAsync(NpgsqlDataSource source, params string[] says)
    {
        await using var services = Services(source);
        var refused = await Should.ThrowAsync<UnfitDatabaseException>(() =>
            services.GetRequiredService<DatabaseSetup>().MigrateAsync(Cancellation)
        );
        foreach (var word in says)
            refused.Message.ShouldContain(word);
        refused.Message.ShouldNotContain("\n");
    }

    private static ServiceProvider Services(NpgsqlDataSource source) =>
        new ServiceCollection().AddLogging().AddDatabase().AddPool(source).BuildServiceProvider();
}
