using Npgsql;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// Two nodes that reach their database through PgBouncer in transaction mode, with fewer sessions than they ask for at once, and past it
/// for what needs a session.
/// </summary>
public sealed class PooledHouseTests(TestCluster cluster)
{
    private const string Through = "through the pooler";
    private const int Sessions = 6;
    private const int Officers = 8;
    private const int CasesOfEach = 2;

    private const string ForgetLimit = """
        DO $$ BEGIN EXECUTE format('ALTER ROLE %I IN DATABASE %I RESET lock_timeout', current_user, current_database()); END $$
        """;

    private const string EndSessions = $"""
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = '{Through}'
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_house_works_through_a_pooler_that_lends_its_sessions_for_one_transaction()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not installed.");
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var bouncer = await PgBouncer.StartAsync(
            database,
            Cancellation,
            "pool_mode = transaction",
            FormattableString.Invariant($"default_pool_size = {Sessions}")
        );
        await using var one = await StartAsync(database, bouncer);
        await using var two = await StartAsync(database, bouncer);
        var (here, there) = (await SignInAsync(one), await SignInAsync(two));

        // One case with its order of departments, its certificates and its delivery; and many at once, decided on both nodes.
        var catering = await ReceiveAsync(here, Catering.Application(accept: true));
        var many = Enumerable
            .Range(0, Officers)
            .Select(async officer =>
            {
                for (var time = 0; time < CasesOfEach; time++)
                    await DecideAllAsync(there, await ReceiveAsync(officer % 2 == 0 ? here : there, Drill.Application()));
            })
            .ToList();
        await DecideAllAsync(there, catering);
        (await here["clerk"].PostAsync($"/api/cases/{catering}/delivery")).Status.ShouldBe(200);
        await Task.WhenAll(many);
        var sheet = await there["clerk"].GetAsync($"/api/cases/{catering}");
        (sheet["status"]!.GetValue<string>(), sheet["certificates"]!.AsArray().Count).ShouldBe(("finished", 6), sheet.Text);

        // What listens has heard it, what is scheduled is done, and it was the pooler's sessions that were used.
        await UntilAsync("SELECT (SELECT min(position) FROM listeners) >= (SELECT max(position) FROM case_events)");
        await UntilAsync("SELECT count(*) > 0 FROM hangfire.job WHERE statename = 'Succeeded'");
        (
            await database.AskAsync<long>(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'ParallelApproval jobs' AND query ILIKE 'LISTEN%'
                """,
                Cancellation
            )
        ).ShouldBeGreaterThanOrEqualTo(2);
        (
            await database.AskAsync<long>(
                $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{Through}'",
                Cancellation
            )
        ).ShouldBeInRange(1, Sessions);
        (await database.AskAsync<long>("SELECT count(*) FROM decisions", Cancellation)).ShouldBe(
            (1 + (Officers * CasesOfEach)) * Catering.Departments.Length
        );
        (await database.AskAsync<long>("SELECT count(*) FROM event_retries", Cancellation)).ShouldBe(0);
        var verification = await there["supervisor"].GetAsync("/api/audit/verification");
        verification["holds"]!.GetValue<bool>().ShouldBeTrue(verification.Text);
        var health = await new Account(one.Address, null).GetAsync("/health/ready");
        health.Status.ShouldBe(200, health.Text);
        health.Text.ShouldNotContain("limitsMissing");

        // Somebody takes a limit from the role, and the pooler makes its sessions anew.
        await database.DoAsync(ForgetLimit, Cancellation);
        await database.AskAsync<long>(EndSessions, Cancellation);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!(await new Account(one.Address, null).GetAsync("/health/ready")).Text.Contains("limitsMissing", StringComparison.Ordinal))
            await again.WaitForNextTickAsync(Cancellation);

        async Task UntilAsync(string holds)
        {
            using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!await database.AskAsync<bool>(holds, Cancellation))
                await again.WaitForNextTickAsync(Cancellation);
        }
    }

    private static async Task<Dictionary<string, Account>> SignInAsync(WebProcess web)
    {
        var accounts = new Dictionary<string, Account>();
        foreach (var name in Catering.Departments.Select(code => "approver-" + code).Append("clerk").Append("supervisor"))
            accounts[name] = await Account.SignInAsync(web.Address, name, "Demo#2026");
        return accounts;
    }

    private static async Task<string> ReceiveAsync(Dictionary<string, Account> node, System.Text.Json.Nodes.JsonObject application)
    {
        var receipt = await node["clerk"].PostAsync("/api/cases", application);
        receipt.Status.ShouldBe(201, receipt.Text);
        return receipt["caseNumber"]!.GetValue<string>();
    }

    private static async Task DecideAllAsync(Dictionary<string, Account> node, string number)
    {
        foreach (var (department, at) in Catering.Departments.Select((department, at) => (department, at + 1)))
        {
            var decided = await node["approver-" + department].DecideAsync(Catering.Task(number, at), Catering.Approval());
            decided.Status.ShouldBe(200, decided.Text);
        }
    }

    private static Task<WebProcess> StartAsync(TestDatabase database, PgBouncer bouncer) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false", "--ParallelApproval:Rates:SignInsAMinute=100000"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = new NpgsqlConnectionStringBuilder(bouncer.ConnectionString)
                {
                    ApplicationName = Through,
                }.ConnectionString,
                ["ConnectionStrings__ParallelApprovalDirect"] = database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );
}
