using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// Nodes and PostgreSQL as processes of their own, officers who work without a pause, and one fault after the other, in an order that
/// chance chooses. The officers remember what was acknowledged, outside of the product, and seek it afterwards.
/// </summary>
/// <remarks>
/// The long form: <c>PARALLELAPPROVAL_LONG=100</c> for a hundred faults on one, two and four nodes. The seed is printed;
/// <c>PARALLELAPPROVAL_SEED</c> repeats it. <c>PARALLELAPPROVAL_FAULTS="NodeKilled NodeKilled NodeKilled"</c> is a schedule of its own,
/// and <c>PARALLELAPPROVAL_NODES=4</c> says on how many nodes.
/// </remarks>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FaultScheduleTests
{
    private const int Officers = 6;

    private static readonly int Faults = LongForm.Times(always: 3, inLongForm: 40);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    // Longer than PostgreSQL lets a transaction stand idle, and than a lease holds.
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(16);

    // Everybody is through long before; beyond it something stands for good.
    private static readonly TimeSpan MostWaited = TimeSpan.FromMinutes(4);

    private const string EndEverySession = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        """;

    private const string OldTransactions = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start < now() - interval '30 s'
        """;

    public static TheoryData<int> Nodes =>
        Environment.GetEnvironmentVariable("PARALLELAPPROVAL_NODES") is { } named
            ? [.. named.Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))]
        : LongForm.IsAsked ? [1, 2, 4]
        : [2];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private enum Fault
    {
        NodeKilled,
        SessionsEnded,
        DatabaseKilled,
        NodeStopped,
        NodeFrozen,
        CaseHeld,
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task What_was_acknowledged_is_there_once_whatever_dies_and_freezes(int nodes)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PARALLELAPPROVAL_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        Say($"PARALLELAPPROVAL_SEED={seed}");
        await using var site = await Site.StartAsync(nodes);
        var history = new History();
        using var over = new CancellationTokenSource();
        var working = Enumerable
            .Range(0, Officers)
            .Select(officer => WorkAsync(site, history, officer, new(seed + officer), over.Token))
            .ToList();
        var until = new Dictionary<Fault, List<TimeSpan>>();
        foreach (var fault in Schedule(new(seed)))
        {
            // Everybody is at work again before the next one.
            await history.GoesOnAsync(Stopwatch.GetTimestamp(), working);
            var since = Stopwatch.GetTimestamp();
            var repairing = await site.InjectAsync(fault);
            var wentOn = await history.GoesOnAsync(since, working);
            until.TryAdd(fault, []);
            until[fault].Add(wentOn);
            await repairing;
        }

        await over.CancelAsync();
        await Task.WhenAll(working);
        foreach (var (fault, waits) in until)
            Say(
                $"{nodes} nodes, {fault}: {waits.Count} times, work went on after "
                    + $"{Median(waits).TotalSeconds:0.0}s (median), {waits.Max().TotalSeconds:0.0}s (longest)"
            );
        Say($"{history.Received.Count} cases, {history.Decided.Count} decisions, {history.Repeated} answers asked for twice");
        await SeekAsync(site, history);
    }

    /// <summary>One of each kind that the short form has, or as many as were asked for, in an order of chance.</summary>
    private static IEnumerable<Fault> Schedule(Random chance)
    {
        if (Environment.GetEnvironmentVariable("PARALLELAPPROVAL_FAULTS") is { } named)
        {
            foreach (var fault in named.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                yield return Enum.Parse<Fault>(fault);
            yield break;
        }

        var kinds = LongForm.IsAsked ? Enum.GetValues<Fault>() : [Fault.NodeKilled, Fault.SessionsEnded, Fault.DatabaseKilled];
        var left = new List<Fault>();
        for (var at = 0; at < Faults; at++)
        {
            if (left.Count == 0)
                left.AddRange(kinds);
            var chosen = chance.Next(left.Count);
            yield return left[chosen];
            left.RemoveAt(chosen);
        }
    }

    /// <summary>
    /// Receives cases and decides their branches in an order of chance, and now and then asks again for what was told before.
    /// </summary>
    private static async Task WorkAsync(Site site, History history, int officer, Random chance, CancellationToken over)
    {
        for (var running = 0; !over.IsCancellationRequested; running++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"case-{officer}-{running}");
            var receipt = await site.SendAsync("clerk", "/api/cases", Drill.Application(), key, officer);
            var number = receipt["caseNumber"]!.GetValue<string>();
            history.Received.TryAdd(key, number).ShouldBeTrue();
            history.Acknowledge();
            var branches = Enumerable.Range(1, Catering.Departments.Length).ToArray();
            chance.Shuffle(branches);
            foreach (var branch in branches)
            {
                var (path, keyOfBranch) = (Catering.Task(number, branch) + "/decision", $"{number}-{branch}");
                var user = "approver-" + Catering.Departments[branch - 1];
                // One in eight presses twice at the same moment, on two nodes where there are two.
                var isTwice = chance.Next(8) == 0;
                var second = isTwice ? site.SendAsync(user, path, Catering.Approval(), keyOfBranch, officer + 1) : null;
                var first = await site.SendAsync(user, path, Catering.Approval(), keyOfBranch, officer);
                history.Decided.TryAdd((number, branch), first.Text).ShouldBeTrue();
                history.Acknowledge();
                if (second is null)
                    continue;
                JsonNode.DeepEquals((await second).Json, first.Json).ShouldBeTrue($"{first.Text} and {(await second).Text}");
                history.CountRepeated();
            }
        }
    }

    private static async Task SeekAsync(Site site, History history)
    {
        var numbers = history.Received.Values.ToHashSet();
        numbers.Count.ShouldBe(history.Received.Count, "no two cases have one number");
        var supervisor = site.Of("supervisor", 0);
        foreach (var ((number, branch), told) in history.Decided.Where((_, at) => at % Math.Max(1, history.Decided.Count / 200) == 0))
        {
            var again = await site.SendAsync(
                "approver-" + Catering.Departments[branch - 1],
                Catering.Task(number, branch) + "/decision",
                Catering.Approval(),
                $"{number}-{branch}",
                0
            );
            JsonNode.DeepEquals(again.Json, JsonNode.Parse(told)).ShouldBeTrue($"{number}-{branch} was told {told}, and now {again.Text}");
        }

        (await site.AskAsync<string>("SELECT string_agg(DISTINCT engine, ',') FROM workflow_instances")).ShouldBe(
            Environment.GetEnvironmentVariable("ParallelApproval__Engine") ?? Engine.OwnEngine.OwnName
        );
        (await site.AskAsync<long>("SELECT count(*) FROM cases WHERE status = 'Decided' AND result = 'Finished'")).ShouldBe(numbers.Count);
        (await site.AskAsync<long>("SELECT count(*) FROM cases")).ShouldBe(numbers.Count);
        (await site.AskAsync<long>("SELECT count(*) FROM decisions")).ShouldBe(history.Decided.Count);
        (await site.AskAsync<long>("SELECT count(*) FROM case_events WHERE kind = 'BranchDecided'")).ShouldBe(history.Decided.Count);
        (await site.AskAsync<long>("SELECT count(*) FROM case_events WHERE kind = 'CaseDecided'")).ShouldBe(numbers.Count);
        foreach (var key in await site.AskAsync<string[]>("SELECT array_agg(key) FROM idempotency_keys WHERE key LIKE 'case-%'"))
            history.Received.ShouldContainKey(key);
        await CatchUpAsync(site);
        (await site.AskAsync<long>("SELECT count(*) FROM event_retries")).ShouldBe(0);
        (await site.AskAsync<long>(OldTransactions)).ShouldBe(0);
        var audit = await supervisor.GetAsync("/api/audit/verification");
        audit["holds"]!.GetValue<bool>().ShouldBeTrue(audit.Text);
    }

    // Many officers leave much to be told; what matters is that nobody stands still.
    private static async Task CatchUpAsync(Site site)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var begun = Stopwatch.GetTimestamp();
        var (first, last) = (await ReachedAsync(), await site.AskAsync<long>("SELECT max(position) FROM case_events"));
        for (var (before, since) = (first, begun); before < last; )
        {
            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(MostWaited, $"a listener stands at {before} of {last}");
            await tick.WaitForNextTickAsync(Cancellation);
            if (await ReachedAsync() is var reached && reached > before)
                (before, since) = (reached, Stopwatch.GetTimestamp());
        }

        Say($"{last - first} of {last} events were still to be told to some listener, {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0}s");

        Task<long> ReachedAsync() => site.AskAsync<long>("SELECT min(position) FROM listeners");
    }

    private static TimeSpan Median(List<TimeSpan> waits) => waits.Order().ElementAt(waits.Count / 2);

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    /// <summary>What was acknowledged, as those remember who were told.</summary>
    private sealed class History
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource<long> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _repeated;

        public ConcurrentDictionary<string, string> Received { get; } = new();

        public ConcurrentDictionary<(string Number, int Branch), string> Decided { get; } = new();

        public int Repeated => _repeated;

        public void CountRepeated() => Interlocked.Increment(ref _repeated);

        public void Acknowledge()
        {
            lock (_gate)
            {
                _next.SetResult(Stopwatch.GetTimestamp());
                _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        /// <summary>Waits until as many answers have come as there are officers; how long that took since then.</summary>
        public async Task<TimeSpan> GoesOnAsync(long since, IReadOnlyList<Task> working)
        {
            var at = since;
            for (var answers = 0; answers < Officers; answers++)
            {
                Task<long> next;
                lock (_gate)
                    next = _next.Task;
                var ended = await Task.WhenAny(working.Append(next)).WaitAsync(MostWaited, Cancellation);
                if (ended != next)
                    await ended;
                at = await next.WaitAsync(MostWaited, Cancellation);
            }

            return Stopwatch.GetElapsedTime(since, at);
        }
    }

    /// <summary>The nodes, their PostgreSQL, and whoever puts right what died.</summary>
    private sealed class Site : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("pa-faults-").FullName;
        private readonly Dictionary<string, string> _tokens = [];
        private EmbeddedPostgres _postgres = null!;
        private readonly ConcurrentDictionary<(string UserName, Uri Address), Account> _accounts = new();
        private NpgsqlDataSource _database = null!;
        private WebProcess[] _nodes = [];
        private int _turn;

        public static async Task<Site> StartAsync(int nodes)
        {
            var site = new Site();
            try
            {
                File.SetUnixFileMode(
                    site._folder,
                    File.GetUnixFileMode(site._folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
                );
                site._postgres = await EmbeddedPostgres.StartAsync(
                    new()
                    {
                        DataFolder = site._folder,
                        // What a killed process has written, the machine has; but it must have written it.
                        Durability = Durability.ThrowAway,
                        Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" },
                        Sources = PostgresSource.Machine,
                    },
                    NullLogger.Instance,
                    Cancellation
                );
                site._database = Pool.Open(site._postgres.ConnectionString);
                var first = await site.StartNodeAsync();
                site._nodes = [first, .. await Task.WhenAll(Enumerable.Range(1, nodes - 1).Select(_ => site.StartNodeAsync()))];
                foreach (var name in Catering.Departments.Select(code => "approver-" + code).Append("clerk").Append("supervisor"))
                    site._tokens[name] = (await Account.SignInAsync(first.Address, name, "Demo#2026")).Token!;
                return site;
            }
            catch
            {
                await site.DisposeAsync();
                throw;
            }
        }

        public Account Of(string userName, int node) =>
            _accounts.GetOrAdd((userName, _nodes[node % _nodes.Length].Address), asked => new(asked.Address, _tokens[asked.UserName]));

        public async Task<T> AskAsync<T>(string question)
        {
            await using var ask = _database.CreateCommand(question);
            return (T)(await ask.ExecuteScalarAsync(Cancellation))!;
        }

        /// <summary>Sends it until somebody says that it is done: to that node first, to the next one when there is no answer.</summary>
        public async Task<Answer> SendAsync(string userName, string path, JsonNode body, string key, int node)
        {
            for (var (at, since) = (node, Stopwatch.GetTimestamp()); ; at++)
            {
                Stopwatch.GetElapsedTime(since).ShouldBeLessThan(MostWaited, path);
                try
                {
                    var answer = await Of(userName, at).PostAsync(path, body.DeepClone(), key);
                    if (answer.Status is 200 or 201)
                        return answer;
                    (answer.Status is 503 || answer.Code is "case_busy" or "house_busy").ShouldBeTrue(answer.Text);
                }
                catch (HttpRequestException)
                {
                    // Nobody knows whether it was done; the key makes asking again safe.
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation); // a node that is away gives no signal
            }
        }

        /// <summary>Does it; what is awaited in the answer puts it right.</summary>
        public async Task<Task> InjectAsync(Fault fault)
        {
            var node = _turn++ % _nodes.Length;
            switch (fault)
            {
                case Fault.NodeKilled:
                    await _nodes[node].KillAsync();
                    return StartAgainAsync(node);
                case Fault.NodeStopped:
                    await _nodes[node].StopAsync();
                    return StartAgainAsync(node);
                case Fault.NodeFrozen:
                    await _nodes[node].FreezeAsync();
                    return ThawAsync(node);
                case Fault.SessionsEnded:
                    await AskAsync<long>(EndEverySession);
                    _database.Clear();
                    return Task.CompletedTask;
                case Fault.DatabaseKilled:
                    using (var server = Process.GetProcessById(_postgres.ServerProcessId))
                        server.Kill();
                    _database.Clear();
                    return Task.CompletedTask;
                default:
                    return HoldAsync();
            }
        }

        private async Task StartAgainAsync(int node)
        {
            var address = _nodes[node].Address;
            await _nodes[node].DisposeAsync();
            _nodes[node] = await StartNodeAsync(address);
        }

        private async Task ThawAsync(int node)
        {
            await Task.Delay(Frozen, Cancellation); // it is the length of the fault
            await _nodes[node].ThawAsync();
        }

        // A stranger holds the newest case longer than anybody waits for a lock.
        private async Task HoldAsync()
        {
            await using var hold = _database.CreateCommand(
                "WITH held AS MATERIALIZED (SELECT 1 FROM case_files ORDER BY case_key DESC LIMIT 1 FOR UPDATE) "
                    + "SELECT pg_sleep(7) FROM held"
            );
            await hold.ExecuteNonQueryAsync(Cancellation);
        }

        private Task<WebProcess> StartNodeAsync(Uri? at = null) =>
            WebProcess.StartAsync(
                typeof(Program).Assembly.Location,
                ["--ParallelApproval:SampleCases=false"],
                new Dictionary<string, string>
                {
                    ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                    ["ConnectionStrings__ParallelApproval"] = new NpgsqlConnectionStringBuilder(_postgres.ConnectionString)
                    {
                        MaxPoolSize = 20,
                    }.ConnectionString,
                    ["Logging__LogLevel__Default"] = "Error",
                },
                StartLimit,
                Cancellation,
                at
            );

        public async ValueTask DisposeAsync()
        {
            foreach (var node in _nodes)
                await node.DisposeAsync();
            if (_database is not null)
                await _database.DisposeAsync();
            if (_postgres is not null)
                await _postgres.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
