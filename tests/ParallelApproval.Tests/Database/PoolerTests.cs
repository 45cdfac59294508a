using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>
/// With PgBouncer between: where it keeps sessions apart the house works, and where it does not, once a way past it is named. Anything else
/// the program says and does not start.
/// </summary>
public sealed class PoolerTests(TestCluster cluster)
{
    private const string Ignore = "ignore_startup_parameters = options,extra_float_digits";

    private const string Limits = """
        DO $$ BEGIN
            EXECUTE format('ALTER DATABASE %I SET lock_timeout = ''5s''', current_database());
            EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = ''10s''', current_database());
        END $$
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pool_mode = transaction", "", "ParallelApprovalDirect")]
    [InlineData("pool_mode = transaction", Ignore, "ParallelApprovalDirect")]
    [InlineData("pool_mode = statement", Ignore, "transaction mode")]
    [InlineData("pool_mode = session", Ignore, "idle_in_transaction_session_timeout")]
    public async Task A_pooler_on_which_the_house_cannot_rely_is_refused_in_words(string mode, string more, string says)
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not installed.");
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        await using var bouncer = await PgBouncer.StartAsync(database, Cancellation, mode, more);
        await using var through = Pool.Open(bouncer.ConnectionString);
        await using var house = TestHouse.On(through, TimeProvider.System);
        (
            await Should.ThrowAsync<UnfitDatabaseException>(() => house.Get<DatabaseSetup>().MigrateAsync(Cancellation))
        ).Message.ShouldContain(says);
    }

    [Fact]
    public async Task In_session_mode_with_its_limits_said_of_the_database_the_house_opens()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not installed.");
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await database.DoAsync(Limits, Cancellation);
        await using var bouncer = await PgBouncer.StartAsync(database, Cancellation, "pool_mode = session", Ignore);
        await using var through = Pool.Open(bouncer.ConnectionString);
        await using var house = TestHouse.On(through, TimeProvider.System);
        (await House.OpenAsync(house.Services, withSample: true, Cancellation)).ShouldBeEmpty();
        (await database.AskAsync<long>("SELECT count(*) FROM departments", Cancellation)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task In_transaction_mode_with_a_way_past_it_the_house_opens_and_its_role_brings_the_limits()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not installed.");
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        // What somebody has said himself counts.
        await database.DoAsync(Said("statement_timeout = ''90s''"), Cancellation);
        await using var bouncer = await PgBouncer.StartAsync(database, Cancellation, "pool_mode = transaction");
        await using var through = Pool.OpenPooled(bouncer.ConnectionString);
        await using var house = On(through, database.ConnectionString);
        (await House.OpenAsync(house.Services, withSample: true, Cancellation)).ShouldBeEmpty();
        (await database.AskAsync<long>("SELECT count(*) FROM departments", Cancellation)).ShouldBeGreaterThan(0);
        (await LimitsAsync(through)).ShouldBe("5s 10s 90s");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        (await LimitsAsync(through)).ShouldBe("5s 10s 90s", "what the verification takes, it gives back");

        // A lock that a stranger holds is waited for no longer than that, and a transaction that says nothing is ended.
        await using var stranger = await database.Source.OpenConnectionAsync(Cancellation);
        await using var held = await stranger.BeginTransactionAsync(Cancellation);
        await using (var take = new NpgsqlCommand("LOCK TABLE departments IN ACCESS EXCLUSIVE MODE", stranger))
            await take.ExecuteNonQueryAsync(Cancellation);
        await using var ask = through.CreateCommand("SELECT count(*) FROM departments");
        (await Should.ThrowAsync<PostgresException>(() => ask.ExecuteScalarAsync(Cancellation))).SqlState.ShouldBe(
            PostgresErrorCodes.LockNotAvailable
        );
    }

    [Theory]
    [InlineData("pool_mode = statement", "carry transactions")]
    [InlineData("connect_query", "lock_timeout to hold in each session")]
    [InlineData("another database", "to lead to one database as one role")]
    [InlineData("no way past it", "ConnectionStrings:ParallelApprovalDirect, but a pooler in transaction mode")]
    public async Task A_way_past_the_pooler_that_does_not_fit_is_refused_in_words(string fault, string says)
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not installed.");
        await using var database = await cluster.CopyAsync(Template.Tables, Cancellation);
        await using var other = await cluster.CopyAsync(Template.Tables, Cancellation);
        await using var bouncer = await PgBouncer.StartSayingAsync(
            database,
            Cancellation,
            fault == "connect_query" ? "SET lock_timeout = 0" : null,
            fault.StartsWith("pool_mode", StringComparison.Ordinal) ? fault : "pool_mode = transaction",
            Ignore
        );
        await using var through = Pool.OpenPooled(bouncer.ConnectionString);
        await using var house = On(
            through,
            fault switch
            {
                "another database" => other.ConnectionString,
                "no way past it" => bouncer.ConnectionString,
                _ => database.ConnectionString,
            }
        );
        (
            await Should.ThrowAsync<UnfitDatabaseException>(() => house.Get<DatabaseSetup>().MigrateAsync(Cancellation))
        ).Message.ShouldContain(says);
    }

    private static TestHouse On(NpgsqlDataSource through, string past) =>
        TestHouse.On(through, TimeProvider.System, services => services.AddSingleton(new DirectServer(past)));

    private static string Said(string limit) => $"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {limit}', current_database()); END $$";

    private static async Task<string> LimitsAsync(NpgsqlDataSource through)
    {
        await using var ask = through.CreateCommand(
            "SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'), "
                + "current_setting('statement_timeout'))"
        );
        return (string)(await ask.ExecuteScalarAsync(Cancellation))!;
    }
}
