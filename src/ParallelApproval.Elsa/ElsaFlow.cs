using System.Collections.Frozen;
using System.Text.Json;
using Elsa.Workflows.Models;
using ParallelApproval.Engine;
using WorkflowDefinition = ParallelApproval.Engine.WorkflowDefinition;

namespace ParallelApproval.Elsa;

/// <summary>A definition made ready by Elsa: its graph, and the ports that may be asked for.</summary>
internal sealed class ElsaFlow : IFlow
{
    private readonly FrozenDictionary<string, Engine.ActivityNode> _drawn;
    private readonly ActivityCatalogue _catalogue;
    private readonly ElsaRuntime _runtime;

    public ElsaFlow(WorkflowDefinition definition, ActivityCatalogue catalogue, ElsaRuntime runtime)
    {
        (Definition, _catalogue, _runtime) = (definition, catalogue, runtime);
        _drawn = definition.Activities().DistinctBy(one => one.Id).ToFrozenDictionary(one => one.Id, StringComparer.Ordinal);
        Graph = runtime.Prepare(definition, catalogue);
    }

    /// <inheritdoc/>
    public WorkflowDefinition Definition { get; }

    /// <summary>As Elsa walks it.</summary>
    public WorkflowGraph Graph { get; }

    /// <summary>Elsa's state as it is kept.</summary>
    public string Write(global::Elsa.Workflows.State.WorkflowState state) => _runtime.Write(state);

    /// <summary>A flow moves only to a version with the same drawing, which has no other steps.</summary>
    public IReadOnlyList<string> OutOfReach(IFlowState state) => [];

    public IReadOnlyList<string> OutcomesOf(string activityId) =>
        _drawn.GetValueOrDefault(activityId) is { } node && _catalogue.Find(node.Type, node.Version) is { } descriptor
            ? descriptor.OutcomesOf(node)
            : [];

    public string NodeIdOf(string activityId) => _drawn.GetValueOrDefault(activityId)?.NodeId ?? activityId;

    public string TypeOf(string activityId) => _drawn.GetValueOrDefault(activityId)?.Type ?? "";

    /// <summary>The first step or arrow, by name, that the other draws otherwise; null when both draw the same.</summary>
    public string? FirstDifference(ElsaFlow other)
    {
        var (mine, theirs) = (Shape(), other.Shape());
        return mine.Except(theirs, StringComparer.Ordinal).Concat(theirs.Except(mine, StringComparer.Ordinal)).FirstOrDefault();
    }

    private List<string> Shape() =>
        [
            .. Definition
                .Activities()
                .SelectMany(one => (one.Connections ?? []).Select(arrow => $"{one.Id}: {arrow}").Prepend($"{one.Id} ({one.Type})")),
            .. Definition.Variables.Select(variable => $"{variable.Id} {variable.Name}"),
        ];
}
