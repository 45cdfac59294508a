using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// PostgreSQL has a synchronous standby. It goes, and comes back; then the primary is killed in the middle of decisions, and the standby is
/// promoted.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FailoverTests
{
    private static readonly int Cases = LongForm.Times(always: 6, inLongForm: 40);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_acknowledged_that_the_standby_has_not_and_when_it_is_promoted_nothing_is_lost_or_doubled()
    {
        await using var servers = await ServerPair.StartAsync(Cancellation);
        await using var web = await StartAsync(servers);
        await servers.FollowAsync(Cancellation);
        var clerk = await Account.SignInAsync(web.Address, "clerk", "Demo#2026");
        var approvers = await Task.WhenAll(
            Catering.Departments.Select(code => Account.SignInAsync(web.Address, "approver-" + code, "Demo#2026"))
        );
        var supervisor = await Account.SignInAsync(web.Address, "supervisor", "Demo#2026");
        var nobody = new Account(web.Address, token: null);
        await UntilHealthIsAsync(nobody, 200, "ready");

        var whileAway = await WhileTheStandbyIsAwayAsync(servers, clerk, nobody);
        var numbers = new List<string> { whileAway };
        while (numbers.Count < Cases)
            numbers.Add(await ReceiveAsync(clerk, $"case-{numbers.Count}"));

        var (killedAfter, acknowledged, wentOn) = (
            Cases * approvers.Length / 2,
            new ConcurrentBag<string>(),
            new TaskCompletionSource<long>()
        );
        var (reached, killed, killedAt) = (new TaskCompletionSource(), new TaskCompletionSource(), 0L);
        var deciding = Parallel.ForEachAsync(
            numbers.SelectMany(number => Enumerable.Range(1, approvers.Length).Select(branch => (Number: number, Branch: branch))),
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Cancellation },
            async (decision, _) =>
            {
                var key = $"{decision.Number}-{decision.Branch}";
                var path = Catering.Task(decision.Number, decision.Branch) + "/decision";
                // However fast the machine is, there is something left to decide when the primary is gone.
                if (decision.Number == numbers[^1])
                    await killed.Task;
                while (true)
                {
                    var sentAt = Stopwatch.GetTimestamp();
                    var answer = await approvers[decision.Branch - 1].PostAsync(path, Catering.Approval(), key);
                    if (answer.Status == 200)
                    {
                        acknowledged.Add(key);
                        // Sent after the primary was gone, it is the other's answer.
                        if (Volatile.Read(ref killedAt) is not 0 and var since && sentAt > since)
                            wentOn.TrySetResult(Stopwatch.GetTimestamp());
                        if (acknowledged.Count >= killedAfter)
                            reached.TrySetResult();
                        return;
                    }

                    (answer.Status is 503 || answer.Code is "case_busy").ShouldBeTrue(answer.Text);
                }
            }
        );
        await reached.Task;
        servers.KillPrimary();
        Volatile.Write(ref killedAt, Stopwatch.GetTimestamp());
        killed.SetResult();
        var promotingAt = Stopwatch.GetTimestamp();
        await servers.PromoteAsync(Cancellation);
        await deciding;
        var afterPromotion = Stopwatch.GetElapsedTime(promotingAt, await wentOn.Task);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"work went on {afterPromotion.TotalSeconds:0.00}s after the promotion was asked for"
            )
        );
        afterPromotion.ShouldBeLessThan(TimeSpan.FromMinutes(1));

        // What was acknowledged is sought one by one where the standby was.
        acknowledged.Count.ShouldBe(Cases * approvers.Length);
        foreach (var key in acknowledged)
            (await servers.AskStandbyAsync<long>($"SELECT count(*) FROM idempotency_keys WHERE key = '{key}'", Cancellation)).ShouldBe(
                1,
                key
            );
        (await CountAsync("decisions")).ShouldBe(Cases * approvers.Length);
        (await CountAsync("case_events WHERE kind = 'BranchDecided'")).ShouldBe(Cases * approvers.Length);
        (await CountAsync("case_events WHERE kind = 'CaseDecided'")).ShouldBe(Cases);
        (await CountAsync("cases")).ShouldBe(Cases);
        (await supervisor.GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
        var health = await nobody.GetAsync("/health/ready");
        (health.Status, health["status"]!.GetValue<string>()).ShouldBe((200, "degraded"), health.Text);
        health["remarks"]!.AsArray().Select(remark => remark!.GetValue<string>()).ShouldContain("standbyMissing:0of1");
        health["remarks"]!.AsArray().Select(remark => remark!.GetValue<string>()).ShouldContain("standbyNotSynchronous");

        Task<long> CountAsync(string rows) => servers.AskStandbyAsync<long>($"SELECT count(*) FROM {rows}", Cancellation);
    }

    /// <summary>A case that is sent in again and again while nobody has it but the primary; its number when the standby is back.</summary>
    private static async Task<string> WhileTheStandbyIsAwayAsync(ServerPair servers, Account clerk, Account nobody)
    {
        await servers.StopStandbyAsync(Cancellation);
        await UntilHealthIsAsync(nobody, 503, "standbyAwaited");
        // The first is committed on the primary and not told; the second finds it there, and is not told either.
        for (var time = 0; time < 2; time++)
        {
            var sent = clerk.PostAsync("/api/cases", Drill.Application(), "while-away");
            while (!sent.IsCompleted)
                await servers.BreakOffCommitsAsync(Cancellation);
            var refused = await sent;
            (refused.Status, refused.Headers.ContainsKey("Retry-After")).ShouldBe((503, true), refused.Text);
        }

        await servers.StartStandbyAsync(Cancellation);
        var number = await ReceiveAsync(clerk, "while-away");
        (await ReceiveAsync(clerk, "while-away")).ShouldBe(number);
        await UntilHealthIsAsync(nobody, 200, "ready");
        return number;
    }

    private static async Task<string> ReceiveAsync(Account clerk, string key)
    {
        while (true)
        {
            var receipt = await clerk.PostAsync("/api/cases", Drill.Application(), key);
            if (receipt.Status is 200 or 201)
                return receipt["caseNumber"]!.GetValue<string>();
            receipt.Status.ShouldBe(503, receipt.Text);
        }
    }

    private static async Task UntilHealthIsAsync(Account nobody, int status, string word)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (
            await nobody.GetAsync("/health/ready") is var health && (health.Status, health["status"]!.GetValue<string>()) != (status, word)
        )
            await tick.WaitForNextTickAsync(Cancellation);
    }

    private static Task<WebProcess> StartAsync(ServerPair servers) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = servers.ConnectionString,
                ["ParallelApproval__Health__Standbys"] = "1",
                ["ParallelApproval__Health__SynchronousStandby"] = "true",
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );
}
