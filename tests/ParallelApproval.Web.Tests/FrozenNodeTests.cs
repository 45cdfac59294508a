using System.Diagnostics;
using Npgsql;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// One of two nodes is frozen in the middle of a command (SIGSTOP): its transaction stands open, its locks and leases are held, and it says
/// nothing. The other goes on, and what the first one does when it wakes up doubles nothing.
/// </summary>
public sealed class FrozenNodeTests(TestCluster cluster)
{
    private static readonly int Cases = LongForm.Times(always: 8, inLongForm: 20);
    private const string Frozen = "node to be frozen";

    private const string CasesInItsHands = $"""
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name = '{Frozen}' AND datname = current_database() AND state = 'idle in transaction'
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    // PostgreSQL ends what stands idle after ten seconds, a lease holds for eight; the rest is for a machine that does much else.
    private static readonly TimeSpan MostWaited = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_other_node_goes_on_by_itself_and_nothing_is_lost_or_doubled_when_it_wakes_up()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await FreezeOneOfTwoAsync(database, database.ConnectionString);
    }

    [Fact]
    public async Task It_is_the_same_through_a_pooler_that_lends_its_sessions_for_one_transaction()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "PgBouncer is not installed.");
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var bouncer = await PgBouncer.StartAsync(database, Cancellation, "pool_mode = transaction");
        await FreezeOneOfTwoAsync(database, bouncer.ConnectionString);
    }

    private static async Task FreezeOneOfTwoAsync(TestDatabase database, string through)
    {
        await using var freezing = await StartAsync(database, through, Frozen);
        await using var other = await StartAsync(database, through, "the other node");
        var (clerk, approvers) = await SignInAsync(other);
        var (numbers, node, sending) = (new List<string>(), await SignInAsync(freezing), Task.CompletedTask);
        do
        {
            var more = new List<string>();
            for (var i = 0; i < Cases; i++)
                more.Add(await ReceiveAsync(clerk));
            numbers.AddRange(more);
            sending = SendAllAsync(node, more);
        } while (!await IsFrozenInTheMiddleAsync(freezing, database, sending));

        var frozenAt = Stopwatch.GetTimestamp();

        // Every decision, those in the frozen node's hands among them; one that was committed there just before is there already.
        foreach (var number in numbers)
        foreach (var (approver, at) in approvers.Select((approver, at) => (approver, at)))
            await DecideAsync(approver, number, at + 1, frozenAt);
        var afterCases = Stopwatch.GetElapsedTime(frozenAt);
        var fresh = await ReceiveAsync(clerk);
        await UntilHeardAsync(database, frozenAt);
        var afterListeners = Stopwatch.GetElapsedTime(frozenAt);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"cases {afterCases.TotalSeconds:0.0}s, listeners {afterListeners.TotalSeconds:0.0}s"
        );

        await freezing.ThawAsync();
        await sending;
        foreach (var (approver, at) in (await SignInAsync(freezing)).Approvers.Select((approver, at) => (approver, at)))
            await DecideAsync(approver, fresh, at + 1, Stopwatch.GetTimestamp());
        await UntilHeardAsync(database, Stopwatch.GetTimestamp());

        (await CountAsync("decisions")).ShouldBe((numbers.Count + 1) * 6);
        (await CountAsync("case_events WHERE kind = 'BranchDecided'")).ShouldBe((numbers.Count + 1) * 6);
        (await CountAsync("case_events WHERE kind = 'CaseDecided'")).ShouldBe(numbers.Count + 1);
        (await CountAsync("cases WHERE decided_at IS NULL")).ShouldBe(0);
        (await CountAsync("event_retries")).ShouldBe(0);
        var supervisor = await Account.SignInAsync(freezing.Address, "supervisor", "Demo#2026");
        (await supervisor.GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();

        Task<long> CountAsync(string rows) => database.AskAsync<long>($"SELECT count(*) FROM {rows}", Cancellation);
    }

    private static async Task<(Account Clerk, Account[] Approvers)> SignInAsync(WebProcess web) =>
        (
            await Account.SignInAsync(web.Address, "clerk", "Demo#2026"),
            await Task.WhenAll(Catering.Departments.Select(code => Account.SignInAsync(web.Address, "approver-" + code, "Demo#2026")))
        );

    private static async Task<string> ReceiveAsync(Account clerk)
    {
        var receipt = await clerk.PostAsync("/api/cases", Drill.Application());
        receipt.Status.ShouldBe(201, receipt.Text);
        return receipt["caseNumber"]!.GetValue<string>();
    }

    // Each decision is sent to both nodes with the same key, so whoever comes second hears what the first was told.
    private static async Task DecideAsync(Account approver, string number, int branch, long since)
    {
        while (true)
        {
            var answer = await approver.PostAsync(Catering.Task(number, branch) + "/decision", Catering.Approval(), $"{number}-{branch}");
            if (answer.Status == 200)
                return;
            (answer.Status is 503 || answer.Code is "case_busy").ShouldBeTrue(answer.Text);
            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(MostWaited, answer.Text);
        }
    }

    private static Task SendAllAsync((Account Clerk, Account[] Approvers) node, IReadOnlyList<string> numbers) =>
        Parallel.ForEachAsync(
            numbers.SelectMany(number => node.Approvers.Select((approver, at) => (Number: number, Approver: approver, Branch: at + 1))),
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Cancellation },
            async (decision, _) =>
            {
                var path = Catering.Task(decision.Number, decision.Branch) + "/decision";
                var answer = await decision.Approver.PostAsync(path, Catering.Approval(), $"{decision.Number}-{decision.Branch}");
                // What was in its hands has been ended by PostgreSQL; the caller is told to send it again.
                answer.Status.ShouldBeOneOf(200, 409, 503);
            }
        );

    /// <summary>Whether it was caught with a case in its hands before it had done everything.</summary>
    private static async Task<bool> IsFrozenInTheMiddleAsync(WebProcess web, TestDatabase database, Task sending)
    {
        while (!sending.IsCompleted)
        {
            await web.FreezeAsync();
            if (await database.AskAsync<long>(CasesInItsHands, Cancellation) > 0)
                return true;
            await web.ThawAsync();
        }

        await sending;
        return false;
    }

    private static async Task UntilHeardAsync(TestDatabase database, long since)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var last = await database.AskAsync<long>("SELECT max(position) FROM case_events", Cancellation);
        while (await database.AskAsync<long>("SELECT min(position) FROM listeners", Cancellation) < last)
        {
            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(MostWaited);
            await tick.WaitForNextTickAsync(Cancellation);
        }
    }

    private static Task<WebProcess> StartAsync(TestDatabase database, string through, string name) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = new NpgsqlConnectionStringBuilder(through)
                {
                    ApplicationName = name,
                    MaxPoolSize = 20,
                }.ConnectionString,
                ["ConnectionStrings__ParallelApprovalDirect"] = through == database.ConnectionString ? "" : database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );
}
