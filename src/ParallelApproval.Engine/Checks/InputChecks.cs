namespace ParallelApproval.Engine;

/// <summary>Required inputs are there, expressions parse, variables exist.</summary>
internal static class InputChecks
{
    public static void Check(Node node, Problems problems)
    {
        foreach (var input in node.Descriptor.Inputs.Where(i => i.IsRequired))
            Required(node, input, problems);
        foreach (var argument in node.Arguments.Values)
        {
            Expression(node, argument, argument.Name, problems);
            Chosen(node, argument, problems);
        }

        MergeModeOf(node, problems);
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
        if (
            node.Behaviour is Cron
            && node.Argument("CronExpression") is { IsSet: true, Constant: { } cron }
            && !CronTimes.IsSound(Values.Text(cron))
        )
            problems.Error(
                node.Key,
                "cron_invalid",
                "Expected '{activity}' to be set to five or six fields such as 0 2 * * *, but it is '{value}'.",
                ("value", Values.Text(cron) ?? "")
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
        else if (argument.Ready is JavaScript script)
            UnknownNames(node, input, script, problems);
        else if (argument.Ready is Liquid { ComparesOutside: true } && argument.IsFlag)
            problems.Error(
                node.Key,
                "liquid_not_a_condition",
                "Expected the condition in input {input} of activity '{activity}' to come out as true or false, but a comparison outside "
                    + "of the braces is plain text. Write {% if … %}true{% else %}false{% endif %}.",
                ("input", input)
            );
    }

    private static void Chosen(Node node, CompiledArgument argument, Problems problems)
    {
        if (node.Descriptor.Inputs.FirstOrDefault(input => input.Name == argument.Name) is not { Choices.Count: > 0 } input)
            return;
        var value =
            argument.Constant is { } constant && argument.IsSet ? Values.Text(constant)
            : IsNothing(node, input) ? ""
            : null;
        if (value is null || input.Choices.Any(choice => string.Equals(choice.Value, value, StringComparison.OrdinalIgnoreCase)))
            return;
        problems.Error(
            node.Key,
            "input_not_a_choice",
            "Expected input {input} of activity '{activity}' to be one of {choices}, but it is '{value}'.",
            ("input", input.Name),
            ("choices", string.Join(", ", input.Choices.Select(choice => choice.Value))),
            ("value", value)
        );
    }

    // Somebody has written that the join has no way of joining, which is not the same as writing nothing.
    private static bool IsNothing(Node node, InputDescriptor input) =>
        node.Behaviour is FlowJoin && node.Source.Input(input.Name)?.Expression is { IsEmpty: true };

    private static void MergeModeOf(Node node, Problems problems)
    {
        if (node.Source.CustomProperties.Member("mergeMode") is not { ValueKind: not System.Text.Json.JsonValueKind.Null } written)
            return;
        var names = Enum.GetNames<MergeMode>();
        if (
            !names.Contains(
                written.ValueKind is System.Text.Json.JsonValueKind.String ? written.GetString() : null,
                StringComparer.OrdinalIgnoreCase
            )
        )
            problems.Error(
                node.Key,
                "merge_mode_unknown",
                "Expected the merge mode of '{activity}' to be one of {choices}, but it is {value}.",
                ("choices", string.Join(", ", names)),
                ("value", written.GetRawText())
            );
    }

    private static void UnknownNames(Node node, string input, JavaScript script, Problems problems)
    {
        var unknown = script.UnknownNames.Where(name => !IsAccessor(node, name)).ToList();
        if (unknown.Count > 0)
            problems.Error(
                node.Key,
                "script_name_unknown",
                "Expected the script in input {input} of activity '{activity}' to use names that exist, but {names} do not.",
                ("input", input),
                ("names", string.Join(", ", unknown))
            );
    }

    private static bool IsAccessor(Node node, string name) =>
        name.Length > 3
        && (name.StartsWith("get", StringComparison.Ordinal) || name.StartsWith("set", StringComparison.Ordinal))
        && node.Names.HasAccessor(name[3..]);

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
