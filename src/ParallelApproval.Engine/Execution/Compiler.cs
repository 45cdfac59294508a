using System.Collections.Frozen;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Turns a definition into an <see cref="ExecutableWorkflow"/>.</summary>
internal sealed class Compiler(ActivityCatalogue catalogue, IEnumerable<WorkflowDefinition> composites)
{
    /// <summary>Most activities, those inside composites counted each time they stand somewhere.</summary>
    public const int MaxActivities = 5_000;

    private readonly List<WorkflowDefinition> _composites = composites.Where(c => c.UsableAsActivity).ToList();
    private readonly List<Node> _nodes = [];
    private VariableNames _names = new();
    private readonly Stack<string> _inside = new();

    public ExecutableWorkflow Compile(WorkflowDefinition definition)
    {
        _inside.Push(definition.DefinitionId);
        _names.Add(definition.Variables);
        _names.AddReadable(definition.Inputs.Select(input => input.Name));
        var root = Make(definition.DrawnOut(catalogue).Root, "", null);
        KeepOutputs();
        return new ExecutableWorkflow(definition, root, _nodes);
    }

    private Node Make(ActivityNode source, string prefix, Node? parent)
    {
        if (_nodes.Count >= MaxActivities)
            throw new WorkflowFormatException(
                "$.root",
                $"Expected at most {MaxActivities} activities, composites unfolded, but activity '{source.Id}' is one more"
            );
        var composite = CompositeOf(source);
        var descriptor = composite is null ? catalogue.Find(source.Type, source.Version) : CompositeDescriptors.Of(composite);
        var behaviour =
            composite is not null ? CompositeActivity.Instance
            : descriptor?.DrawOut is not null ? BlockActivity.Instance
            : BuiltInActivities.Find(source.Type) ?? (descriptor is null ? NotFoundActivity.Instance : ExternalActivity.Instance);
        descriptor ??= behaviour.Descriptor;
        var arguments = descriptor
            .Inputs.Where(i => i.IsWrapped)
            .ToFrozenDictionary(i => i.Name, i => CompiledArgument.Of(source.Input(i.Name), i));
        var node = new Node
        {
            Key = prefix + source.Id,
            NodeId = source.NodeId,
            Source = source,
            Descriptor = descriptor,
            Behaviour = behaviour,
            Parent = parent,
            Arguments = arguments,
            Bindings = Bindings(source, descriptor),
            Outcomes = descriptor.OutcomesOf(source),
            Names = _names,
        };
        if (arguments.Values.All(a => a.Constant is not null))
            node.ConstantInputs = Requests.Inputs(arguments.Values.Select(a => (a, a.Constant!.Value)));
        _nodes.Add(node);
        _names.Add(source.Variables ?? []);
        if (composite is not null)
            Unfold(node, composite, prefix);
        else
            Fill(node, source, prefix);
        return node;
    }

    private void Fill(Node node, ActivityNode source, string prefix)
    {
        node.Children = (source.Activities ?? []).Select(a => Make(a, prefix, node)).ToList();
        node.Embedded = source.Embedded.ToFrozenDictionary(e => e.Key, e => Make(e.Value, prefix, node));
        node.Cases = source
            .Cases.Select(c => new CompiledCase(
                c.Label,
                CompiledArgument.Of(new Argument("Boolean", c.Condition, null), ConditionInput),
                c.Activity is null ? null : Make(c.Activity, prefix, node)
            ))
            .ToList();
        if (node.Behaviour is Flowchart)
            node.Flow = FlowGraphs.Of(node, source);
    }

    private static readonly InputDescriptor ConditionInput = new("Condition", "Boolean", new("条件", "Condition"), new("", ""));

    private void Unfold(Node node, WorkflowDefinition composite, string prefix)
    {
        if (_inside.Contains(composite.DefinitionId))
            throw new WorkflowFormatException(
                "$.root",
                $"Expected composites not to contain each other, but '{composite.DefinitionId}' contains itself at activity "
                    + $"'{node.Source.Id}'"
            );
        _inside.Push(composite.DefinitionId);
        var outer = _names;
        _names = new VariableNames();
        _names.Add(composite.Variables);
        _names.AddReadable(composite.Inputs.Select(input => input.Name));
        var root = Make(composite.DrawnOut(catalogue).Root, $"{prefix}{node.Source.Id}/", node);
        node.Composite = new CompiledComposite(composite, root, composite.Inputs.Select(p => (p, node.Arguments[p.Name])).ToList());
        _names = outer;
        _inside.Pop();
    }

    private WorkflowDefinition? CompositeOf(ActivityNode source)
    {
        if (_composites.Count == 0 || BuiltInActivities.Find(source.Type) is not null)
            return null;
        var id =
            source.Properties.TryGetValue("workflowDefinitionId", out var given) && given.ValueKind == JsonValueKind.String
                ? given.GetString()
                : null;
        return _composites
            .Where(c => id is not null ? c.DefinitionId == id : c.TypeName == source.Type || c.DefinitionId == source.Type)
            .OrderBy(c => c.Version == source.Version ? 0 : 1)
            .FirstOrDefault();
    }

    private static List<(string, string)> Bindings(ActivityNode source, ActivityDescriptor descriptor) =>
        descriptor
            .Outputs.Select(o => (o.Name, Id: source.Input(o.Name)?.MemoryReference))
            .Where(b => b.Id is not null)
            .Select(b => (b.Name, b.Id!))
            .ToList();

    private void KeepOutputs()
    {
        var texts = _nodes
            .SelectMany(n => n.Arguments.Values.Concat(n.Cases.Select(c => c.Condition)))
            .Where(a => a.Expression?.Type is "JavaScript" or "Liquid")
            .Select(a => a.Expression!.Text)
            .Where(Outputs.AreAskedForIn)
            .ToList();
        if (texts.Count == 0)
            return;
        foreach (var node in _nodes)
            node.KeepsOutputs = texts.Any(t => Outputs.MayBeOf(node, t));
    }
}
