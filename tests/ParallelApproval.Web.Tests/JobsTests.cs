using System.Text.Json.Nodes;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Testing;
using ParallelApproval.Web.Jobs;

namespace ParallelApproval.Web;

/// <summary>The heartbeat, the dashboard, and the demonstration's clock.</summary>
public sealed class JobsTests(FrontDoor door, TestCluster cluster) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Moving_the_demonstrations_clock_shows_what_falls_due_at_once()
    {
        var clerk = await door.AsAsync("clerk");
        var received = await clerk.PostAsync("/api/cases", Catering.Application(accept: true));
        received.Status.ShouldBe(201, received.Text);
        var number = received["caseNumber"]!.GetValue<string>();
        var moved = await (await door.AsAsync("admin")).PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 8 });
        moved.Status.ShouldBe(200, moved.Text);

        var sheet = await clerk.GetAsync($"/api/cases/{number}");
        sheet["timeline"]!
            .AsArray()
            .Count(line => line!["kind"]!.GetValue<string>() == nameof(ClockTurned))
            .ShouldBeGreaterThanOrEqualTo(14, sheet.Text);
    }

    [Fact]
    public async Task Moving_it_again_with_the_same_key_moves_nothing()
    {
        var administrator = await door.AsAsync("admin");
        var moved = await administrator.PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 1 }, "move-once");
        moved.Status.ShouldBe(200, moved.Text);
        var again = await administrator.PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 1 }, "move-once");
        (again.Status, again.Text).ShouldBe((200, moved.Text));
        var other = await administrator.PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 2 }, "move-once");
        (other.Status, other.Code).ShouldBe((422, "idempotency_key_reused"));
        (await administrator.GetAsync("/api/demo/clock"))["today"]!.GetValue<string>().ShouldBe(moved["today"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_dead_process_has_locked_at_the_job_server_is_free_within_seconds()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var app = await Program.OpenAsync(
            ["--urls=http://127.0.0.1:0", "--environment=Demo", "--ParallelApproval:SampleCases=false", "--Logging:LogLevel:Default=Error"],
            builder => AsInService(builder.Services, database),
            Cancellation
        );
        using var jobs = app.Services.GetRequiredService<JobStorage>().GetConnection();
        jobs.AcquireDistributedLock("shared", TimeSpan.FromSeconds(60)).Dispose();
        await database.DoAsync(
            "INSERT INTO hangfire.lock (resource, acquired) VALUES ('hangfire:shared', now() AT TIME ZONE 'UTC' - interval '12 seconds')",
            Cancellation
        );

        jobs.AcquireDistributedLock("shared", TimeSpan.FromSeconds(60)).Dispose();
    }

    [Fact]
    public async Task Health_says_whether_the_clocks_are_watched()
    {
        await door.App.Services.GetRequiredService<SweepDuty>().RunAsync(Cancellation);
        (await door.Anonymous.GetAsync("/health/sweep")).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(200),
            answer => answer["status"]!.GetValue<string>().ShouldBe("sweeping")
        );
        var age = await door.App.Services.GetRequiredService<JobRuns>().AgeAsync("never", Cancellation);
        age.ShouldBeNull();
    }

    [Fact]
    public async Task Schedules_come_back_when_the_job_servers_tables_are_emptied_and_no_step_is_lost()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var app = await Program.OpenAsync(
            ["--urls=http://127.0.0.1:0", "--environment=Demo", "--ParallelApproval:SampleCases=false", "--Logging:LogLevel:Default=Error"],
            builder => AsInService(builder.Services, database),
            Cancellation
        );
        var schedules = app.Services.GetRequiredService<Schedules>();
        schedules.Put();
        (await CountAsync()).ShouldBe(Schedules.Count);
        await using (
            var empty = database.Source.CreateCommand(
                """
                DO $$ DECLARE t text; BEGIN
                    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'hangfire' AND tablename <> 'schema'
                    LOOP EXECUTE format('TRUNCATE hangfire.%I CASCADE', t); END LOOP;
                END $$
                """
            )
        )
            await empty.ExecuteNonQueryAsync(Cancellation);
        (await CountAsync()).ShouldBe(0);
        schedules.PutBack().ShouldBeTrue();
        (await CountAsync()).ShouldBe(Schedules.Count);
        schedules.PutBack().ShouldBeFalse("they are there");
        await app.Services.GetRequiredService<SweepDuty>().RunAsync(Cancellation);
        (await app.Services.GetRequiredService<JobRuns>().AgeAsync(SweepDuty.Name, Cancellation))
            .ShouldNotBeNull()
            .ShouldBeLessThan(SweepDuty.Late);

        Task<long> CountAsync() => database.AskAsync<long>("SELECT count(*) FROM hangfire.set WHERE key = 'recurring-jobs'", Cancellation);
    }

    [Fact]
    public async Task Dashboard_is_for_administrators_and_without_buttons_for_supervisors()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var app = await Program.OpenAsync(
            ["--urls=http://127.0.0.1:0", "--environment=Demo", "--ParallelApproval:SampleCases=false", "--Logging:LogLevel:Default=Error"],
            builder => AsInService(builder.Services, database),
            Cancellation
        );
        await app.StartAsync(Cancellation);
        var address = new Uri(app.Urls.Single());
        async Task<Answer> SeeAsync(string userName) =>
            await (await Account.SignInAsync(address, userName, "Demo#2026")).GetAsync("/hangfire/recurring");
        (await SeeAsync("admin")).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(200),
            answer => answer.Text.ShouldContain("clock-sweep"),
            answer => answer.Text.ShouldContain("recurring/trigger")
        );
        (await SeeAsync("supervisor")).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(200),
            answer => answer.Text.ShouldContain("clock-sweep"),
            answer => answer.Text.ShouldNotContain("recurring/trigger")
        );
        (await SeeAsync("clerk")).Status.ShouldBe(403);
        (await new Account(address, null).GetAsync("/hangfire/recurring")).Status.ShouldBeOneOf(302, 401);
    }

    // The owner makes the tables of the jobs, the application works on them; it is refused what it does not need.
    private static void AsInService(IServiceCollection services, TestDatabase database) =>
        services
            .AddPool(database.OfApplication)
            .AddSingleton(new JobStore(database.ApplicationConnectionString))
            .AddSingleton(new SchemaOwner(database.ConnectionString));
}
