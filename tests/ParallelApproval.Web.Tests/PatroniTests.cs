using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// Patroni watches over two servers of PostgreSQL. The machine of the one that leads is lost in the middle of decisions; nobody but Patroni
/// promotes, and the program finds the other by itself.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PatroniTests
{
    private const int Officers = 6;
    private const int CasesOfEach = 10;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_Patroni_promotes_the_other_server_work_goes_on_and_nothing_is_lost_or_doubled()
    {
        Assert.SkipUnless(LongForm.IsAsked, LongForm.Only);
        Assert.SkipWhen(PatroniPair.Missing is not null, PatroniPair.Missing ?? "");
        await using var servers = await PatroniPair.StartAsync(Cancellation);
        await using var web = await StartAsync(servers);
        var clerk = await Account.SignInAsync(web.Address, "clerk", "Demo#2026");
        var approvers = await Task.WhenAll(
            Catering.Departments.Select(code => Account.SignInAsync(web.Address, "approver-" + code, "Demo#2026"))
        );
        var supervisor = await Account.SignInAsync(web.Address, "supervisor", "Demo#2026");
        var all = Officers * CasesOfEach * approvers.Length;
        var (acknowledged, half, killed) = (
            new ConcurrentDictionary<string, bool>(),
            new TaskCompletionSource(),
            new TaskCompletionSource()
        );
        var (wentOn, killedAt) = (new TaskCompletionSource<long>(), 0L);
        var working = Enumerable.Range(0, Officers).Select(WorkAsync).ToList();
        await await Task.WhenAny(working.Append(half.Task));
        var lost = await servers.LeaderAsync(Cancellation);
        servers.Kill(lost);
        // Not before: it answers until it is gone.
        Volatile.Write(ref killedAt, Stopwatch.GetTimestamp());
        killed.SetResult();
        await Task.WhenAll(working);
        var after = Stopwatch.GetElapsedTime(killedAt, await wentOn.Task);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"work went on {after.TotalSeconds:0.0}s after the leader was lost; {all} decisions"
            )
        );

        (await servers.LeaderAsync(Cancellation)).ShouldBe(1 - lost);
        servers.Start(lost);
        await servers.FollowsAsync(Cancellation);
        acknowledged.Count.ShouldBe(all);
        foreach (var key in acknowledged.Keys)
            (await CountAsync($"idempotency_keys WHERE key = '{key}'")).ShouldBe(1, key);
        (await CountAsync("cases")).ShouldBe(Officers * CasesOfEach);
        (await CountAsync("decisions")).ShouldBe(all);
        (await CountAsync("case_events WHERE kind = 'BranchDecided'")).ShouldBe(all);
        (await CountAsync("case_events WHERE kind = 'CaseDecided'")).ShouldBe(Officers * CasesOfEach);
        var verification = await supervisor.GetAsync("/api/audit/verification");
        verification["holds"]!.GetValue<bool>().ShouldBeTrue(verification.Text);

        Task<long> CountAsync(string rows) => servers.AskAsync<long>($"SELECT count(*) FROM {rows}", Cancellation);

        async Task WorkAsync(int officer)
        {
            for (var time = 0; time < CasesOfEach; time++)
            {
                // However fast the machine is, each has something left to do when the leader is gone.
                if (time == CasesOfEach - 1)
                    await killed.Task;
                var receipt = await SendAsync(clerk, "/api/cases", Drill.Application, $"case-{officer}-{time}");
                var number = receipt["caseNumber"]!.GetValue<string>();
                for (var branch = 1; branch <= approvers.Length; branch++)
                {
                    var key = $"{number}-{branch}";
                    await SendAsync(approvers[branch - 1], Catering.Task(number, branch) + "/decision", Catering.Approval, key);
                }
            }
        }

        async Task<Answer> SendAsync(Account sender, string path, Func<System.Text.Json.Nodes.JsonObject> body, string key)
        {
            while (true)
            {
                var sentAt = Stopwatch.GetTimestamp();
                var answer = await sender.PostAsync(path, body(), key);
                if (answer.Status is 200 or 201)
                {
                    if (!key.StartsWith("case-", StringComparison.Ordinal))
                        acknowledged[key] = true;
                    // Sent after the leader was gone, it is the other's answer.
                    if (Volatile.Read(ref killedAt) is not 0 and var since && sentAt > since)
                        wentOn.TrySetResult(Stopwatch.GetTimestamp());
                    if (acknowledged.Count >= all / 2)
                        half.TrySetResult();
                    return answer;
                }

                (answer.Status is 503 || answer.Code is "case_busy").ShouldBeTrue(answer.Text);
            }
        }
    }

    private static Task<WebProcess> StartAsync(PatroniPair servers) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = servers.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );
}
