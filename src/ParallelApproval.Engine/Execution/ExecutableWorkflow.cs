using System.Collections.Frozen;

namespace ParallelApproval.Engine;

/// <summary>
/// A definition made ready to run: immutable, safe to share between threads, kept by the host. All questions about the graph are answered
/// here, once.
/// </summary>
/// <remarks>
/// <para><b>Tokens.</b> An activity that ends puts one token on every arrow of its outcomes; an outcome without an arrow ends that branch.
/// A token is taken by the activity that begins because of it. A flowchart ends when neither token nor running activity is left in it.
/// The activity through which every way to a join leads is the join's <i>gate</i> (its immediate dominator, as a rule the fork in front of
/// it); what a run of the gate sends out, and all that descends from it, carries the run's number until it is joined. A branch that goes
/// back in front of the gate while its siblings are under way stays with them.</para>
/// <para><b>Merging.</b> Something <i>is on its way</i> to an activity when it runs, or waits on an arrow, at a place from where the drawn
/// arrows lead to the activity without passing through it, and it carries the same gate number. Then:</para>
/// <list type="bullet">
/// <item><description><b>Stream</b> (and not set), FlowJoin <b>WaitAllActive</b>: begins once, with all tokens that arrived, when nothing
/// is on its way any more. For an activity that is not a FlowJoin, arrows that come back from behind it (a loop that does not pass the
/// gate) are not waited for and pass at once.</description></item>
/// <item><description><b>Converge</b>, <b>Merge</b>, FlowJoin <b>WaitAll</b>: waits in the same way, so a returned branch is waited for
/// again; it then begins if every arrow was followed. Arrows that only lead back from behind it are not needed. Once it has begun, arrows
/// count as followed until its gate runs again, so that a loop may redo one branch alone. If an arrow was not followed and cannot be any
/// more, it is skipped, as in Elsa (<see cref="JoinSkipped"/>).</description></item>
/// <item><description><b>Race</b>, FlowJoin <b>WaitAny</b>: begins at the first arrival; what else is on its way is cancelled: all of the
/// same gate run that leads here, and nothing else.</description></item>
/// <item><description><b>Cascade</b>: every arrival begins a run.</description></item>
/// </list>
/// <para>Joins that wait for each other in a ring, with nothing else on its way, are released from the first one drawn. So no join can hang
/// for ever.</para>
/// </remarks>
public sealed class ExecutableWorkflow : IFlow
{
    private readonly FrozenDictionary<string, Node> _nodes;

    internal ExecutableWorkflow(WorkflowDefinition definition, Node root, IEnumerable<Node> nodes)
    {
        Definition = definition;
        Root = root;
        _nodes = nodes.GroupBy(n => n.Key, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>What was compiled.</summary>
    public WorkflowDefinition Definition { get; }

    internal Node Root { get; }

    /// <summary>
    /// Compiles a definition. What the checks would find does not stop it: an unknown activity becomes an incident when it is reached.
    /// </summary>
    /// <param name="definition">Any version, draft or published.</param>
    /// <param name="catalogue">Types it may use.</param>
    /// <param name="composites">Definitions that may stand as activities in it; those not usable as activity are left out.</param>
    /// <exception cref="WorkflowFormatException">Composites contain each other, or the whole is too large.</exception>
    public static ExecutableWorkflow Compile(
        WorkflowDefinition definition,
        ActivityCatalogue catalogue,
        IEnumerable<WorkflowDefinition>? composites = null
    ) => new Compiler(catalogue, composites ?? []).Compile(definition);

    /// <summary>Ports by which that activity may be left; null when there is no such activity.</summary>
    public IReadOnlyList<string>? OutcomesOf(string activityId) => _nodes.TryGetValue(activityId, out var node) ? node.Outcomes : null;

    /// <summary>
    /// The activity as drawn (node id, type, name, display text); inside a composite the id is <c>outer/inner</c>. Null when there is none.
    /// </summary>
    public ActivityNode? ActivityOf(string activityId) => _nodes.TryGetValue(activityId, out var node) ? node.Source : null;

    /// <summary>
    /// Activities of the running flowcharts that this state can no longer come to: it stands at none of them and no arrow leads there.
    /// </summary>
    public IReadOnlyList<string> OutOfReach(WorkflowState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var gone = new List<string>();
        foreach (var scope in state.Executions)
        {
            if (Find(scope.ActivityId)?.Flow is not { } flow)
                continue;
            var walk = new FlowWalk(flow.Nodes.Count, flow.Arrows, flow.Start);
            var places = state
                .Executions.Where(x => x.Parent == scope.Number)
                .Select(x => Find(x.ActivityId)?.FlowIndex ?? -1)
                .Concat(
                    state
                        .Tokens.Where(t => t.Scope == scope.Number && flow.ByKey.ContainsKey(t.Connection))
                        .Select(t => flow.ByKey[t.Connection].Target)
                )
                .Where(place => place >= 0)
                .ToHashSet();
            gone.AddRange(
                flow.Nodes.Where((_, i) => !places.Contains(i) && !places.Any(place => walk.Reaches(place, i, without: -1)))
                    .Select(node => node.Key)
            );
        }
        return gone;
    }

    IReadOnlyList<string> IFlow.OutOfReach(IFlowState state) => OutOfReach((WorkflowState)state);

    internal Node? Find(string key) => _nodes.GetValueOrDefault(key);
}

/// <summary>Names of variables by their ids, in one workflow or composite. Filled while compiling, only read afterwards.</summary>
internal sealed class VariableNames
{
    private readonly Dictionary<string, string> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _readable = new(["CurrentValue", "CurrentIndex"], StringComparer.Ordinal);

    public void Add(IEnumerable<Variable> variables)
    {
        foreach (var variable in variables)
            _byId.TryAdd(variable.Id, variable.Name);
    }

    public string Of(string idOrName) => _byId.GetValueOrDefault(idOrName, idOrName);

    public bool Has(string id) => _byId.ContainsKey(id);

    /// <summary>Names of inputs and of loop values, which scripts read by accessors like those of variables.</summary>
    public void AddReadable(IEnumerable<string> names) => _readable.UnionWith(names);

    /// <summary>Whether scripts have accessors for that name, its first letter large.</summary>
    public bool HasAccessor(string name) =>
        _byId.Values.Concat(_readable).Any(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    public bool HasIdOrName(string idOrName) => Has(idOrName) || _byId.ContainsValue(idOrName);
}
