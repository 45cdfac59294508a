using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>One version of a workflow definition, ready to run (流程版本). A published version never changes.</summary>
public sealed class WorkflowVersion
{
    private readonly FrozenSet<(string Activity, string Port)> _arrows;
    private readonly (string Source, string Port, string Target)[] _ways;
    private readonly Func<IFlowEngine, IFlow> _compile;
    private readonly Func<IFlowEngine, bool> _isWalkedAsDrawn;
    private readonly ConcurrentDictionary<string, bool> _fits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IFlow> _flows = new(StringComparer.Ordinal);

    /// <param name="composites">Flows that may stand in it as one activity; null for none.</param>
    public WorkflowVersion(
        WorkflowDefinition definition,
        ActivityCatalogue activities,
        IReadOnlyList<WorkflowDefinition>? composites = null
    )
    {
        var drawnOut = definition.DrawnOut(activities);
        var drawn = drawnOut.Activities().ToList();
        Definition = drawnOut;
        Workflow = ExecutableWorkflow.Compile(definition, activities, composites);
        _compile = engine => engine.Compile(definition, activities, composites);
        _isWalkedAsDrawn = engine => engine.Check(drawnOut, activities, composites).Count == 0;
        _flows[OwnEngine.OwnName] = Workflow;
        _arrows = drawn.SelectMany(activity => activity.Connections ?? []).Select(arrow => (arrow.Source, arrow.SourcePort)).ToFrozenSet();
        _ways =
        [
            .. drawn.SelectMany(activity => activity.Connections ?? []).Select(arrow => (arrow.Source, arrow.SourcePort, arrow.Target)),
        ];
        Drawing = new(drawnOut);
        UsesExpressions =
            Drawing.Facts.Count > 0 || drawn.Exists(activity => activity.Properties.Values.Any(IsExpression) || activity.Cases.Count > 0);
        Wanted = new(Drawing.Facts.Select(use => use.Part));
        IsOfCase = HasStepsOfCases(definition);
    }

    // Begins the types of all steps that mean something for a case alone.
    private const string StepsOfCases = "ParallelApproval.";

    /// <summary>What runs: the definition, its blocks drawn out.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>Whether it has steps that mean something for a case alone; one that has none belongs to no case.</summary>
    public bool IsOfCase { get; }

    /// <summary>The drawing as the rooms upstairs read it.</summary>
    public DrawnFlow Drawing { get; }

    // As the product's own engine runs it; it also answers what is asked of the drawing.
    private ExecutableWorkflow Workflow { get; }

    /// <summary>As that engine runs it, made ready at the first use.</summary>
    public IFlow On(IFlowEngine engine) =>
        _flows.GetOrAdd(engine.Name, static (_, asked) => asked.Compile(asked.Engine), (Compile: _compile, Engine: engine));

    /// <summary>
    /// The engine on which a flow of this version begins: the one for new cases, or the product's own where that one would walk the drawing
    /// otherwise. A version may have been published before the other was chosen.
    /// </summary>
    internal IFlowEngine BeginsOn(FlowEngines engines) =>
        _fits.GetOrAdd(
            engines.OfNewCases.Name,
            static (_, asked) => asked.Fits(asked.Engine),
            (Fits: _isWalkedAsDrawn, Engine: engines.OfNewCases)
        )
            ? engines.OfNewCases
            : engines.Own;

    public string DefinitionId => Definition.DefinitionId;

    public int Version => Definition.Version;

    /// <summary>Whether anything in it may ask for the facts of the case.</summary>
    public bool UsesExpressions { get; }

    /// <summary>The parts of the facts for which it asks.</summary>
    public WantedFacts Wanted { get; }

    /// <summary>
    /// What stands in that input of its first step, when that is of the type and may start the flow by itself; null when it is not.
    /// </summary>
    internal string? BeginsWith(string type, string input) =>
        Definition.Root.StartId is { } id
        && Workflow.ActivityOf(id) is { } first
        && first.Type == type
        && first.CustomProperties.ValueKind is JsonValueKind.Object
        && first.CustomProperties.TryGetProperty("canStartWorkflow", out var may)
        && may.ValueKind is JsonValueKind.True
            ? first.Input(input)?.Expression is { Type: "Literal", Text: { Length: > 0 } text }
                ? text
                : ""
            : null;

    /// <summary>Whether its first step is a clock that may start it by itself.</summary>
    internal bool IsStartedByClock =>
        (BeginsWith("Elsa.Cron", "CronExpression") ?? BeginsWith("Elsa.Timer", "Interval") ?? BeginsWith("Elsa.StartAt", "DateTime"))
            is { Length: > 0 };

    /// <summary>The first instant after that one at which its first step, a clock, starts it; null when it starts at no time.</summary>
    internal DateTimeOffset? NextStart(DateTimeOffset now) =>
        BeginsWith("Elsa.Cron", "CronExpression") is { Length: > 0 } cron ? CronTimes.After(cron, now)
        : BeginsWith("Elsa.Timer", "Interval") is { Length: > 0 } interval ? Spans.After(interval, now)
        : BeginsWith("Elsa.StartAt", "DateTime") is { Length: > 0 } instant
            ? Spans.At(instant) is { } at && at > now ? at
                : null
        : null;

    internal static bool HasStepsOfCases(WorkflowDefinition definition) =>
        definition.Activities().Any(activity => activity.Type.StartsWith(StepsOfCases, StringComparison.Ordinal));

    /// <summary>The ports by which that activity may be left; null when it is not drawn here.</summary>
    internal IReadOnlyList<string>? OutcomesOf(string activityId) => Workflow.OutcomesOf(activityId);

    /// <summary>The type of an activity; null when it is not drawn here.</summary>
    public string? TypeOf(string activityId) => Workflow.ActivityOf(activityId)?.Type;

    /// <summary>Whether an arrow leaves the activity by that port.</summary>
    public bool IsConnected(string activityId, string port) => _arrows.Contains((activityId, port));

    /// <summary>Whether the way that leaves the activity by that port can lead back to it: a loop.</summary>
    public bool LeadsBack(string activityId, string port)
    {
        var (seen, way) = (
            new HashSet<string>(StringComparer.Ordinal),
            new Queue<string>(_ways.Where(arrow => arrow.Source == activityId && arrow.Port == port).Select(arrow => arrow.Target))
        );
        while (way.TryDequeue(out var step))
        {
            if (step == activityId)
                return true;
            if (!seen.Add(step))
                continue;
            foreach (var arrow in _ways.Where(arrow => arrow.Source == step))
                way.Enqueue(arrow.Target);
        }

        return false;
    }

    private static bool IsExpression(JsonElement input) =>
        input.ValueKind is JsonValueKind.Object
        && input.TryGetProperty("expression", out var expression)
        && expression.ValueKind is JsonValueKind.Object
        && expression.TryGetProperty("type", out var type)
        && type.ValueKind is JsonValueKind.String
        && type.GetString() is "Condition" or "JavaScript" or "Liquid";
}
