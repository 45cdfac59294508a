using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>
/// With PgBouncer between: where it keeps sessions apart the house works, where it does not the program says so and does not start.
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
    [InlineData("pool_mode = transaction", "", "ignore_startup_parameters = options")]
    [InlineData("pool_mode = transaction", Ignore, "transaction mode")]
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
}
