using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>Cases of two engines side by side: each stays on the one on which it began.</summary>
public sealed class FlowEnginesTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_stays_on_the_engine_on_which_it_began_and_both_kinds_come_to_their_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, With(OwnEngine.OwnName));
        var ours = await house.ReceiveAsync();
        await using var node = await TestHouse.SecondNodeAsync(house.Database, Cancellation, With("Marked"));
        var theirs = await node.ReceiveAsync();

        foreach (var number in new[] { ours, theirs })
            for (var branch = 1; branch <= 6; branch++)
                (await node.DecideAsync(number, branch)).IsError.ShouldBeFalse();

        (await EngineOfAsync(house, ours)).ShouldBe(OwnEngine.OwnName);
        (await EngineOfAsync(house, theirs)).ShouldBe("Marked");
        foreach (var number in new[] { ours, theirs })
            (await node.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Decided);
        var history = await node.Get<InstanceQueries>().HistoryAsync(theirs, Cancellation);
        history!.State.ShouldBeOfType<Marked>();
        history.Runs.Count(run => run.Type == "ParallelApproval.DepartmentApproval").ShouldBe(6);
    }

    [Fact]
    public async Task A_node_without_the_engine_of_a_case_calls_that_record_unreadable_and_serves_all_others()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var node = await TestHouse.SecondNodeAsync(house.Database, Cancellation, With("Marked"));
        var theirs = await node.ReceiveAsync();
        var ours = await house.ReceiveAsync();

        (await house.DecideAsync(theirs, 1)).FirstError.Code.ShouldBe("record_damaged");
        (await house.DecideAsync(ours, 1)).IsError.ShouldBeFalse();
        (await node.DecideAsync(theirs, 1)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_drawing_that_the_chosen_engine_would_walk_otherwise_begins_on_the_products_own_and_is_not_published_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var node = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton(new FlowEngines("Marked", new MarkedEngine { Fault = "engine_loses_loop" }))
        );

        var number = await node.ReceiveAsync();

        (await EngineOfAsync(house, number)).ShouldBe(OwnEngine.OwnName);
        var faults = node.Get<DefinitionRules>().OfPublication(node.Get<DefinitionRegister>().AllPublished.First().Definition.ToJson());
        faults.Errors.Select(fault => fault.Code).ShouldContain("engine_loses_loop");
    }

    [Fact]
    public void An_engine_that_is_not_beside_the_program_is_refused_with_the_place_where_it_would_be() =>
        Should
            .Throw<InvalidOperationException>(() => new FlowEngines("Marked"))
            .Message.ShouldBe("Expected the engine Marked in the folder ParallelApproval.Marked beside the program, but it is not there.");

    private static Action<IServiceCollection> With(string chosen) =>
        services => services.AddSingleton(new FlowEngines(chosen, new MarkedEngine()));

    private static Task<string> EngineOfAsync(TestHouse house, CaseNumber number) =>
        house.Database.AskAsync<string>($"SELECT engine FROM workflow_instances WHERE case_key = {number.Key}", Cancellation);

    /// <summary>An engine with a state of its own that nobody else can read; it thinks as the product's does.</summary>
    private sealed class MarkedEngine : IFlowEngine
    {
        private const string Mark = "{\"marked\":";
        private readonly OwnEngine _own = new();

        public string Name => "Marked";

        /// <summary>What it says of every drawing; null for nothing.</summary>
        public string? Fault { get; init; }

        public IFlowState Initial => new Marked(_own.Initial);

        public IFlow Compile(WorkflowDefinition definition, ActivityCatalogue catalogue, IReadOnlyList<WorkflowDefinition>? composites) =>
            _own.Compile(definition, catalogue, composites);

        public IFlowState Parse(string json) =>
            json.StartsWith(Mark, StringComparison.Ordinal)
                ? new Marked(_own.Parse(json[Mark.Length..^1]))
                : throw new FormatException("Expected a marked state.");

        public WorkflowDecision Decide(IFlow flow, IFlowState state, WorkflowCommand command) =>
            _own.Decide(flow, ((Marked)state).Inner, command) switch
            {
                Stepped stepped => new Stepped(stepped.Events, new Marked(stepped.State)),
                var refused => refused,
            };

        public IReadOnlyList<WorkflowProblem> Check(
            WorkflowDefinition definition,
            ActivityCatalogue catalogue,
            IReadOnlyList<WorkflowDefinition>? composites
        ) => Fault is null ? [] : [new(definition.Root.Id, Fault, Severity.Error, "", new Dictionary<string, string>())];
    }

    private sealed record Marked(IFlowState Inner) : IFlowState
    {
        public int Sequence => Inner.Sequence;

        public WorkflowStatus Status => Inner.Status;

        public WorkflowSubStatus SubStatus => Inner.SubStatus;

        public string? CorrelationId => Inner.CorrelationId;

        public IEnumerable<Bookmark> Bookmarks => Inner.Bookmarks;

        public IReadOnlyList<Incident> Incidents => Inner.Incidents;

        public IReadOnlyDictionary<string, System.Text.Json.JsonElement> Variables => Inner.Variables;

        public IReadOnlyDictionary<string, System.Text.Json.JsonElement> Outputs => Inner.Outputs;

        public bool IsWaitingAt(string bookmarkId) => Inner.IsWaitingAt(bookmarkId);

        public string ToJson() => $"{{\"marked\":{Inner.ToJson()}}}";
    }
}
