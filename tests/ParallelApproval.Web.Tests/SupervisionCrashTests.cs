using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>Two nodes watch the same cases after a week without either; one of them is killed in the middle of raising cards.</summary>
public sealed class SupervisionCrashTests(TestCluster cluster)
{
    private static readonly int Cases = LongForm.Times(always: 6, inLongForm: 20);

    // Seven clocks warn in each case, and six branches are told that they are late; the one that waits for nobody turns red, brings an
    // order, and speaks for the case, too.
    private const int CardsOfACase = 14,
        OrdersOfACase = 1;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    // What has not come by then does not come: the test fails instead of waiting for ever.
    private static readonly TimeSpan CardsLimit = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_card_or_order_is_lost_and_none_is_raised_twice_when_one_of_two_nodes_is_killed()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using (var before = await StartAsync(database))
        {
            var clerk = await Account.SignInAsync(before.Address, "clerk", "Demo#2026");
            for (var i = 0; i < Cases; i++)
                (await clerk.PostAsync("/api/cases", Catering.Application(accept: true))).Status.ShouldBe(201);
        }

        await database.AskAsync<int>(
            $"INSERT INTO demo_clock (id, distance) VALUES (1, {await DistanceAsync(database)}) ON CONFLICT (id) "
                + "DO UPDATE SET distance = excluded.distance RETURNING 1",
            Cancellation
        );
        var nodes = await Task.WhenAll(StartAsync(database), StartAsync(database));
        await using var survivor = nodes[1];
        await UntilAsync(database, cards => cards > 0);
        await nodes[0].KillAsync();
        await nodes[0].DisposeAsync();
        await UntilAsync(database, cards => cards >= Cases * CardsOfACase);

        var supervisor = await Account.SignInAsync(survivor.Address, "supervisor", "Demo#2026");
        (await supervisor.GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
        (await CountAsync("SELECT count(*) FROM supervision_cards WHERE point IN ('E01', 'E02')")).ShouldBe(Cases * CardsOfACase);
        // The survivor goes on and raises cards of other points meanwhile, so what must be equal is counted in one statement.
        (await CountAsync("SELECT count(*) - count(DISTINCT (case_key, point, branch, occasion)) FROM supervision_cards")).ShouldBe(0);
        (
            await CountAsync(
                "SELECT (SELECT count(*) FROM case_events WHERE kind = 'CardRaised') - (SELECT count(*) FROM supervision_cards)"
            )
        ).ShouldBe(0);
        (
            await CountAsync(
                "SELECT count(*) FROM supervision_orders WHERE (document->>'card') IN (SELECT running::text "
                    + "FROM supervision_cards c WHERE c.case_key = supervision_orders.case_key AND c.point = 'E02')"
            )
        ).ShouldBe(Cases * OrdersOfACase);
        (
            await CountAsync(
                "SELECT (SELECT count(*) FROM case_events WHERE kind = 'OrderIssued') - (SELECT count(*) FROM supervision_orders)"
            )
        ).ShouldBe(0);
        (await CountAsync("SELECT count(*) FROM event_retries")).ShouldBe(0);

        Task<long> CountAsync(string question) => database.AskAsync<long>(question, Cancellation);
    }

    /// <summary>Microseconds until the morning of the second working day after the promise of every case has passed.</summary>
    private static Task<long> DistanceAsync(TestDatabase database) =>
        database.AskAsync<long>(
            """
            SELECT (extract(epoch FROM max(due_at) + interval '14 days' - now()) * 1000000)::bigint FROM clocks WHERE kind = 'Promised'
            """,
            Cancellation
        );

    private static async Task UntilAsync(TestDatabase database, Func<long, bool> isReached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(CardsLimit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (
            !isReached(await database.AskAsync<long>("SELECT count(*) FROM supervision_cards WHERE point IN ('E01', 'E02')", Cancellation))
        )
            await tick.WaitForNextTickAsync(limit.Token);
    }

    private static Task<WebProcess> StartAsync(TestDatabase database) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );
}
