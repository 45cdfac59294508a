using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// A value to be worked out when it is needed: <paramref name="Type"/> names the language (Literal, Object, Variable, Input,
/// Condition, JavaScript, Liquid), <paramref name="Value"/> holds the text or JSON value.
/// </summary>
public sealed record Expression(string Type, JsonElement Value)
{
    /// <summary>The expression as text: a string as it is, anything else as its JSON; empty for null.</summary>
    public string Text =>
        Value.ValueKind switch
        {
            JsonValueKind.String => Value.GetString()!,
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            _ => Value.GetRawText(),
        };

    internal bool IsEmpty => Value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
}

/// <summary>
/// An input of an activity as Elsa wraps it. <paramref name="TypeName"/> may be null (the descriptor's type then holds),
/// <paramref name="Expression"/> may be null (nothing set). <paramref name="MemoryReference"/> is the id of a variable, if any.
/// </summary>
public sealed record Argument(string? TypeName, Expression? Expression, string? MemoryReference)
{
    /// <summary>
    /// Reads a property of an activity: a wrapped argument, or a bare value which counts as a literal. Null when there is no value at all.
    /// </summary>
    internal static Argument? From(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            return new Argument(null, new Expression("Literal", value), null);
        var reference = value.Member("memoryReference") is { ValueKind: JsonValueKind.Object } memory ? memory.Text("id") : null;
        if (value.Member("expression") is { ValueKind: JsonValueKind.Object } expression)
            return new Argument(value.Text("typeName"), ExpressionFrom(expression), reference);
        return value.Member("typeName") is not null || value.Member("memoryReference") is not null || value.Member("expression") is not null
            ? new Argument(value.Text("typeName"), null, reference)
            : new Argument(null, new Expression("Literal", value), null);
    }

    internal static Expression ExpressionFrom(JsonElement expression) =>
        new(expression.Text("type") ?? "Literal", expression.Member("value") ?? Json.Null);
}
