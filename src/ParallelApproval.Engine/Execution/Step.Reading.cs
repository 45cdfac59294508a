using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>What activities ask of the step: their inputs evaluated, the containers around them.</summary>
internal sealed partial class Step
{
    /// <summary>Value of an argument seen from that run; sets the variables that the expression set.</summary>
    public JsonElement Evaluate(Execution run, CompiledArgument argument)
    {
        if (argument.Constant is { } constant)
            return constant;
        var scope = new ExpressionScope(this, run);
        var value = argument.Evaluate(scope);
        foreach (var (name, changed) in scope.Changes)
            Set(run, name, changed);
        return value;
    }

    /// <summary>Value of that input; null when it is not set.</summary>
    public JsonElement? Value(Execution run, Node node, string input) =>
        node.Argument(input) is { } argument ? Evaluate(run, argument) : null;

    public string? Text(Execution run, Node node, string input) => Value(run, node, input) is { } value ? Values.Text(value) : null;

    public bool Flag(Execution run, Node node, string input) => Value(run, node, input) is { } value && Values.IsTrue(value);

    public long? Whole(Execution run, Node node, string input)
    {
        var value = Value(run, node, input);
        if (value is not { } given || given.ValueKind == JsonValueKind.Null)
            return null;
        return given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out var whole)
            ? whole
            : throw new ActivityFailure(
                "not_whole",
                $"Expected {input} of '{node.Key}' to be a whole number, but it is {given.GetRawText()}."
            );
    }

    /// <summary>The nearest run around that one which fits; null for none.</summary>
    public Execution? Enclosing(Execution run, Func<Execution, Node, bool> fits)
    {
        for (var at = _state.Find(run.Parent); at is not null; at = _state.Find(at.Parent))
            if (fits(at, NodeOf(at)))
                return at;
        return null;
    }
}
