using System.Text.Json;
using System.Text.Json.Nodes;

namespace ParallelApproval.Engine.Tests;

/// <summary>
/// A flow walked on an engine through the seam, and written down in a line: after each step where it waits, at the end how it ended.
/// </summary>
internal sealed class EngineWalk
{
    private static readonly DateTimeOffset Begun = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly JsonElement Facts = JsonDocument.Parse("""{"area":420,"number":"1","branchNumbers":[1,2]}""").RootElement;

    private readonly IFlowEngine _engine;
    private readonly IFlow _flow;
    private readonly ActivityCatalogue _catalogue = ConformanceFlows.Catalogue;
    private readonly List<string> _line = [];
    private DateTimeOffset _now = Begun;

    public EngineWalk(IFlowEngine engine, WorkflowDefinition definition)
    {
        (_engine, _flow) = (engine, engine.Compile(definition, _catalogue));
        State = engine.Initial;
        Step("start", new WorkflowCommand.Start(_now, Facts: Facts));
    }

    public IFlowState State { get; private set; }

    /// <summary>What the flow asked for, in the last step.</summary>
    public IReadOnlyList<string> Asked { get; private set; } = [];

    public List<WorkflowEvent> Journal { get; } = [];

    public bool IsOver => State.Status is WorkflowStatus.Finished || !State.Bookmarks.Any();

    /// <summary>Where it waits, in order; an activity that waits twice stands there twice.</summary>
    public IReadOnlyList<string> Waits => [.. State.Bookmarks.Select(one => one.ActivityId).Order(StringComparer.Ordinal)];

    /// <summary>The way so far: <c>start=a,b a.Approved=b …</c></summary>
    public string Line => string.Join(' ', _line);

    /// <summary>
    /// Leaves a step that waits, by chance, through a port by chance; the first port more often, so that walks come to an end.
    /// </summary>
    public void Go(Random random)
    {
        var (waits, drawn) = (Waits, _flow.Definition.Activities().ToDictionary(one => one.Id));
        var activity = waits[random.Next(waits.Count)];
        var node = drawn[activity];
        var ports = _catalogue.Find(node.Type, node.Version)!.OutcomesOf(node);
        var arrows = drawn.Values.SelectMany(one => one.Connections ?? []).Where(arrow => arrow.Source == activity).ToList();
        var led = ports.Where(port => arrows.Exists(arrow => arrow.SourcePort == port)).ToList();
        Leave(activity, led.Count > 0 && random.Next(4) > 0 ? led[random.Next(led.Count)] : ports[random.Next(ports.Count)]);
    }

    /// <summary>Leaves the step that has waited longest of those of that activity.</summary>
    public void Leave(string activity, string port)
    {
        _now = _now.AddHours(1);
        var bookmark = State
            .Bookmarks.Where(one => one.ActivityId == activity)
            .MinBy(one => int.Parse(one.Id[(one.Id.LastIndexOf('.') + 1)..], System.Globalization.CultureInfo.InvariantCulture))!;
        _now = bookmark.Due > _now ? bookmark.Due.Value : _now;
        Step(
            $"{activity}.{port}",
            bookmark.Kind switch
            {
                RequestKind.Timer => new WorkflowCommand.ElapseTimer(_now, bookmark.Id, Facts),
                RequestKind.Event => new WorkflowCommand.RaiseEvent(_now, bookmark.Name!, Facts: Facts),
                _ => new WorkflowCommand.Complete(_now, bookmark.Id, port, Facts: Facts),
            }
        );
    }

    /// <summary>A walk of at most so many steps.</summary>
    public static EngineWalk ByChance(IFlowEngine engine, WorkflowDefinition definition, int seed, int steps = 40)
    {
        var (walk, random) = (new EngineWalk(engine, definition), new Random(seed));
        for (var step = 0; step < steps && !walk.IsOver; step++)
            walk.Go(random);
        return walk;
    }

    /// <summary>Goes the way of that line.</summary>
    public static EngineWalk Along(IFlowEngine engine, WorkflowDefinition definition, string line)
    {
        var walk = new EngineWalk(engine, definition);
        foreach (var step in line.Split(' ').Skip(1))
        {
            var left = step[..step.IndexOf('=')];
            var (activity, port) = (left[..left.LastIndexOf('.')], left[(left.LastIndexOf('.') + 1)..]);
            if (!walk.Waits.Contains(activity))
                break;
            walk.Leave(activity, port);
        }

        return walk;
    }

    private void Step(string what, WorkflowCommand command)
    {
        var decided = _engine.Decide(_flow, State, command);
        var stepped = decided as Stepped ?? throw new InvalidOperationException($"{what}: {decided}");
        // As the host keeps it between two commands.
        State = _engine.Parse(stepped.State.ToJson());
        Journal.AddRange(stepped.Events);
        Asked =
        [
            .. stepped
                .Requested.Select(one => $"{one.ActivityId} {one.Kind} {one.Name} {one.Due:O} {Written(one.Inputs)}")
                .Order(StringComparer.Ordinal),
        ];
        _line.Add($"{what}={(State.Status is WorkflowStatus.Finished ? State.SubStatus.ToString() : string.Join(',', Waits))}");
    }

    // One way of escaping, whoever wrote it.
    private static string Written(JsonElement inputs) => JsonNode.Parse(inputs.GetRawText())!.ToJsonString();
}
