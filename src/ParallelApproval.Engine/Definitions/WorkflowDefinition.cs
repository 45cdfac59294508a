using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// A workflow definition (流程定义) in the JSON that Elsa Studio saves. <see cref="Id"/> is the id of this version,
/// <see cref="DefinitionId"/> that of all versions together. What the engine does not know survives the round trip.
/// </summary>
public sealed record WorkflowDefinition
{
    /// <summary>Longest document that is read, in characters.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of JSON that is read.</summary>
    public const int MaxDepth = 128;

    /// <summary>Id of this version.</summary>
    public string Id { get; init; } = "";

    /// <summary>Id that all versions share.</summary>
    public string DefinitionId { get; init; } = "";

    /// <summary>1, 2, 3, ….</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name shown to people; null when not given.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for; null when not given.</summary>
    public string? Description { get; init; }

    /// <summary>Version of the tool that wrote it, e.g. <c>3.8.2.0</c>.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>When this version was made, with its offset; null when not given.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>No later version exists.</summary>
    public bool IsLatest { get; init; }

    /// <summary>New cases may start on it.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Variables of the whole workflow.</summary>
    public IReadOnlyList<Variable> Variables { get; init; } = [];

    /// <summary>What may be given at start.</summary>
    public IReadOnlyList<WorkflowParameter> Inputs { get; init; } = [];

    /// <summary>What it hands back at the end.</summary>
    public IReadOnlyList<WorkflowParameter> Outputs { get; init; } = [];

    /// <summary>Ports it has when used as an activity.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Options as they came.</summary>
    public JsonElement Options { get; init; } = Json.EmptyObject;

    /// <summary>Custom properties as they came.</summary>
    public JsonElement CustomProperties { get; init; } = Json.EmptyObject;

    /// <summary>The activity that runs, as a rule an <c>Elsa.Flowchart</c>.</summary>
    public required ActivityNode Root { get; init; }

    /// <summary>Properties of the document that the engine has no use for, e.g. <c>isReadonly</c>, <c>materializerName</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>May stand as one activity in another workflow.</summary>
    public bool UsableAsActivity => Options.Flag("usableAsActivity");

    /// <summary>The strategies for incidents that are carried out (故障处理策略), as the last part of Elsa's names.</summary>
    public static readonly IReadOnlyList<string> IncidentStrategies = ["ContinueWithIncidentsStrategy", FaultStrategy];

    /// <summary>The whole flow ends where a step fails.</summary>
    public const string FaultStrategy = "FaultStrategy";

    /// <summary>The last part of the name that the option gives, with or without its assembly; null where nothing is chosen.</summary>
    public string? IncidentStrategy =>
        Options.Member("incidentStrategyType") switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.String } name when string.IsNullOrWhiteSpace(name.GetString()) => null,
            { ValueKind: JsonValueKind.String } name => name.GetString()!.Split(',')[0].Split('.')[^1].Trim(),
            { } other => other.GetRawText(),
        };

    /// <summary>
    /// Whether the whole flow ends where a step fails. Otherwise, and where nothing is chosen, the step stands failed and the branches
    /// beside it go on.
    /// </summary>
    public bool EndsAtFault => IncidentStrategy == FaultStrategy;

    /// <summary>
    /// The activity type under which other workflows use it: the name without spaces, first letter upper case; the definition id when there
    /// is no name.
    /// </summary>
    public string TypeName
    {
        get
        {
            var name = string.Concat((Name ?? DefinitionId).Where(c => !char.IsWhiteSpace(c)));
            return name.Length == 0 ? DefinitionId : char.ToUpperInvariant(name[0]) + name[1..];
        }
    }

    /// <summary>Reads a definition.</summary>
    /// <exception cref="WorkflowFormatException">Not JSON, too long, too deep, or not a definition; says where.</exception>
    public static WorkflowDefinition Parse(string json) => DefinitionReader.Read(json);

    /// <summary>Writes the definition in the same JSON, indented on demand.</summary>
    public string ToJson(bool indented = false) => DefinitionWriter.Write(this, indented);

    /// <summary>Every activity, outermost first.</summary>
    public IEnumerable<ActivityNode> Activities() => Root.SelfAndDescendants();
}
