using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>Somebody pulls the plug at the worst moment: the server is killed in the middle of decisions, again and again.</summary>
public sealed class CrashTests(TestCluster cluster)
{
    private static readonly int Cases = LongForm.Times(always: 6, inLongForm: 24);
    private static readonly int Kills = LongForm.Times(always: 1, inLongForm: 3);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_approval_is_lost_and_none_is_counted_twice_however_often_the_server_is_killed()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var service = await Service.StartAsync(database);
        var numbers = new string[Cases];
        for (var i = 0; i < Cases; i++)
            numbers[i] = (await service.SendAsync("clerk", "/api/cases", Drill.Application(), $"case-{i}"))[
                "caseNumber"
            ]!.GetValue<string>();

        var decisions = numbers.SelectMany(number => Enumerable.Range(1, 6).Select(branch => (Number: number, Branch: branch))).ToArray();
        Random.Shared.Shuffle(decisions);
        var acknowledged = 0;
        var killings = Enumerable
            .Range(1, Kills)
            .Select(kill => (At: kill * decisions.Length / (Kills + 1), Reached: new TaskCompletionSource()))
            .ToArray();
        var killer = KillAsync(service, killings.Select(killing => killing.Reached.Task));
        await Parallel.ForEachAsync(
            decisions,
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Cancellation },
            async (decision, _) =>
            {
                await service.SendAsync(
                    "approver-" + Catering.Departments[decision.Branch - 1],
                    Catering.Task(decision.Number, decision.Branch) + "/decision",
                    Catering.Approval(),
                    $"{decision.Number}-{decision.Branch}"
                );
                var count = Interlocked.Increment(ref acknowledged);
                foreach (var killing in killings.Where(killing => killing.At == count))
                    killing.Reached.SetResult();
            }
        );
        await killer;

        (
            await database.AskAsync<long>("SELECT count(*) FROM cases WHERE status = 'Decided' AND result = 'Finished'", Cancellation)
        ).ShouldBe(Cases);
        (await database.AskAsync<long>("SELECT count(*) FROM decisions", Cancellation)).ShouldBe(Cases * 6);
        (await database.AskAsync<long>("SELECT count(*) FROM case_events WHERE kind = 'BranchDecided'", Cancellation)).ShouldBe(Cases * 6);
        (await database.AskAsync<long>("SELECT count(*) FROM case_events WHERE kind = 'CaseDecided'", Cancellation)).ShouldBe(Cases);
        (await service.AuditHoldsAsync()).ShouldBeTrue();
    }

    private static async Task KillAsync(Service service, IEnumerable<Task> moments)
    {
        foreach (var moment in moments)
        {
            await moment;
            await service.KillAndStartAgainAsync();
        }
    }

    /// <summary>
    /// The server as callers know it: it may be away for a moment, and a request whose answer never came is sent again with its key.
    /// </summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly Dictionary<string, string> _tokens = [];
        private volatile TaskCompletionSource<WebProcess> _running = new();

        private Service(TestDatabase database) => _database = database;

        public static async Task<Service> StartAsync(TestDatabase database)
        {
            var service = new Service(database);
            var web = await service.StartProcessAsync();
            service._running.SetResult(web);
            foreach (var name in Catering.Departments.Select(code => "approver-" + code).Append("clerk").Append("supervisor"))
                service._tokens[name] = (await Account.SignInAsync(web.Address, name, "Demo#2026")).Token!;
            return service;
        }

        public async Task KillAndStartAgainAsync()
        {
            var (killed, next) = (await _running.Task, new TaskCompletionSource<WebProcess>());
            _running = next;
            await killed.KillAsync();
            await killed.DisposeAsync();
            next.SetResult(await StartProcessAsync());
        }

        public async Task<Answer> SendAsync(string userName, string path, JsonNode body, string key)
        {
            while (true)
            {
                var web = await _running.Task;
                try
                {
                    var answer = await new Account(web.Address, _tokens[userName]).PostAsync(path, body, key);
                    answer.Status.ShouldBeOneOf(200, 201);
                    return answer;
                }
                catch (HttpRequestException)
                {
                    // Nobody knows whether it was done; the key makes asking again safe.
                }
            }
        }

        public async Task<bool> AuditHoldsAsync() =>
            (await new Account((await _running.Task).Address, _tokens["supervisor"]).GetAsync("/api/audit/verification"))[
                "holds"
            ]!.GetValue<bool>();

        public async ValueTask DisposeAsync() => await (await _running.Task).DisposeAsync();

        private Task<WebProcess> StartProcessAsync() =>
            WebProcess.StartAsync(
                typeof(Program).Assembly.Location,
                ["--ParallelApproval:SampleCases=false"],
                new Dictionary<string, string>
                {
                    ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                    ["ConnectionStrings__ParallelApproval"] = _database.ConnectionString,
                    ["Logging__LogLevel__Default"] = "Error",
                },
                StartLimit,
                Cancellation
            );
    }
}
