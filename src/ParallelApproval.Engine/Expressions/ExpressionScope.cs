using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// What an expression can see from where its activity runs: variables of the containers around it, input, facts, outputs of other
/// activities.
/// </summary>
internal sealed class ExpressionScope(Step step, Execution run)
{
    private readonly Dictionary<string, JsonElement> _changes = new(StringComparer.Ordinal);

    /// <summary>Variables that the expression set.</summary>
    public IReadOnlyDictionary<string, JsonElement> Changes => _changes;

    public JsonElement Facts => step.Facts;

    public DateTimeOffset Now => step.Now;

    public string? CorrelationId => step.State.CorrelationId;

    public string? WorkflowName => step.State.Name;

    /// <summary>The number under which the host knows the workflow that runs: that of its case.</summary>
    public string? InstanceId => step.Facts.Text("number");

    public WorkflowDefinition Definition => step.Workflow.Definition;

    public string NameOf(string idOrName) => step.NodeOf(run).Names.Of(idOrName);

    public void Set(string name, JsonElement value) => _changes[name] = value;

    /// <summary>Undoes what the expression set: it is evaluated again.</summary>
    public void Forget() => _changes.Clear();

    public IReadOnlyDictionary<string, JsonElement> Results() => step.State.Results;

    public JsonElement? Variable(string name)
    {
        if (_changes.TryGetValue(name, out var changed))
            return changed;
        foreach (var values in Visible())
            if (values.TryGetValue(name, out var value))
                return value;
        return null;
    }

    /// <summary>All visible variables, nearest first in case of the same name.</summary>
    public Dictionary<string, JsonElement> Variables()
    {
        var all = new Dictionary<string, JsonElement>(_changes, StringComparer.Ordinal);
        foreach (var values in Visible())
        foreach (var (name, value) in values)
            all.TryAdd(name, value);
        return all;
    }

    public JsonElement? Input(string name)
    {
        if (Inputs() is not { ValueKind: JsonValueKind.Object } inputs)
            return null;
        foreach (var member in inputs.EnumerateObject())
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        return null;
    }

    /// <summary>Input of the composite around the activity, or of the workflow.</summary>
    public JsonElement? Inputs()
    {
        var composite = step.Enclosing(run, (_, node) => node.Composite is not null);
        return composite is null ? step.State.Input : composite.Items;
    }

    /// <summary>What an activity, by id or name, handed out when it last ended.</summary>
    public JsonElement? OutputOf(string activity, string? output)
    {
        var key = step.State.Results.ContainsKey(activity)
            ? activity
            : step.State.Results.Keys.FirstOrDefault(k =>
                step.Workflow.Find(k)?.Source is { } source && (source.Name == activity || source.Id == activity)
            );
        if (key is null)
            return null;
        var outputs = step.State.Results[key];
        if (output is not null)
            return outputs.Member(output) ?? outputs.Member(ActivityNode.CamelCase(output));
        return outputs.Member("Result") ?? outputs.Member("result") ?? outputs;
    }

    private IEnumerable<IReadOnlyDictionary<string, JsonElement>> Visible()
    {
        for (
            var at = step.NodeOf(run).Composite is null ? run : step.State.Find(run.Parent);
            at is not null;
            at = step.State.Find(at.Parent)
        )
        {
            if (at.Variables is { } own)
                yield return own;
            if (step.NodeOf(at).Composite is not null)
                yield break;
        }
        yield return step.State.Variables;
    }
}

/// <summary>Which outputs of activities expressions may ask for; only these are kept in the state.</summary>
internal static class Outputs
{
    public static bool AreAskedForIn(string text) =>
        text.Contains("getOutputFrom", StringComparison.Ordinal)
        || text.Contains("Outputs.", StringComparison.Ordinal)
        || text.Contains("Outputs[", StringComparison.Ordinal);

    public static bool MayBeOf(Node node, string text) =>
        text.Contains(node.Source.Id, StringComparison.Ordinal)
        || node.Source.Name is { Length: > 0 } name && text.Contains(name, StringComparison.Ordinal);
}
