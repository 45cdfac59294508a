using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Which ports an activity can be left by.</summary>
internal static class Outcomes
{
    public static readonly IReadOnlyList<string> Done = ["Done"];

    public static IReadOnlyList<string> Of(ActivityDescriptor descriptor, ActivityNode node)
    {
        if (descriptor.IsTerminal)
            return [];
        if (node.Cases.Count > 0 || descriptor.Type == "Elsa.FlowSwitch")
            return descriptor.Type == "Elsa.FlowSwitch" ? [.. node.Cases.Select(c => c.Label).Append("Default").Distinct()] : Done;
        if (descriptor.Inputs.FirstOrDefault(i => i.UiHint == "dynamic-outcomes") is { } dynamic)
            return Dynamic(descriptor, dynamic, node);
        var flow = descriptor.Ports.Where(p => !p.IsEmbedded).Select(p => p.Name).ToList();
        return flow.Count == 0 ? Done : flow;
    }

    private static IReadOnlyList<string> Dynamic(ActivityDescriptor descriptor, InputDescriptor input, ActivityNode node)
    {
        var outcomes = Items(
                node.Input(input.Name)?.Expression is { IsEmpty: false } given ? given
                : input.DefaultValue is { } standard ? new Expression("Object", standard)
                : null
            )
            .ToList();
        if (input.UiSpecifications?.Member("DynamicOutcomesOptions")?.Member("fixedOutcomes") is { ValueKind: JsonValueKind.Array } @fixed)
            outcomes.AddRange(@fixed.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.String).Select(o => o.GetString()!));
        if (outcomes.Count == 0)
            outcomes.AddRange(descriptor.Ports.Where(p => !p.IsEmbedded).Select(p => p.Name));
        return outcomes.Count == 0 ? Done : outcomes.Distinct(StringComparer.Ordinal).ToList();
    }

    private static IEnumerable<string> Items(Expression? expression)
    {
        if (expression is null || expression.IsEmpty || expression.Type is not ("Object" or "Literal" or "Json"))
            return [];
        var value = expression.Value;
        try
        {
            if (value.ValueKind == JsonValueKind.String)
                value = Json.Parse(value.GetString()!);
        }
        catch (JsonException)
        {
            return [];
        }
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(i => i.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(i => Values.Text(i)!)
            : [];
    }
}
