using System.Collections.Frozen;

namespace ParallelApproval.Engine;

/// <summary>An activity made ready to run: its descriptor found, its arguments compiled, its place in the graph known.</summary>
internal sealed class Node
{
    /// <summary>Activity id; inside a composite <c>outer/inner</c>.</summary>
    public required string Key { get; init; }

    public required string NodeId { get; init; }

    public required ActivityNode Source { get; init; }

    public required ActivityDescriptor Descriptor { get; init; }

    public required BuiltInActivity Behaviour { get; init; }

    public Node? Parent { get; set; }

    public FlowGraph? Flow { get; set; }

    /// <summary>Place in the container's flow graph.</summary>
    public int FlowIndex { get; set; } = -1;

    public IReadOnlyList<Node> Children { get; set; } = [];

    public FrozenDictionary<string, Node> Embedded { get; set; } = FrozenDictionary<string, Node>.Empty;

    public IReadOnlyList<CompiledCase> Cases { get; set; } = [];

    public required FrozenDictionary<string, CompiledArgument> Arguments { get; init; }

    /// <summary>Variables that take an output: output name → variable.</summary>
    public required IReadOnlyList<(string Output, string VariableId)> Bindings { get; init; }

    /// <summary>Variables of the workflow or composite in which it stands.</summary>
    public required VariableNames Names { get; init; }

    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>Expressions elsewhere ask for what this activity hands out.</summary>
    public bool KeepsOutputs { get; set; }

    /// <summary>When all arguments are constant: the request's inputs, made once.</summary>
    public System.Text.Json.JsonElement? ConstantInputs { get; set; }

    public CompiledComposite? Composite { get; set; }

    public CompiledArgument? Argument(string name) => Arguments.GetValueOrDefault(name);
}

/// <summary>A case of a switch with its condition compiled.</summary>
internal sealed record CompiledCase(string Label, CompiledArgument Condition, Node? Child);

/// <summary>A workflow that stands as one activity in another.</summary>
internal sealed record CompiledComposite(
    WorkflowDefinition Definition,
    Node Root,
    IReadOnlyList<(WorkflowParameter Parameter, CompiledArgument Argument)> Inputs
);
