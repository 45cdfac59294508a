using System.Collections.Frozen;
using System.Text.Json;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>One version of a workflow definition, ready to run (流程版本). A published version never changes.</summary>
public sealed class WorkflowVersion
{
    private readonly FrozenSet<(string Activity, string Port)> _arrows;
    private readonly (string Source, string Port, string Target)[] _ways;

    public WorkflowVersion(WorkflowDefinition definition, ActivityCatalogue activities)
    {
        var drawnOut = definition.DrawnOut(activities);
        var drawn = drawnOut.Activities().ToList();
        Definition = drawnOut;
        Workflow = ExecutableWorkflow.Compile(definition, activities);
        _arrows = drawn.SelectMany(activity => activity.Connections ?? []).Select(arrow => (arrow.Source, arrow.SourcePort)).ToFrozenSet();
        _ways =
        [
            .. drawn.SelectMany(activity => activity.Connections ?? []).Select(arrow => (arrow.Source, arrow.SourcePort, arrow.Target)),
        ];
        Drawing = new(drawnOut);
        UsesExpressions =
            Drawing.Facts.Count > 0 || drawn.Exists(activity => activity.Properties.Values.Any(IsExpression) || activity.Cases.Count > 0);
        Wanted = new(Drawing.Facts.Select(use => use.Part));
    }

    /// <summary>What runs: the definition, its blocks drawn out.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>The drawing as the rooms upstairs read it.</summary>
    public DrawnFlow Drawing { get; }

    public ExecutableWorkflow Workflow { get; }

    public string DefinitionId => Definition.DefinitionId;

    public int Version => Definition.Version;

    /// <summary>Whether anything in it may ask for the facts of the case.</summary>
    public bool UsesExpressions { get; }

    /// <summary>The parts of the facts for which it asks.</summary>
    public WantedFacts Wanted { get; }

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
