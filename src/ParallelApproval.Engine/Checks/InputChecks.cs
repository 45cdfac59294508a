namespace ParallelApproval.Engine;

/// <summary>Required inputs are there, expressions parse, variables exist.</summary>
internal static class InputChecks
{
    public static void Check(Node node, Problems problems)
    {
        foreach (var input in node.Descriptor.Inputs.Where(i => i.IsRequired))
            Required(node, input, problems);
        foreach (var argument in node.Arguments.Values)
            Expression(node, argument, argument.Name, problems);
        foreach (var one in node.Cases)
            Expression(node, one.Condition, $"case {one.Label}", problems);
        foreach (var (output, variable) in node.Bindings)
            if (!node.Names.Has(variable))
                UnknownVariable(node, output, variable, problems);
        if (
            node.Behaviour is SetVariable
            && node.Source.Properties.GetValueOrDefault("variable").Text("id") is { } id
            && !node.Names.Has(id)
        )
            UnknownVariable(node, "Variable", id, problems);
        if (node.Behaviour is FlowJoin && node.Argument("Mode") is { IsSet: true, Constant: null })
            problems.Error(
                node.Key,
                "join_mode_not_constant",
                "Expected the mode of join '{activity}' to be WaitAll, WaitAllActive or WaitAny, but it is an expression."
            );
        if (node.Behaviour is Break && !IsInLoop(node))
            problems.Error(node.Key, "break_outside_loop", "Expected '{activity}' to stand inside a loop, but it does not.");
    }

    private static void Required(Node node, InputDescriptor input, Problems problems)
    {
        var isSet = input.IsWrapped
            ? node.Argument(input.Name) is { } argument
                && (argument.IsSet && argument.Expression is not { Type: "Literal", Text: "" } || input.DefaultValue is not null)
            : node.Source.Properties.TryGetValue(ActivityNode.CamelCase(input.Name), out var value)
                && value.ValueKind != System.Text.Json.JsonValueKind.Null;
        if (!isSet)
            problems.Error(
                node.Key,
                "missing_input",
                "Expected input {input} of activity '{activity}' to be set, but it is not.",
                ("input", input.Name)
            );
    }

    private static void Expression(Node node, CompiledArgument argument, string input, Problems problems)
    {
        if (argument.Defect is { } defect)
            problems.Error(
                node.Key,
                "expression_does_not_parse",
                "Expected input {input} of activity '{activity}' to be a valid {language} expression, but: {defect}",
                ("input", input),
                ("language", argument.Expression!.Type),
                ("defect", defect)
            );
        else if (
            argument.Expression is { Type: "Variable" } expression
            && VariableExpression.Of(expression) is { IdOrName: var id }
            && !node.Names.HasIdOrName(id)
            && id is not ("CurrentValue" or "CurrentIndex")
        )
            UnknownVariable(node, input, id, problems);
    }

    private static void UnknownVariable(Node node, string where, string variable, Problems problems) =>
        problems.Error(
            node.Key,
            "unknown_variable",
            "Expected {where} of activity '{activity}' to name a variable, but there is no variable '{variable}'.",
            ("where", where),
            ("variable", variable)
        );

    private static bool IsInLoop(Node node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent)
            if (at.Behaviour is Loop)
                return true;
        return false;
    }
}
