using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>A workflow that stands as one activity (子流程) in another: its root runs inside, with variables and input of its own.</summary>
internal sealed class CompositeActivity : BuiltInActivity
{
    public static readonly CompositeActivity Instance = new();

    public override ActivityDescriptor Descriptor => throw new NotSupportedException("A composite is described by its definition.");

    public override void Begin(Step step, Execution run, Node node)
    {
        var composite = node.Composite!;
        var input = Json.Object(
            composite.Inputs.Select(i => new KeyValuePair<string, JsonElement>(i.Parameter.Name, step.Evaluate(run, i.Argument)))
        );
        step.Emit(new ActivityAdvanced(step.Now, run.Number, 0, input));
        step.Begin(composite.Root, run.Number);
    }

    public override void ChildEnded(Step step, Execution run, Node node, Node child, IReadOnlyList<string> outcomes) =>
        End(step, run, Outcomes.Done);

    public static void End(Step step, Execution run, IReadOnlyList<string> outcomes)
    {
        var outputs = step.State.Find(run.Number)?.Outputs;
        step.Complete(run, outcomes, outputs is null ? null : Json.Object(outputs));
    }
}

/// <summary>Describes a definition as an activity.</summary>
internal static class CompositeDescriptors
{
    public static ActivityDescriptor Of(WorkflowDefinition definition)
    {
        var name = definition.Name ?? definition.DefinitionId;
        return new ActivityDescriptor(
            definition.TypeName,
            definition.Version,
            Describe.Composition,
            new(name, name),
            new(definition.Description ?? "", definition.Description ?? "")
        )
        {
            Inputs = definition
                .Inputs.Select(p => new InputDescriptor(
                    p.Name,
                    p.Type,
                    new(p.DisplayName ?? p.Name, p.DisplayName ?? p.Name),
                    new(p.Description ?? "", p.Description ?? "")
                ))
                .ToList(),
            Outputs = definition
                .Outputs.Select(p => new OutputDescriptor(
                    p.Name,
                    p.Type,
                    new(p.DisplayName ?? p.Name, p.DisplayName ?? p.Name),
                    new(p.Description ?? "", p.Description ?? "")
                ))
                .ToList(),
            Ports = definition.Outcomes.Append("Done").Distinct().Select(o => Describe.Port(o, o, o)).ToList(),
        };
    }
}
