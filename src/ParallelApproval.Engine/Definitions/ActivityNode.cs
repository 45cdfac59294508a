using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// An activity (活动) as drawn: what it is (<see cref="Type"/>, <see cref="Version"/>), where it stands in its container
/// (<see cref="Connections"/> join the <see cref="Activities"/> of a flowchart) and its inputs. Unknown properties are kept as they came.
/// </summary>
public sealed record ActivityNode
{
    /// <summary>Unique within the definition.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Path from the workflow, e.g. <c>Workflow1:flowchart1:intake</c>; derived from the containers when the document has none.
    /// </summary>
    public required string NodeId { get; init; }

    /// <summary>Name by which expressions call it, e.g. <c>ApprovePlanning</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Activity type, e.g. <c>Elsa.FlowJoin</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the activity type, 1 or more.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Designer's position, display text and the like.</summary>
    public JsonElement Metadata { get; init; } = Json.EmptyObject;

    /// <summary>Among them <c>mergeMode</c> and <c>canStartWorkflow</c>.</summary>
    public JsonElement CustomProperties { get; init; } = Json.EmptyObject;

    /// <summary>Inputs, output bindings and anything else, by their JSON name, as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement> Properties { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Children of a flowchart or sequence, in document order; null when the document has no such list.</summary>
    public IReadOnlyList<ActivityNode>? Activities { get; init; }

    /// <summary>Arrows between the <see cref="Activities"/>; null when the document has no such list.</summary>
    public IReadOnlyList<Connection>? Connections { get; init; }

    /// <summary>Variables that live while this container runs; null when the document has no such list.</summary>
    public IReadOnlyList<Variable>? Variables { get; init; }

    /// <summary>
    /// Single children by property name: <c>body</c>, <c>then</c>, <c>else</c>, <c>default</c>, <c>start</c>, <c>root</c>.
    /// </summary>
    public IReadOnlyDictionary<string, ActivityNode> Embedded { get; init; } = new Dictionary<string, ActivityNode>();

    /// <summary>Cases of a switch, in order.</summary>
    public IReadOnlyList<SwitchCase> Cases { get; init; } = [];

    /// <summary>What happens when several arrows lead here; null in the document means <see cref="MergeMode.Stream"/>.</summary>
    public MergeMode MergeMode =>
        Enum.TryParse<MergeMode>(CustomProperties.Text("mergeMode"), true, out var mode) ? mode : MergeMode.Stream;

    /// <summary>The text on the canvas, or the name, or the id.</summary>
    public string DisplayText => Metadata.Text("displayText") ?? Name ?? Id;

    /// <summary>The input of that name (descriptor's name, <c>DueDays</c>; stored as <c>dueDays</c>), or null when not set.</summary>
    public Argument? Input(string name) => Properties.TryGetValue(CamelCase(name), out var value) ? Argument.From(value) : null;

    /// <summary>This activity and everything inside it, outermost first.</summary>
    public IEnumerable<ActivityNode> SelfAndDescendants()
    {
        yield return this;
        foreach (var child in Children())
        foreach (var descendant in child.SelfAndDescendants())
            yield return descendant;
    }

    /// <summary>Id of the activity with which a flowchart begins; null when it holds none.</summary>
    public string? StartId => FlowGraphs.StartId(this);

    // What a flowchart names as its start stands among its activities already.
    internal IEnumerable<ActivityNode> Children() =>
        (Activities ?? [])
            .Concat(Embedded.Values.Where(child => child.Id != FlowGraphs.Named(this)?.Id))
            .Concat(Cases.Where(c => c.Activity is not null).Select(c => c.Activity!));

    internal static string CamelCase(string name) =>
        name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}

/// <summary>An arrow: from a port of one activity to an inlet of another. Missing ports mean <c>Done</c> and <c>In</c>.</summary>
public sealed record Connection(string Source, string SourcePort, string Target, string TargetPort)
{
    /// <summary>Bends of the arrow, a JSON list; kept for the designer.</summary>
    public JsonElement Vertices { get; init; } = Json.EmptyArray;

    /// <inheritdoc/>
    public override string ToString() => $"{Source}:{SourcePort}->{Target}:{TargetPort}";
}

/// <summary>
/// One case of a switch: taken when <paramref name="Condition"/> is true. <paramref name="Activity"/> only in a switch that holds its
/// branches inside.
/// </summary>
public sealed record SwitchCase(string Label, Expression Condition, ActivityNode? Activity);

/// <summary>How an activity treats several arrows that lead to it. See <see cref="ExecutableWorkflow"/> for the exact rules.</summary>
public enum MergeMode
{
    /// <summary>Waits for every branch that is still on its way here, ignores those that are not.</summary>
    Stream,

    /// <summary>Same as <see cref="Stream"/>; the name an older designer writes for "not set".</summary>
    None,

    /// <summary>Needs every arrow to have been followed.</summary>
    Converge,

    /// <summary>As <see cref="Converge"/>: arrows that lead back from behind the activity are never needed.</summary>
    Merge,

    /// <summary>Every arrival runs the activity.</summary>
    Cascade,

    /// <summary>The first arrival wins; its siblings on their way here are cancelled.</summary>
    Race,
}
