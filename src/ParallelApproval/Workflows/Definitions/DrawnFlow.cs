using System.Text.Json;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>A drawing as the rooms upstairs read it (流程图): its steps, its arrows, and where one comes from where.</summary>
public sealed class DrawnFlow
{
    private readonly Dictionary<string, DrawnStep> _top;
    private readonly ILookup<string, Connection> _arrows;

    internal DrawnFlow(WorkflowDefinition definition)
    {
        var root = definition.Root;
        Definition = definition;
        DefinitionId = definition.DefinitionId;
        RootId = root.Id;
        Steps = [.. definition.Activities().Select(activity => new DrawnStep(activity))];
        _top = (root.Activities ?? [])
            .DistinctBy(activity => activity.Id)
            .ToDictionary(activity => activity.Id, activity => new DrawnStep(activity), StringComparer.Ordinal);
        _arrows = (root.Connections ?? []).ToLookup(arrow => arrow.Source, StringComparer.Ordinal);
        Start = root.StartId is { } start ? _top[start] : null;
        MeantFor = MeantFor.In(definition);
        Facts = [.. FactsAsked.In(definition).Select(asked => new FactUse(asked))];
    }

    internal WorkflowDefinition Definition { get; }

    public string DefinitionId { get; }

    /// <summary>The flowchart itself; what concerns the whole drawing is told there.</summary>
    public string RootId { get; }

    /// <summary>Every step, those inside of loops and containers too.</summary>
    public IReadOnlyList<DrawnStep> Steps { get; }

    /// <summary>For which items it is meant.</summary>
    public MeantFor MeantFor { get; }

    /// <summary>Where its expressions ask for facts of the case.</summary>
    public IReadOnlyList<FactUse> Facts { get; }

    /// <summary>The steps that stand in the flowchart itself.</summary>
    public IEnumerable<DrawnStep> Top => _top.Values;

    /// <summary>The step with which it begins; null when there is none.</summary>
    public DrawnStep? Start { get; }

    /// <summary>What the designer keeps with the definition under that name; null when nothing.</summary>
    public string? Kept(string name) =>
        Definition.CustomProperties.ValueKind is JsonValueKind.Object
        && Definition.CustomProperties.TryGetProperty(name, out var kept)
        && kept.ValueKind is not JsonValueKind.Null
            ? kept.GetRawText()
            : null;

    /// <summary>The ports of that step from which arrows lead.</summary>
    public IEnumerable<string> Ports(DrawnStep step) => _arrows[step.Id].Select(arrow => arrow.SourcePort).Distinct();

    /// <summary>The steps to which arrows lead from that one, by the ports that count.</summary>
    public IEnumerable<DrawnStep> Next(DrawnStep step, Func<string, bool> isMeant) =>
        _arrows[step.Id]
            .Where(arrow => isMeant(arrow.SourcePort))
            .Select(arrow => _top.GetValueOrDefault(arrow.Target))
            .OfType<DrawnStep>();

    /// <summary>What can be reached from those steps, they themselves among it.</summary>
    /// <param name="goesOn">Whether a way goes on from that step by that port.</param>
    public IReadOnlyList<DrawnStep> Reached(IEnumerable<DrawnStep> from, Func<DrawnStep, string, bool> goesOn)
    {
        var (seen, way) = (new HashSet<DrawnStep>(), new Stack<DrawnStep>(from));
        while (way.TryPop(out var step))
            if (seen.Add(step))
                foreach (var next in Next(step, port => goesOn(step, port)))
                    way.Push(next);
        return [.. seen];
    }
}

/// <summary>A step of a drawing.</summary>
public sealed class DrawnStep
{
    private readonly ActivityNode _activity;
    private readonly HashSet<string> _types;

    internal DrawnStep(ActivityNode activity)
    {
        _activity = activity;
        _types = [.. activity.SelfAndDescendants().Select(inner => inner.Type)];
    }

    public string Id => _activity.Id;

    public string Type => _activity.Type;

    /// <summary>Whether it is of one of these types, or holds one that is.</summary>
    public bool Holds(IEnumerable<string> types) => _types.Overlaps(types);

    /// <summary>What stands in an input.</summary>
    public Written Input(string name) =>
        _activity.Input(name)?.Expression switch
        {
            null => default,
            { Type: "Literal" or "Object" or "Json" } written => new(written.Text is { Length: > 0 } text ? text : null, false),
            _ => new(null, true),
        };
}

/// <summary>
/// What a designer has written into an input: a text, nothing, or an expression that is worked out when a case comes there.
/// </summary>
public readonly record struct Written(string? Text, bool IsWorkedOut)
{
    public bool IsNothing => Text is null && !IsWorkedOut;
}
