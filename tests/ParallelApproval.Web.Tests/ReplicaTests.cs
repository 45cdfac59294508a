using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>Figures are read from a standby, as long as it follows.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ReplicaTests(TestCluster cluster)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_come_from_the_standby_while_it_follows_and_from_the_primary_when_it_is_behind_or_gone()
    {
        await using var servers = await ServerPair.StartAsync(Cancellation);
        await using var web = await StartAsync(servers.ConnectionString, servers.StandbyConnectionString);
        await servers.FollowAloneAsync(Cancellation);
        var clerk = await Account.SignInAsync(web.Address, "clerk", "Demo#2026");
        var supervisor = await Account.SignInAsync(web.Address, "supervisor", "Demo#2026");
        var nobody = new Account(web.Address, token: null);
        await UntilAsync(nobody, health => health["status"]!.GetValue<string>() == "ready");

        await using var primary = Pool.Open(servers.ConnectionString);
        await using var patient = new ReadPool(primary, new(servers.StandbyConnectionString, TimeSpan.FromHours(1)));
        await using var strict = new ReadPool(primary, new(servers.StandbyConnectionString, TimeSpan.Zero));
        (await ReadsAStandbyAsync(patient)).ShouldBeFalse("nobody has looked yet");
        await UntilAsync(patient, ReplicaState.Follows);
        await UntilAsync(strict, ReplicaState.Follows);
        (await ReadsAStandbyAsync(patient), await ReadsAStandbyAsync(strict)).ShouldBe((true, true));

        // It has all and shows nothing of it.
        await servers.HoldStandbyAsync(Cancellation);
        var before = await ReceivedAsync(supervisor);
        (await clerk.PostAsync("/api/cases", Drill.Application(), "while-held")).Status.ShouldBeOneOf(200, 201);
        await UntilAsync(strict, ReplicaState.Behind);
        await patient.LookAsync(Cancellation);
        (await ReadsAStandbyAsync(patient), await ReadsAStandbyAsync(strict)).ShouldBe((true, false));
        patient.Behind.ShouldBeGreaterThan(TimeSpan.Zero);
        // Whoever decides reads what is true now, and after five seconds so does who looks on.
        await UntilAsync(nobody, health => health.Text.Contains("replicaBehind:", StringComparison.Ordinal));
        (await ReceivedAsync(supervisor)).ShouldBe(before + 1);

        await servers.ReleaseStandbyAsync(Cancellation);
        await UntilAsync(strict, ReplicaState.Follows);
        await servers.StopStandbyAsync(Cancellation);
        (await ReadsAStandbyAsync(patient)).ShouldBeFalse("it fails, and the primary answers in the same question");
        patient.State.ShouldBe(ReplicaState.Away);
        (await ReceivedAsync(supervisor)).ShouldBe(before + 1);
        await UntilAsync(nobody, health => health.Text.Contains("replicaAway", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_no_copy_of_the_database_is_refused_at_the_start_and_never_read()
    {
        await using var own = await cluster.BorrowAsync(Template.District, Cancellation);
        await using var other = await cluster.BorrowAsync(Template.District, Cancellation);
        await using var pool = new ReadPool(own.Source, new(other.Source.ConnectionString + ";Password=x", TimeSpan.FromHours(1)));
        await using var named = new ReadPool(own.Source, new(other.ConnectionString, TimeSpan.FromHours(1)));
        await pool.LookAsync(Cancellation);
        pool.State.ShouldBe(ReplicaState.Away);
        (await Should.ThrowAsync<UnfitDatabaseException>(() => named.LookAsync(Cancellation))).Message.ShouldContain(
            "ConnectionStrings:ParallelApprovalReplica"
        );
        named.State.ShouldBe(ReplicaState.Foreign);
        (await named.AskAsync(NameAsync)).ShouldBe(await NameAsync(own.Source));

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(own.ConnectionString, other.ConnectionString));
        refused.Message.ShouldContain("Expected ConnectionStrings:ParallelApprovalReplica to name a standby");
    }

    private static async Task<string> NameAsync(NpgsqlDataSource source)
    {
        await using var ask = source.CreateCommand("SELECT current_database()::text");
        return (string)(await ask.ExecuteScalarAsync(Cancellation))!;
    }

    private static Task<bool> ReadsAStandbyAsync(ReadPool pool) =>
        pool.AskAsync(async source =>
        {
            await using var ask = source.CreateCommand("SELECT pg_is_in_recovery()");
            return (bool)(await ask.ExecuteScalarAsync(Cancellation))!;
        });

    private static async Task<int> ReceivedAsync(Account supervisor)
    {
        var figures = await supervisor.GetAsync("/api/figures/today");
        figures.Status.ShouldBe(200, figures.Text);
        return figures["figures"]!.AsArray().Single(line => line!["figure"]!.GetValue<string>() == "received")!["cases"]!.GetValue<int>();
    }

    private static async Task UntilAsync(ReadPool pool, ReplicaState state)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do await pool.LookAsync(Cancellation);
        while (pool.State != state && await tick.WaitForNextTickAsync(Cancellation));
    }

    private static async Task UntilAsync(Account nobody, Func<Answer, bool> isSo)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isSo(await nobody.GetAsync("/health/ready")))
            await tick.WaitForNextTickAsync(Cancellation);
    }

    private static Task<WebProcess> StartAsync(string primary, string standby) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = primary,
                ["ConnectionStrings__ParallelApprovalReplica"] = standby,
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );
}
