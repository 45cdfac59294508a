using System.Diagnostics;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>A database that answers slowly and does not fail: whoever waits is told in time, and nothing is done twice.</summary>
public sealed class SlowDatabaseTests(TestCluster cluster)
{
    // Longer than anybody is let wait.
    private static readonly TimeSpan Endless = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_waits_for_a_slow_database_is_told_in_time_and_what_he_sent_is_done_once()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Timeout = 5 };
        await using var wire = new SlowWire(server.Port);
        (server.Host, server.Port) = ("127.0.0.1", wire.Port);
        await using var through = Pool.Open(server.ConnectionString);
        await using var app = await FrontDoor.OpenAsync(through, "Demo", Cancellation);
        await app.StartAsync(Cancellation);
        var address = new Uri(app.Urls.Single());
        var clerk = await Account.SignInAsync(address, "clerk", "Demo#2026");
        var approvers = await Task.WhenAll(
            Catering.Departments.Select(code => Account.SignInAsync(address, "approver-" + code, "Demo#2026"))
        );
        var nobody = new Account(address, token: null);
        var number = (await clerk.PostAsync("/api/cases", Drill.Application()))["caseNumber"]!.GetValue<string>();
        Task<Answer> DecideAsync(int branch) =>
            approvers[branch - 1].PostAsync(Catering.Task(number, branch) + "/decision", Catering.Approval(), $"{number}-{branch}");

        wire.Delay(TimeSpan.FromMilliseconds(200));
        var since = Stopwatch.GetTimestamp();
        (await DecideAsync(1)).Status.ShouldBe(200);
        Say("answers 0.2 s late: decided", since);

        // A connection is not made in five seconds then, so whoever finds none that is open is told to wait.
        wire.Delay(TimeSpan.FromSeconds(2));
        since = Stopwatch.GetTimestamp();
        var health = await nobody.GetAsync("/health/ready");
        Say("answers 2 s late: health", since);
        (health.Status, health["status"]!.GetValue<string>()).ShouldBe((503, "databaseStalled"), health.Text);
        since = Stopwatch.GetTimestamp();
        var second = await DecideAsync(2);
        if (second.Status != 200)
            ShouldBeToldToWait(second);
        Say($"answers 2 s late: {second.Status}", since);

        wire.Delay(Endless);
        since = Stopwatch.GetTimestamp();
        var waiting = await Task.WhenAll(DecideAsync(3), DecideAsync(4), clerk.GetAsync($"/api/cases/{number}"));
        Say("no answer at all: refused", since);
        foreach (var told in waiting)
            ShouldBeToldToWait(told);

        wire.Delay(TimeSpan.Zero);
        since = Stopwatch.GetTimestamp();
        for (var branch = 2; branch <= Catering.Departments.Length; branch++)
            while (await DecideAsync(branch) is { Status: not 200 } told)
                (told.Status is 503 || told.Code is "case_busy").ShouldBeTrue(told.Text);
        Say("fast again: all decided", since);
        (await nobody.GetAsync("/health/ready")).Status.ShouldBe(200);
        (await clerk.GetAsync($"/api/cases/{number}"))["status"]!.GetValue<string>().ShouldBe("decided");
        foreach (var rows in (string[])["decisions", "case_events WHERE kind = 'BranchDecided'"])
            (await database.AskAsync<long>($"SELECT count(*) FROM {rows}", Cancellation)).ShouldBe(Catering.Departments.Length);
        var supervisor = await Account.SignInAsync(address, "supervisor", "Demo#2026");
        (await supervisor.GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
        await app.StopAsync(Cancellation);
    }

    private static void ShouldBeToldToWait(Answer told)
    {
        (told.Status, told.Headers.ContainsKey("Retry-After")).ShouldBe((503, true), told.Text);
        told.Code.ShouldBeOneOf("database_unavailable", "took_too_long");
    }

    private static void Say(string what, long since) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{what} after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s");
}
