using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Engine;
using ParallelApproval.Engine.Tests;
using ParallelApproval.Workflows;

namespace ParallelApproval.Benchmarks;

/// <summary>
/// What one step of a flow costs in memory: the product's own engine driven directly, the same through the seam, and Elsa's, when its
/// folder
/// lies beside this program. Slice by slice in turn, so that a machine that does something else disturbs all alike.
/// </summary>
internal static class EngineTrial
{
    public const string Switch = "--engines";

    private const string Other = "Elsa";
    private const int Rounds = 9,
        MostSteps = 60;
    private static readonly TimeSpan SliceTime = TimeSpan.FromMilliseconds(400);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] Flows = ["catering-six-certificates", "parallel-approval", "serial-approval", "single-department"];
    private static readonly int[] BranchCounts = [6, 60, 600];
    private const int Growth = 2_000;
    private static readonly JsonElement Facts = JsonDocument.Parse("""{"number":"1","branchNumbers":[1,2,3,4,5,6]}""").RootElement;

    /// <param name="Seconds">Of a step, state read and written as text included where it is kept so.</param>
    /// <param name="Bytes">That a step makes in memory.</param>
    private readonly record struct Cost(double Seconds, double Bytes);

    public static async Task<int> RunAsync()
    {
        await using var house = new ServiceCollection().AddLogging().AddHouse().AddSingleton(TimeProvider.System).BuildServiceProvider();
        var catalogue = house.GetRequiredService<DefinitionRegister>().Activities;
        var engines = new FlowEngines(FlowEngines.IsThere(Other) ? Other : null);
        if (engines.OfNewCases == engines.Own)
            Console.WriteLine($"ParallelApproval.{Other} does not lie beside this program, and is left out.");
        Console.WriteLine("| flow | how | µs a step | KiB a step | to the own engine, directly | state, KiB |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var name in Flows)
            await TellAsync(name, catalogue, engines);
        TellGrowth(engines);
        return 0;
    }

    /// <summary>Whether a step costs more the more branches there are, and the more of them are finished.</summary>
    private static void TellGrowth(FlowEngines engines)
    {
        List<(string How, IFlowEngine Engine, bool IsKept)> ways = [("own", engines.Own, false), ("own, kept as text", engines.Own, true)];
        if (engines.OfNewCases != engines.Own)
            ways.Add(("Elsa, kept as text", engines.OfNewCases, true));
        Console.WriteLine("\n| branches | how | steps/s | KiB a step | last tenth of the steps to the first | state at most, KiB |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: |");
        foreach (var branches in BranchCounts)
        foreach (var (how, engine, isKept) in ways)
        {
            var flow = engine.Compile(Wide(branches), Drawing.Catalogue);
            // As many steps in each row, and a round beforehand that nobody counts.
            var rounds = Math.Max(3, Growth / branches);
            var walks = Enumerable.Range(0, rounds + 1).Select(_ => Walk(flow, engine, isKept)).Skip(1).ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {branches} | {how} | {1 / Median(walks, walk => walk.Cost.Seconds):F0} "
                        + $"| {Median(walks, walk => walk.Cost.Bytes) / 1024:F1} | {Median(walks, walk => walk.LastToFirst):F2} "
                        + $"| {walks[0].StateBytes / 1024.0:F1} |"
                )
            );
        }
    }

    // As many departments at once as there are branches, and then an end.
    private static WorkflowDefinition Wide(int branches)
    {
        string[] departments = [.. Enumerable.Range(1, branches).Select(number => $"branch{number}")];
        var drawing = new Drawing().Start().Approvals(departments).Join("join", "WaitAllActive").Arrow("start", departments);
        foreach (var department in departments)
            drawing.Arrow(department, "join");
        return drawing.Definition($"wide{branches}");
    }

    private static (Cost Cost, double LastToFirst, int StateBytes) Walk(IFlow flow, IFlowEngine engine, bool isKept)
    {
        var (state, largest, ticks, bytes) = (engine.Initial, 0, new List<long>(), new List<long>());
        WorkflowCommand? command = new WorkflowCommand.Start(Now, Facts: Facts);
        while (command is not null)
        {
            var (begun, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            state = ((Stepped)engine.Decide(flow, state, command)).State;
            if (isKept)
                state = engine.Parse(state.ToJson());
            ticks.Add(Stopwatch.GetTimestamp() - begun);
            bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            largest = Math.Max(largest, state.ToJson().Length);
            command = state.Bookmarks.FirstOrDefault() is { } waits
                ? new WorkflowCommand.Complete(Now, waits.Id, "Approved", Facts: Facts)
                : null;
        }

        // The first opens all branches, and is no step like the others.
        var (steps, tenth) = (ticks[1..], Math.Max(1, (ticks.Count - 1) / 10));
        return (
            new((double)steps.Sum() / Stopwatch.Frequency / steps.Count, bytes[1..].Average()),
            (double)steps[^tenth..].Sum() / steps[..tenth].Sum(),
            largest
        );
    }

    private static async Task TellAsync(string name, ActivityCatalogue catalogue, FlowEngines engines)
    {
        var definition = WorkflowDefinition.Parse(await File.ReadAllTextAsync(PathOf(name)));
        List<(string How, Func<(int Steps, int StateBytes)> Walk)> ways =
        [
            ("own, directly", () => Directly(definition, catalogue, isKept: false)),
            ("own, seam", () => Through(engines.Own, definition, catalogue, isKept: false)),
            ("own, directly, kept as text", () => Directly(definition, catalogue, isKept: true)),
            ("own, seam, kept as text", () => Through(engines.Own, definition, catalogue, isKept: true)),
        ];
        if (engines.OfNewCases != engines.Own)
            ways.Add(("Elsa, seam, kept as text", () => Through(engines.OfNewCases, definition, catalogue, isKept: true)));
        foreach (var (_, walk) in ways)
            Slice(walk);
        var costs = ways.ConvertAll(_ => new List<Cost>());
        for (var round = 0; round < Rounds; round++)
        for (var at = 0; at < ways.Count; at++)
            costs[at].Add(Slice(ways[at].Walk));
        for (var at = 0; at < ways.Count; at++)
        {
            var (seconds, bytes) = (Median(costs[at], cost => cost.Seconds), Median(costs[at], cost => cost.Bytes));
            // To the one that keeps its state in the same way.
            var direct = Median(costs[at < 2 ? 0 : 2], cost => cost.Seconds);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {ways[at].How} | {seconds * 1e6:F1} | {bytes / 1024:F1} | {seconds / direct:F2} | {ways[at].Walk().StateBytes / 1024.0:F1} |"
                )
            );
        }
    }

    private static (int Steps, int StateBytes) Directly(WorkflowDefinition definition, ActivityCatalogue catalogue, bool isKept)
    {
        var flow = Ready(OwnEngine.OwnName, definition, catalogue, new OwnEngine()) as ExecutableWorkflow;
        var (state, steps, largest) = (WorkflowState.Initial, 0, 0);
        WorkflowCommand? command = new WorkflowCommand.Start(Now, Facts: Facts);
        while (command is not null && ++steps <= MostSteps)
        {
            state = (WorkflowState)((Stepped)WorkflowEngine.Decide(flow!, state, command)).State;
            if (isKept)
            {
                var text = state.ToJson();
                largest = Math.Max(largest, text.Length);
                state = WorkflowState.Parse(text);
            }

            command = Next(definition, catalogue, state);
        }

        return (steps, largest);
    }

    private static (int Steps, int StateBytes) Through(
        IFlowEngine engine,
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        bool isKept
    )
    {
        var flow = Ready(engine.Name, definition, catalogue, engine);
        var (state, steps, largest) = (engine.Initial, 0, 0);
        WorkflowCommand? command = new WorkflowCommand.Start(Now, Facts: Facts);
        while (command is not null && ++steps <= MostSteps)
        {
            state = ((Stepped)engine.Decide(flow, state, command)).State;
            if (isKept)
            {
                var text = state.ToJson();
                largest = Math.Max(largest, text.Length);
                state = engine.Parse(text);
            }

            command = Next(definition, catalogue, state);
        }

        return (steps, largest);
    }

    private static readonly Dictionary<(string Engine, string Flow), IFlow> Made = [];

    private static IFlow Ready(string engine, WorkflowDefinition definition, ActivityCatalogue catalogue, IFlowEngine by)
    {
        if (!Made.TryGetValue((engine, definition.DefinitionId), out var flow))
            Made[(engine, definition.DefinitionId)] = flow = by.Compile(definition, catalogue);
        return flow;
    }

    // Whoever waits is done, by the first port of his step: nobody refuses, nobody asks for papers.
    private static WorkflowCommand.Complete? Next(WorkflowDefinition definition, ActivityCatalogue catalogue, IFlowState state)
    {
        if (state.Status is WorkflowStatus.Finished || state.Bookmarks.FirstOrDefault() is not { } waits)
            return null;
        var node = definition.Activities().First(one => one.Id == waits.ActivityId);
        return new(Now, waits.Id, catalogue.Find(node.Type, node.Version)!.OutcomesOf(node)[0], Facts: Facts);
    }

    private static Cost Slice(Func<(int Steps, int StateBytes)> walk)
    {
        var (steps, before, watch) = (0, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        while (watch.Elapsed < SliceTime)
            steps += walk().Steps;
        return new(watch.Elapsed.TotalSeconds / steps, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / steps);
    }

    private static double Median<T>(List<T> costs, Func<T, double> what) => costs.Select(what).Order().ElementAt(costs.Count / 2);

    private static string PathOf(string flow)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "workflows")))
            folder = folder.Parent ?? throw new InvalidOperationException("Expected the folder workflows above this program.");
        return Path.Combine(folder.FullName, "workflows", flow + ".v1.json");
    }
}
