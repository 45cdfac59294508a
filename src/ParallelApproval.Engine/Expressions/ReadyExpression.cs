using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>An expression parsed and ready to be evaluated, by many threads.</summary>
internal interface IReadyExpression
{
    /// <exception cref="ActivityFailure">It cannot be evaluated.</exception>
    JsonElement Evaluate(ExpressionScope scope);
}

/// <summary>An expression that always has the same value.</summary>
internal interface IConstant : IReadyExpression
{
    JsonElement Value { get; }
}

/// <summary>Finds the language of an expression and parses it.</summary>
internal static class ReadyExpression
{
    /// <summary>Languages the engine evaluates.</summary>
    public static readonly IReadOnlyList<string> Languages =
    [
        "Literal",
        "Object",
        "Json",
        "Variable",
        "Input",
        "Condition",
        "JavaScript",
        "Liquid",
    ];

    public static IReadyExpression Of(Expression expression, InputDescriptor input)
    {
        try
        {
            return expression.Type switch
            {
                "Literal" => new Literal(expression.Value),
                "Object" or "Json" => ObjectExpression.Of(expression, input),
                "Variable" => VariableExpression.Of(expression),
                "Input" => InputExpression.Of(expression),
                "Condition" => Condition.Prepare(expression.Text),
                "JavaScript" => JavaScript.Prepare(expression.Text),
                "Liquid" => Liquid.Prepare(expression.Text),
                _ => new Failing(
                    "expression_language_unknown",
                    $"Expected one of the languages {string.Join(", ", Languages)}, but it is {expression.Type}."
                ),
            };
        }
        catch (ActivityFailure failure)
        {
            return new Failing(failure.Code, failure.Message);
        }
    }
}

/// <summary>An expression that does not parse: fails when it is needed.</summary>
internal sealed record Failing(string Code, string Message) : IReadyExpression
{
    public JsonElement Evaluate(ExpressionScope scope) => throw new ActivityFailure(Code, Message);
}

/// <summary>A value written as it is.</summary>
internal sealed record Literal(JsonElement Value) : IConstant
{
    public JsonElement Evaluate(ExpressionScope scope) => Value;
}

/// <summary>The value of a variable; stored as its id, its name, or as the variable object.</summary>
internal sealed record VariableExpression(string IdOrName) : IReadyExpression
{
    public static VariableExpression Of(Expression expression)
    {
        var value = Document(expression, "the variable");
        var id = value.ValueKind == JsonValueKind.Object ? value.Text("id") ?? value.Text("name") : expression.Text;
        return id is { Length: > 0 }
            ? new VariableExpression(id)
            : throw new ActivityFailure("variable_missing", "Expected the expression to name a variable, but it names none.");
    }

    public JsonElement Evaluate(ExpressionScope scope) => scope.Variable(scope.NameOf(IdOrName)) ?? Json.Null;

    /// <summary>What a picker of the designer's tool chose: a JSON document, often as text; a name typed by hand stays text.</summary>
    internal static JsonElement Document(Expression expression, string what) =>
        expression.Value.ValueKind == JsonValueKind.String && expression.Text.TrimStart().StartsWith('{')
            ? Values.ParseOrFail(expression.Text, what)
            : expression.Value;
}

/// <summary>The value of an input of the workflow; stored as its name, or as the document <c>{"Name": …}</c> that Studio writes.</summary>
internal sealed record InputExpression(string Name) : IReadyExpression
{
    public static InputExpression Of(Expression expression)
    {
        var value = VariableExpression.Document(expression, "the input");
        var name = value.ValueKind == JsonValueKind.Object ? value.Text("Name") ?? value.Text("name") : expression.Text;
        return name is { Length: > 0 }
            ? new InputExpression(name)
            : throw new ActivityFailure("input_missing", "Expected the expression to name an input of the workflow, but it names none.");
    }

    public JsonElement Evaluate(ExpressionScope scope) => scope.Input(Name) ?? Json.Null;
}

/// <summary>A JSON value; in a dictionary each member may be an expression of its own.</summary>
internal sealed record ObjectExpression(IReadOnlyList<(string Key, IReadyExpression Value)> Members) : IReadyExpression
{
    public static IReadyExpression Of(Expression expression, InputDescriptor input)
    {
        var value = expression.Value.ValueKind == JsonValueKind.String ? Values.ParseOrFail(expression.Text, input.Name) : expression.Value;
        var isDictionary =
            value.ValueKind == JsonValueKind.Object
            && value.EnumerateObject().Any()
            && value
                .EnumerateObject()
                .All(m =>
                    m.Value.Text("type") is { } type && ReadyExpression.Languages.Contains(type) && m.Value.Member("value") is not null
                );
        if (!isDictionary)
            return new Literal(value);
        return new ObjectExpression(
            value.EnumerateObject().Select(m => (m.Name, ReadyExpression.Of(Argument.ExpressionFrom(m.Value), input))).ToList()
        );
    }

    public JsonElement Evaluate(ExpressionScope scope) =>
        Json.Object(Members.Select(m => new KeyValuePair<string, JsonElement>(m.Key, m.Value.Evaluate(scope))));
}
