using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Identities;
using ParallelApproval.Outbound;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>
/// Every open case can always be finished, whatever is drawn: random flows that may be published, random items, random decisions,
/// corrections, stops, refusals and withdrawals; events, tasks, timers and calls, answered or failed. Nothing is stored.
/// PARALLELAPPROVAL_LONG=1 makes it 20,000 walks, any other number that many; FLOW_SEED plays one walk again.
/// </summary>
public sealed class FlowWalkTests(TestCluster cluster)
{
    private static readonly int Walks = LongForm.Times(always: 800, inLongForm: 20_000);

    private static readonly string[] Items = [Catering.Item, Catering.Drill, "610104-YJS-002", "610104-YJS-003"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_flow_that_may_be_published_strands_a_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton(
                new OutboundSettings { Hosts = [RandomFlow.Host], Mail = new("mail.example.org", 25, "centre@example.org") }
            )
        );
        (await house.PublishAsync(HouseFlows.Chain(RandomFlow.Child, HouseFlows.Line("one")))).ShouldBeEmpty();
        var isAlone = int.TryParse(Environment.GetEnvironmentVariable("FLOW_SEED"), out var one);
        var seeds = isAlone ? [one] : Enumerable.Range(0, int.MaxValue);
        var (walked, drawn) = (0, 0);
        var (stranded, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var seed in seeds.TakeWhile(_ => walked < Walks && stranded.Count < 5))
        {
            drawn++;
            var random = new Random(seed);
            var drawing = RandomFlow.Draw(random);
            if (Publishable(house, drawing) is not { } flow)
                continue;
            walked++;
            var file = Received(house, flow, random);
            var walk = new FlowWalk(house, file, random);
            if (walk.Go() is { } wall)
                stranded.Add($"FLOW_SEED={seed} {wall}; {string.Join(", ", walk.Said.TakeLast(20))}; {RandomFlow.Sketch(drawing)}");
            seen.UnionWith(walk.Said.Select(said => said.Split(' ')[0]));
        }

        stranded.ShouldBeEmpty();
        if (isAlone)
            return;
        // Drawings of which hardly one may be published would try nothing; nor would walks without these.
        walked.ShouldBeGreaterThan(drawn / 50);
        string[] verbs = ["approve", "refuse", "leave", "correct", "supply", "stop", "event", "task", "call", "retry", "release", "time"];
        verbs.Except(seen).ShouldBeEmpty();
    }

    private static WorkflowVersion? Publishable(TestHouse house, JsonObject model)
    {
        var json = model.ToJsonString();
        return house.Get<DefinitionRules>().OfPublication(json).Errors.Count == 0
            ? new WorkflowVersion(WorkflowDefinition.Parse(json), house.Get<DefinitionRegister>().Activities)
            : null;
    }

    private static CaseFile Received(TestHouse house, WorkflowVersion flow, Random random)
    {
        var item = Items[random.Next(Items.Length)];
        var file = house
            .Get<CaseStore>()
            .Blank(
                CaseNumber.Of("610104", new(2026, 3, 2), 1),
                house.Clerk() with
                {
                    At = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)),
                }
            );
        var application = house.Application(item) with { Delivery = random.Next(3) == 0 ? DeliveryWay.Electronic : DeliveryWay.Window };
        house
            .Get<ReceiveCaseHandler>()
            .Receive(file, new(application, Accept: true), flow)
            .ErrorsOrEmptyList.Select(error => error.Code)
            .ShouldBeEmpty();
        return file;
    }
}
