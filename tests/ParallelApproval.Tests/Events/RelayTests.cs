using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

public sealed class RelayTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_hears_every_event_of_its_kinds_once_and_in_order()
    {
        var clerk = new Ear("ear", typeof(CaseReceived), typeof(BranchDecided));
        await using var house = await BuildAsync(clerk);
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 3; branch++)
            await house.DecideAsync(number, branch);

        await house.HearAsync(Cancellation);
        await house.HearAsync(Cancellation);

        clerk.Heard.Select(heard => heard.Event.Kind).ShouldBe(["CaseReceived", "BranchDecided", "BranchDecided", "BranchDecided"]);
        clerk.Heard.Select(heard => heard.As<BranchDecided>()?.Branch).ShouldBe([null, 1, 2, 3]);
        clerk.Heard.ShouldAllBe(heard => heard.Case == number);
    }

    [Fact]
    public async Task Two_nodes_tell_while_six_departments_decide_and_nothing_is_lost_or_told_twice()
    {
        var ears = new Ear("ear", typeof(BranchDecided));
        await using var house = await BuildAsync(ears);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton<IListener>(ears)
        );
        using var deciding = new CancellationTokenSource();
        var telling = new[] { house, other }
            .Select(node =>
                Task.Run(async () =>
                {
                    while (!deciding.IsCancellationRequested)
                        await node.Get<Relay>().RunOnceAsync(Cancellation);
                })
            )
            .ToList();

        const int caseCount = 40;
        await Parallel.ForAsync(
            0,
            caseCount,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (_, _) =>
            {
                var number = await house.ReceiveAsync(Catering.Drill);
                await Task.WhenAll(Enumerable.Range(1, 6).Select(branch => house.DecideAsync(number, branch)));
            }
        );
        await deciding.CancelAsync();
        await Task.WhenAll(telling);
        await house.HearAsync(Cancellation);

        ears.Heard.Count.ShouldBe(caseCount * 6);
        ears.Heard.Select(heard => (heard.Case, heard.As<BranchDecided>()!.Branch)).Distinct().Count().ShouldBe(caseCount * 6);
        foreach (var ofCase in ears.Heard.GroupBy(heard => heard.Case))
            ofCase.Select(heard => heard.Event.Sequence).ShouldBeInOrder();
    }

    [Fact]
    public async Task An_event_that_is_committed_late_is_not_passed_over()
    {
        var ears = new Ear("ear", typeof(CaseReceived));
        await using var house = await BuildAsync(ears);
        var first = await house.ReceiveAsync(Catering.Drill);
        await house.HearAsync(Cancellation);
        await using var slow = await house.Database.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await slow.BeginTransactionAsync(Cancellation);
        // Takes a place in the trail and does not commit yet.
        await DoAsync(slow, LateEvent(first));
        var second = await house.ReceiveAsync(Catering.Drill);

        (await house.Get<Relay>().RunOnceAsync(Cancellation)).ShouldBe(new RelayReport(0, IsAll: false));
        await transaction.CommitAsync(Cancellation);
        await house.HearAsync(Cancellation);

        ears.Heard.Select(heard => (heard.Case, heard.Event.Sequence)).ShouldBe([(first, 1), (first, 99), (second, 1)]);
    }

    [Fact]
    public async Task A_transaction_of_another_database_or_one_that_writes_no_event_makes_nobody_wait()
    {
        var ears = new Ear("ear", typeof(CaseReceived));
        await using var house = await BuildAsync(ears);
        await using var elsewhere = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var stranger = await elsewhere.Source.OpenConnectionAsync(Cancellation);
        await using var strange = await stranger.BeginTransactionAsync(Cancellation);
        await AskAsync(stranger, "SELECT pg_current_xact_id()");
        await using var neighbour = await house.Database.Source.OpenConnectionAsync(Cancellation);
        await using var near = await neighbour.BeginTransactionAsync(Cancellation);
        await AskAsync(neighbour, "SELECT pg_current_xact_id() FROM case_events");
        var number = await house.ReceiveAsync(Catering.Drill);

        (await house.Get<Relay>().RunOnceAsync(Cancellation)).IsAll.ShouldBeTrue();

        ears.Heard.Select(heard => heard.Case).ShouldBe([number]);
        await house.HearAsync(Cancellation);
        (await house.Get<Relay>().LagAsync(Cancellation)).ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("RESET idle_in_transaction_session_timeout")]
    [InlineData("SET idle_in_transaction_session_timeout = 0")] // a stranger's, who has no such manners
    public async Task A_transaction_that_wrote_an_event_and_stands_open_delays_the_others_for_seconds_and_no_longer(string manners)
    {
        var ears = new Ear("ear", typeof(CaseReceived));
        await using var house = await BuildAsync(ears);
        var first = await house.ReceiveAsync(Catering.Drill);
        await house.HearAsync(Cancellation);
        await using var forgotten = await house.Database.OfApplication.OpenConnectionAsync(Cancellation);
        await AskAsync(forgotten, manners);
        await using var transaction = await forgotten.BeginTransactionAsync(Cancellation);
        await DoAsync(forgotten, LateEvent(first));
        var since = Stopwatch.GetTimestamp();
        var second = await house.ReceiveAsync(Catering.Drill);

        await house.HearAsync(Cancellation);

        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromMinutes(3));
        ears.Heard.Select(heard => heard.Case).ShouldBe([first, second]);
        await Should.ThrowAsync<NpgsqlException>(() => transaction.CommitAsync(Cancellation));
    }

    [Fact]
    public async Task A_node_that_was_overtaken_cannot_write_its_place_and_the_other_goes_on_from_the_last_one()
    {
        var (slow, quick) = (new Ear("ear", typeof(CaseReceived)) { Waits = new() }, new Ear("ear", typeof(CaseReceived)));
        await using var frozen = await BuildAsync(slow);
        await using var other = await TestHouse.SecondNodeAsync(frozen.Database, Cancellation, services =>
            services.AddSingleton<IListener>(quick)
        );
        await frozen.ReceiveAsync(Catering.Drill);
        var telling = frozen.Get<Relay>().RunOnceAsync(Cancellation);
        await slow.IsTold.Task;
        (await other.Get<Relay>().RunOnceAsync(Cancellation)).IsAll.ShouldBeFalse("the first one is at it");

        // As after eight seconds without a word.
        await frozen.Database.DoAsync("UPDATE leases SET held_until = now() WHERE name = 'listener:ear'", Cancellation);
        await other.HearAsync(Cancellation);
        quick.Heard.Count.ShouldBe(1);
        await frozen.ReceiveAsync(Catering.Drill);
        await other.HearAsync(Cancellation);
        var place = await PlaceAsync();
        slow.Waits!.SetResult();

        (await telling).IsAll.ShouldBeFalse("it was overtaken");
        (await PlaceAsync()).ShouldBe(place);
        await frozen.HearAsync(Cancellation);
        (slow.Heard.Count, quick.Heard.Count).ShouldBe((1, 2));

        Task<long> PlaceAsync() => frozen.Database.AskAsync<long>("SELECT position FROM listeners WHERE name = 'ear'", Cancellation);
    }

    [Fact]
    public async Task The_lease_that_a_frozen_node_holds_runs_out_within_seconds()
    {
        var ears = new Ear("ear", typeof(CaseReceived));
        await using var house = await BuildAsync(ears);
        await house.ReceiveAsync(Catering.Drill);
        await house.Database.DoAsync(
            "INSERT INTO leases (name, fence, held_until) VALUES ('listener:ear', 7, now() + interval '8 seconds')",
            Cancellation
        );
        var since = Stopwatch.GetTimestamp();

        await house.HearAsync(Cancellation);

        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromMinutes(3));
        ears.Heard.Count.ShouldBe(1);
        (await house.Database.AskAsync<long>("SELECT fence FROM leases WHERE name = 'listener:ear'", Cancellation)).ShouldBe(8);
    }

    [Fact]
    public async Task What_another_node_tells_is_not_read_here_again_and_again()
    {
        await using var house = await BuildAsync(new("ear", typeof(CaseReceived)));
        var number = await house.ReceiveAsync(Catering.Drill);
        await house.HearAsync(Cancellation);
        // More than is read at once, and everybody in another's hands.
        await house.Database.DoAsync(LateEvents(number, 1_200), Cancellation);
        await house.Database.DoAsync(
            "INSERT INTO leases (name, fence, held_until) SELECT 'listener:' || name, 7, now() + interval '1 minute' FROM listeners "
                + "ON CONFLICT (name) DO UPDATE SET fence = leases.fence + 1, held_until = excluded.held_until",
            Cancellation
        );
        using var asked = new Asked(house.Database);

        (await house.Get<Relay>().RunOnceAsync(Cancellation)).IsAll.ShouldBeFalse();

        asked.Count.ShouldBeInRange(1, 30);
    }

    [Fact]
    public async Task What_a_listener_fails_on_waits_aside_and_is_told_again_until_it_succeeds()
    {
        var ears = new Ear("ear", typeof(BranchDecided)) { FailsOn = 2 };
        await using var house = await BuildAsync(ears);
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 3; branch++)
            await house.DecideAsync(number, branch);

        await house.HearAsync(Cancellation);
        ears.Heard.Select(heard => heard.As<BranchDecided>()!.Branch).ShouldBe([1, 3]);
        (await house.Database.AskAsync<string>("SELECT fault FROM event_retries WHERE listener = 'ear'", Cancellation)).ShouldBe(
            "No ear for branch 2."
        );

        ears.FailsOn = null;
        await house.Database.AskAsync<long>(
            "WITH sooner AS (UPDATE event_retries SET next_at = now() RETURNING 1) SELECT count(*) FROM sooner",
            Cancellation
        );
        await house.HearAsync(Cancellation);

        ears.Heard.Select(heard => heard.As<BranchDecided>()!.Branch).ShouldBe([1, 3, 2]);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM event_retries", Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_listener_that_comes_later_hears_what_has_been()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        await house.HearAsync(Cancellation);

        var late = new Ear("late", typeof(CaseReceived));
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton<IListener>(late)
        );
        await other.HearAsync(Cancellation);

        late.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_listener_that_wants_no_past_hears_what_happens_after_it_came()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var late = new Ear("late", typeof(CaseReceived), typeof(BranchDecided)) { HearsThePast = false };
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton<IListener>(late)
        );
        await other.Get<Relay>().WelcomeAsync(Cancellation);

        await house.DecideAsync(number, 1);
        await other.HearAsync(Cancellation);

        late.Heard.Select(heard => heard.Event.Kind).ShouldBe([nameof(BranchDecided)]);
    }

    [Fact]
    public async Task Who_follows_the_news_hears_what_happens_from_then_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await house.HearAsync(Cancellation);
        var news = new ConcurrentQueue<string>();

        using (
            house
                .Get<News>()
                .Follow(happened =>
                {
                    foreach (var heard in happened)
                        news.Enqueue(heard.Event.Kind);
                })
        )
        {
            await house.DecideAsync(number, 1);
            await house.HearAsync(Cancellation);
        }

        await house.DecideAsync(number, 2);
        await house.HearAsync(Cancellation);
        news.Count(kind => kind == "BranchDecided").ShouldBe(1);
        news.ShouldNotContain("CaseReceived");
    }

    [Fact]
    public async Task Whoever_hears_of_the_same_reading_is_written_down_in_one_commit_and_the_leases_are_given_back_in_it()
    {
        Ear[] ears =
        [
            .. Enumerable.Range(1, 12).Select(number => new Ear(FormattableString.Invariant($"ear-{number}"), typeof(CaseReceived))),
        ];
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            Array.ForEach(ears, ear => services.AddSingleton<IListener>(ear))
        );
        await house.HearAsync(Cancellation);
        await house.ReceiveAsync(Catering.Drill);

        (await house.Get<Relay>().RunOnceAsync(Cancellation)).IsAll.ShouldBeTrue();

        ears.ShouldAllBe(ear => ear.Heard.Count == 1);
        const string commits = """
            SELECT count(DISTINCT xmin::text) FROM (
                SELECT xmin FROM listeners WHERE name LIKE 'ear-%'
                UNION ALL SELECT xmin FROM leases WHERE name LIKE 'listener:ear-%') AS rows
            """;
        (await house.Database.AskAsync<long>(commits, Cancellation)).ShouldBe(1);
        (
            await house.Database.AskAsync<long>(
                "SELECT count(*) FROM leases WHERE name LIKE 'listener:ear-%' AND held_until = 'epoch'",
                Cancellation
            )
        ).ShouldBe(ears.Length);
    }

    [Fact]
    public async Task Who_is_slow_to_hear_holds_up_nobody_of_those_who_are_told_from_the_same_reading()
    {
        var (before, slow, after) = (
            new Ear("a-quick-one", typeof(CaseReceived)),
            new Ear("slow", typeof(CaseReceived)) { Waits = new() },
            new Ear("z-quick-one", typeof(CaseReceived))
        );
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton<IListener>(before).AddSingleton<IListener>(slow).AddSingleton<IListener>(after)
        );
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton<IListener>(before).AddSingleton<IListener>(slow).AddSingleton<IListener>(after)
        );
        await house.ReceiveAsync(Catering.Drill);
        var telling = house.Get<Relay>().RunOnceAsync(Cancellation);
        await slow.IsTold.Task;

        const string quick = "SELECT min(position) > 0 FROM listeners WHERE name LIKE '%quick-one' HAVING count(*) = 2";
        do (await other.Get<Relay>().RunOnceAsync(Cancellation)).IsAll.ShouldBeFalse("one is told by the other node");
        while (await AskOrNullAsync(house, quick) is not true);
        slow.Heard.ShouldBeEmpty();
        (before.Heard.Count, after.Heard.Count).ShouldBe((1, 1));

        slow.Waits!.SetResult();
        await telling;
        await house.HearAsync(Cancellation);
        (before.Heard.Count, slow.Heard.Count, after.Heard.Count).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task Who_fails_hurts_nobody_who_is_told_from_the_same_reading()
    {
        var (broken, well) = (new Ear("broken", typeof(BranchDecided)) { FailsOn = 1 }, new Ear("well", typeof(BranchDecided)));
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton<IListener>(broken).AddSingleton<IListener>(well)
        );
        await house.DecideAsync(await house.ReceiveAsync(Catering.Drill), 1);

        await house.HearAsync(Cancellation);

        (broken.Heard.Count, well.Heard.Count).ShouldBe((0, 1));
        (await house.Database.AskAsync<string>("SELECT string_agg(listener, ' ') FROM event_retries", Cancellation)).ShouldBe("broken");
        (await house.Get<Relay>().LagAsync(Cancellation)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Who_is_far_behind_catches_up_by_himself()
    {
        using var nowhere = NpgsqlDataSource.Create("Host=localhost");
        ListenerPlace[] places =
        [
            Place("newcomer", 0),
            Place("front", 900_000),
            Place("near", 899_500),
            Place("late", 400_000),
            Place("later", 399_900),
        ];

        ListenerPlaces
            .Together(places)
            .Select(together => string.Join(' ', together.Select(place => place.Listener.Name)))
            .ShouldBe(["front near", "late later", "newcomer"]);

        ListenerPlace Place(string name, long position) =>
            new(new(new Ear(name, typeof(CaseReceived)), nowhere, NullLogger.Instance), position, IsKept: true, HasRetries: false);
    }

    private Task<TestHouse> BuildAsync(Ear ear) =>
        TestHouse.BuildAsync(cluster, Cancellation, services => services.AddSingleton<IListener>(ear));

    private static string LateEvent(CaseNumber number) => LateEvents(number, 1);

    private static string LateEvents(CaseNumber number, int count) =>
        "INSERT INTO case_events (case_key, sequence, kind, at, user_name, actor, department, data, hash) "
        + "SELECT case_key, 98 + n, 'CaseReceived', at, user_name, actor, department, data, hash "
        + $"FROM case_events, generate_series(1, {count}) n WHERE case_key = {number.Key} AND sequence = 1";

    private static async Task<bool?> AskOrNullAsync(TestHouse house, string question)
    {
        await using var ask = house.Database.Source.CreateCommand(question);
        return await ask.ExecuteScalarAsync(Cancellation) as bool?;
    }

    private static async Task AskAsync(NpgsqlConnection connection, string question)
    {
        await using var command = new NpgsqlCommand(question, connection);
        await command.ExecuteScalarAsync(Cancellation);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        (await command.ExecuteNonQueryAsync(Cancellation)).ShouldBe(1);
    }

    /// <summary>A listener that only remembers.</summary>
    private sealed class Ear(string name, params Type[] kinds) : IListener
    {
        public string Name => name;

        public IReadOnlyCollection<Type> Kinds => kinds;

        public ConcurrentQueue<Heard> Heard { get; } = [];

        public int? FailsOn { get; set; }

        public bool HearsThePast { get; init; } = true;

        /// <summary>For what it waits before it takes anything in, once.</summary>
        public TaskCompletionSource? Waits { get; init; }

        public TaskCompletionSource IsTold { get; } = new();

        public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
        {
            IsTold.TrySetResult();
            if (Waits is not null)
                await Waits.Task;
            if (FailsOn is { } branch && batch.Any(heard => heard.Event.Branch == branch))
                throw new InvalidOperationException($"No ear for branch {branch}.");
            foreach (var heard in batch)
                Heard.Enqueue(heard);
        }
    }
}
