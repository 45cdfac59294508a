using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// A variable (变量) of the workflow or of a container. <paramref name="Value"/> is the initial value, usually text; JSON null when unset.
/// </summary>
public sealed record Variable(string Id, string Name, string TypeName, bool IsArray, JsonElement Value)
{
    /// <summary>Properties of the document that the engine has no use for.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>An input or output that a workflow declares.</summary>
public sealed record WorkflowParameter(string Name, string Type, bool IsArray, string? DisplayName, string? Description)
{
    /// <summary>Properties of the document that the engine has no use for.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = new Dictionary<string, JsonElement>();
}
