using Microsoft.EntityFrameworkCore;
using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Testing;
using ParallelApproval.Webhooks;
using ParallelApproval.Workflows;

namespace ParallelApproval.Database;

/// <summary>A node that has nothing to do asks one question for all who wait, and wakes those who are wanted.</summary>
public sealed class LookoutTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_has_nothing_to_do_asks_one_question_and_wakes_nobody()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var bells = Bells.Of(house);
        await bells.DoAllAsync();
        await house.Get<Lookout>().LookAsync(Cancellation);
        await bells.RungAsync();

        using (var asked = new Asked(house.Database))
        {
            await house.Get<Lookout>().LookAsync(Cancellation);
            asked.Count.ShouldBe(1);
        }

        (await bells.RungAsync()).ShouldBe("");
    }

    [Fact]
    public async Task What_happened_in_a_case_wakes_the_relay_until_it_is_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var bells = Bells.Of(house);
        await bells.DoAllAsync();
        await other.ReceiveAsync(Catering.Drill);

        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldContain("relay");

        await bells.DoAllAsync();
        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldNotContain("relay");
    }

    [Fact]
    public async Task What_a_listener_failed_on_wakes_the_relay_when_it_is_due()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var bells = Bells.Of(house);
        await bells.DoAllAsync();
        await house.Database.DoAsync(
            "INSERT INTO event_retries (listener, position, tries, fault, next_at) VALUES ('notices', 1, 1, '', now() + interval '1 hour')",
            Cancellation
        );
        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldBe("");

        await house.Database.DoAsync("UPDATE event_retries SET next_at = now()", Cancellation);
        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldBe("relay");
    }

    [Fact]
    public async Task What_another_node_changed_in_a_register_wakes_whoever_holds_registers()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var bells = Bells.Of(house);
        await bells.DoAllAsync();
        await house.Database.DoAsync(
            "UPDATE registers SET version = version + 1 WHERE name = (SELECT min(name) FROM registers)",
            Cancellation
        );

        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldBe("registers schedules");

        await bells.DoAllAsync();
        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldBe("");
    }

    [Fact]
    public async Task A_step_that_falls_due_within_a_second_wakes_the_sweep()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        var bells = Bells.Of(house);
        await bells.DoAllAsync();
        var next = await house.Get<ClockSweep>().RunOnceAsync(Cancellation);
        house.Clock.Advance(next.Next!.Value - next.Now - TimeSpan.FromSeconds(2));
        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldBe("");

        house.Clock.Advance(TimeSpan.FromSeconds(1.5));
        await house.Get<Lookout>().LookAsync(Cancellation);
        (await bells.RungAsync()).ShouldBe("sweep");
    }

    /// <summary>The bells of those who wait on a node.</summary>
    private sealed class Bells(TestHouse house, List<(string Name, Bell Bell)> all)
    {
        public static Bells Of(TestHouse house)
        {
            var lookout = house.Get<Lookout>();
            return new(
                house,
                [
                    ("calls", lookout.BellFor(house.Get<MakeCalls>())),
                    ("registers", lookout.BellFor(house.Get<RegisterCache>())),
                    ("relay", lookout.BellFor(house.Get<Relay>())),
                    ("schedules", lookout.BellFor(house.Get<FlowSchedules>())),
                    ("sweep", lookout.BellFor(house.Get<ClockSweep>())),
                    ("webhooks", lookout.BellFor(house.Get<DeliverWebhooks>())),
                ]
            );
        }

        /// <summary>Names of those that have rung since this was asked last, in order.</summary>
        public async Task<string> RungAsync()
        {
            var rung = new List<string>();
            foreach (var (name, bell) in all)
                if (await bell.WaitAsync(TimeSpan.Zero, Cancellation))
                    rung.Add(name);
            return string.Join(' ', rung);
        }

        /// <summary>A round of everything that waits.</summary>
        public async Task DoAllAsync()
        {
            await house.Get<RegisterCache>().RefreshAsync(Cancellation);
            await house.HearAsync(Cancellation);
            await house.Get<FlowSchedules>().RunOnceAsync(Cancellation);
            await house.Get<MakeCalls>().RunOnceAsync(Cancellation);
            await house.Get<DeliverWebhooks>().RunOnceAsync(Cancellation);
        }
    }
}
