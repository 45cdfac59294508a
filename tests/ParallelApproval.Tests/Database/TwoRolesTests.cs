using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>
/// The role of the application adds to the trail and can neither change it nor switch off what keeps it: PostgreSQL itself refuses.
/// </summary>
public sealed class TwoRolesTests(TestCluster cluster)
{
    private const string Foundation = "20261123234000_Foundation";

    private const string Refused = PostgresErrorCodes.InsufficientPrivilege;

    private const string TriggersOf = """
        SELECT t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relname = $1 AND c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
        """;

    private const string Functions = """
        SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f'
        """;

    // Whose trigger refuses every change, whatever it is.
    private const string NeverChanged = """
        SELECT DISTINCT c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE p.proname = 'refuse_change' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every table that is sealed, by itself or with its case, and the chains and heads that the seals rest on.</summary>
    private static IEnumerable<string> Guarded =>
        SealedRows.OfCases.Select(map => map.Table).Concat(Guards.SealedTables.Keys).Concat(Guards.WithoutLegalEffect.Keys).Distinct();

    [Fact]
    public async Task No_table_is_emptied_altered_dropped_or_left_without_its_triggers()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        foreach (var table in Guarded)
        {
            string[] forgeries =
            [
                $"TRUNCATE {table}",
                $"TRUNCATE {table} CASCADE",
                $"ALTER TABLE {table} DISABLE TRIGGER ALL",
                $"ALTER TABLE {table} DISABLE TRIGGER USER",
                $"ALTER TABLE {table} ADD COLUMN forged int",
                $"ALTER TABLE {table} RENAME TO forged",
                $"ALTER TABLE {table} OWNER TO CURRENT_USER",
                $"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                $"DROP TABLE {table} CASCADE",
                $"CREATE RULE forged AS ON INSERT TO {table} DO INSTEAD NOTHING",
                $"CREATE TRIGGER forged BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                .. (await TextsAsync(database.Source, TriggersOf, table)).SelectMany(trigger =>
                    (string[])
                        [
                            $"DROP TRIGGER {trigger} ON {table}",
                            $"ALTER TABLE {table} DISABLE TRIGGER {trigger}",
                            $"ALTER TRIGGER {trigger} ON {table} RENAME TO forged",
                        ]
                ),
            ];
            foreach (var forgery in forgeries)
                (await FaultOfAsync(database.OfApplication, forgery)).ShouldBe(Refused, forgery);
        }
    }

    [Fact]
    public async Task What_is_never_changed_is_neither_changed_nor_removed_and_the_rest_is_not_removed_but_where_the_product_does()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        foreach (var table in Guarded)
        {
            var columns = await TextsAsync(
                database.Source,
                // A running number is written by PostgreSQL alone.
                "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped "
                    + "AND attidentity = '' AND attgenerated = ''",
                table
            );
            foreach (var column in columns)
                if (TableRights.OnlyEntered.Contains(table) || (TableRights.OneColumn.TryGetValue(table, out var own) && own != column))
                    (await FaultOfAsync(database.OfApplication, $"UPDATE {table} SET {column} = {column}")).ShouldBe(
                        Refused,
                        table + "." + column
                    );
            if (!TableRights.Removed.Contains(table))
                (await FaultOfAsync(database.OfApplication, $"DELETE FROM {table}")).ShouldBe(Refused, table);
        }

        (await FaultOfAsync(database.OfApplication, """DELETE FROM "__EFMigrationsHistory" """)).ShouldBe(Refused);
    }

    [Fact]
    public async Task What_keeps_the_rows_is_not_replaced()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        await using var read = database.Source.CreateCommand(Functions);
        await using var rows = await read.ExecuteReaderAsync(Cancellation);
        var found = 0;
        for (; await rows.ReadAsync(Cancellation); found++)
            foreach (
                var forgery in (string[])
                    [
                        rows.GetString(1),
                        $"DROP FUNCTION {rows.GetString(0)} CASCADE",
                        $"ALTER FUNCTION {rows.GetString(0)} OWNER TO CURRENT_USER",
                        $"ALTER FUNCTION {rows.GetString(0)} SET search_path = pg_temp",
                    ]
            )
                (await FaultOfAsync(database.OfApplication, forgery)).ShouldBe(Refused, forgery);
        found.ShouldBeGreaterThan(8);
    }

    [Theory]
    [InlineData("SET session_replication_role = replica")]
    [InlineData("SET ROLE parallel_approval")]
    [InlineData("SET SESSION AUTHORIZATION parallel_approval")]
    [InlineData("ALTER ROLE CURRENT_USER SUPERUSER")]
    [InlineData("GRANT parallel_approval TO CURRENT_USER")]
    [InlineData("CREATE FUNCTION refuse_change(int) RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE TABLE forged (id int)")]
    [InlineData("CREATE SCHEMA forged")]
    [InlineData("ALTER SCHEMA public OWNER TO CURRENT_USER")]
    [InlineData("COPY case_events TO PROGRAM 'cat'")]
    public async Task It_gets_around_nothing(string forgery)
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        (await FaultOfAsync(database.OfApplication, forgery)).ShouldBe(Refused, forgery);
    }

    [Fact]
    public async Task Each_table_that_is_never_changed_is_known_as_one_and_each_of_a_case_without_changing_columns()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        var never = await TextsAsync(database.Source, NeverChanged);
        never.Except(TableRights.OnlyEntered).ShouldBeEmpty();
        string[] all = [.. await TextsAsync(database.Source, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()")];
        TableRights
            .OnlyEntered.Concat(TableRights.Removed)
            .Concat(TableRights.OneColumn.Keys)
            .Concat(TableRights.OnlyRead)
            .Except(all)
            .ShouldBeEmpty("each of them is a table");
        TableRights.OnlyEntered.Intersect(TableRights.Removed).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_of_the_first_version_gets_both_roles_with_its_upgrade()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using (var db = database.NewContext())
            await db.GetService<IMigrator>().MigrateAsync(Foundation, Cancellation);
        // Without the owner the role of the application cannot make what is missing, and says so.
        await using (var alone = Services(database.OfApplication, owner: null))
            (
                await Should.ThrowAsync<UnfitDatabaseException>(() => alone.GetRequiredService<DatabaseSetup>().MigrateAsync(Cancellation))
            ).Message.ShouldContain("ParallelApprovalOwner");

        await using var house = TestHouse.BeforeItsStart(database, services =>
            services.AddSingleton(new SchemaOwner(database.ConnectionString))
        );
        (await House.OpenAsync(house.Services, withSample: true, Cancellation)).ShouldBeEmpty();

        (await house.Get<TrailGuard>().LookAsync(Cancellation)).ShouldBe(GuardState.TwoRoles);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).ShouldSatisfyAllConditions(
            audit => audit.Holds.ShouldBeTrue(),
            audit => audit.Guard.ShouldBe(GuardState.TwoRoles)
        );
        // The next start finds the tables made, and needs no owner.
        await using var next = TestHouse.BeforeItsStart(database);
        (await House.OpenAsync(next.Services, withSample: true, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_house_of_one_role_works_and_says_so_and_a_right_too_many_is_named_and_taken()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        await using var one = Services(database.Source, owner: null);
        await one.GetRequiredService<DatabaseSetup>().MigrateAsync(Cancellation);
        (await one.GetRequiredService<TrailGuard>().LookAsync(Cancellation)).ShouldBe(GuardState.OneRole);

        await using var two = Services(database.OfApplication, database.ConnectionString);
        var guard = two.GetRequiredService<TrailGuard>();
        (await guard.LookAsync(Cancellation)).ShouldBe(GuardState.TwoRoles);
        foreach (var right in (string[])["UPDATE ON case_events", "DELETE ON cases", "TRUNCATE ON blocks", "UPDATE (opinion) ON decisions"])
        {
            await database.DoAsync($"GRANT {right} TO {Role(database)}", Cancellation);
            (await guard.LookAsync(Cancellation)).ShouldBe(GuardState.TooManyRights, right);
            await two.GetRequiredService<DatabaseSetup>().MigrateAsync(Cancellation);
            (await guard.LookAsync(Cancellation)).ShouldBe(GuardState.TwoRoles, right);
        }
    }

    private static string Role(TestDatabase database) => new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString).Username!;

    private static ServiceProvider Services(NpgsqlDataSource source, string? owner) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(new SchemaOwner(owner))
            .AddSingleton<IWrapKeys>(MasterKeys.Parse(TestKeys.Master))
            .AddSingleton(TrailKeys.Parse(TestKeys.Written))
            .AddPool(source)
            .AddDatabase()
            .BuildServiceProvider();

    /// <summary>The state under which PostgreSQL refuses it; nothing for what it carries out, which is rolled back.</summary>
    private static async Task<string?> FaultOfAsync(NpgsqlDataSource source, string forgery)
    {
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        await using var undone = await connection.BeginTransactionAsync(Cancellation);
        try
        {
            await using var forge = new NpgsqlCommand(forgery, connection);
            await forge.ExecuteNonQueryAsync(Cancellation);
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlDataSource source, string question, string? about = null)
    {
        await using var ask = source.CreateCommand(question);
        if (about is not null)
            ask.Parameters.Add(new() { Value = about });
        await using var rows = await ask.ExecuteReaderAsync(Cancellation);
        var texts = new List<string>();
        while (await rows.ReadAsync(Cancellation))
            texts.Add(rows.GetString(0));
        return texts;
    }
}
