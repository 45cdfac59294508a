using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>A text in both languages of the product.</summary>
public sealed record Bilingual(string Zh, string En);

/// <summary>What kind of thing an activity is; the words are Elsa's.</summary>
public enum ActivityKind
{
    /// <summary>Done at once, or waits for somebody.</summary>
    Action,

    /// <summary>May also start a workflow.</summary>
    Trigger,

    /// <summary>Work of its own in the background.</summary>
    Job,

    /// <summary>Work that may be done in the background.</summary>
    Task,
}

/// <summary>
/// Describes an activity type: what it needs, hands out, and by which ports one leaves it. The designer draws by it, the checks
/// judge by it, and the engine takes any type that is not its own as external.
/// </summary>
public sealed record ActivityDescriptor(string Type, int Version, Bilingual Category, Bilingual DisplayName, Bilingual Description)
{
    /// <summary>Kind, as the designer shows it.</summary>
    public ActivityKind Kind { get; init; } = ActivityKind.Action;

    /// <summary>What it needs.</summary>
    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];

    /// <summary>What it hands out.</summary>
    public IReadOnlyList<OutputDescriptor> Outputs { get; init; } = [];

    /// <summary>
    /// Ways out (flow ports) and slots for children (embedded ports). No flow port and not terminal: the one way out is <c>Done</c>.
    /// </summary>
    public IReadOnlyList<PortDescriptor> Ports { get; init; } = [];

    /// <summary>Holds other activities.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Stands at the beginning: no way in.</summary>
    public bool IsStart { get; init; }

    /// <summary>Ends its container: no way out.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>
    /// For a block: the flowchart that stands for it when it runs, whose ids begin with the block's own and a stroke, and which ends by
    /// <c>Elsa.Complete</c> with the port by which the block is left. It must draw whatever is written into the block. Null for any other.
    /// </summary>
    public Func<ActivityNode, ActivityNode>? DrawOut { get; init; }

    /// <summary>Offered in the toolbox.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Last part of the type, e.g. <c>FlowJoin</c>.</summary>
    public string Name => Type[(Type.LastIndexOf('.') + 1)..];

    /// <summary>All before the name, e.g. <c>Elsa</c>.</summary>
    public string Namespace => Type.LastIndexOf('.') is > 0 and var dot ? Type[..dot] : "";

    /// <summary>Describes a definition that is usable as an activity: its inputs, outputs and outcomes.</summary>
    public static ActivityDescriptor OfComposite(WorkflowDefinition definition) => CompositeDescriptors.Of(definition);

    /// <summary>
    /// Ports by which <paramref name="node"/> may be left: the static ones, or those that its dynamic outcomes or switch cases name.
    /// </summary>
    public IReadOnlyList<string> OutcomesOf(ActivityNode node) => Outcomes.Of(this, node);
}

/// <summary>One input of an activity type. <paramref name="TypeName"/> is Elsa's alias: String, Int32, Boolean, TimeSpan, ….</summary>
public sealed record InputDescriptor(string Name, string TypeName, Bilingual DisplayName, Bilingual Description)
{
    /// <summary>Editor in the designer: singleline, multiline, checkbox, dropdown, checklist, dynamic-outcomes, ….</summary>
    public string UiHint { get; init; } = "singleline";

    /// <summary>What the editor needs to know; null for none.</summary>
    public JsonElement? UiSpecifications { get; init; }

    /// <summary>What a drop-down offers; empty when the host fills it, or when it is none.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>Value when nothing is set; null for none.</summary>
    public JsonElement? DefaultValue { get; init; }

    /// <summary>
    /// Value that a newly drawn activity starts with, where that is not what absence means; null where it is.
    /// </summary>
    public JsonElement? InitialValue { get; init; }

    /// <summary>Language preset in the designer.</summary>
    public string DefaultSyntax { get; init; } = "Literal";

    /// <summary>A definition without it cannot be published.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Stored with its expression; false: stored bare (variable picker, switch editor).</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>Shown in the designer.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Group in the designer; null for none.</summary>
    public Bilingual? Category { get; init; }
}

/// <summary>One line of a drop-down.</summary>
public sealed record Choice(string Value, Bilingual Text);

/// <summary>One output of an activity type.</summary>
public sealed record OutputDescriptor(string Name, string TypeName, Bilingual DisplayName, Bilingual Description);

/// <summary>A port: a way out (<see cref="IsEmbedded"/> false) or a slot for a child.</summary>
public sealed record PortDescriptor(string Name, Bilingual DisplayName)
{
    /// <summary>A slot for a child instead of a way out.</summary>
    public bool IsEmbedded { get; init; }
}
