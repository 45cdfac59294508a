using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>An input made ready: constant where it can be, else an expression that is evaluated in a scope.</summary>
internal sealed class CompiledArgument
{
    private readonly string? _type;
    private readonly string _what;
    private readonly IReadyExpression? _ready;

    private CompiledArgument(
        string name,
        string? type,
        string what,
        Expression? expression,
        JsonElement? constant,
        IReadyExpression? ready,
        bool isSet
    ) => (Name, _type, _what, Expression, Constant, _ready, IsSet) = (name, type, what, expression, constant, ready, isSet);

    /// <summary>Name of the input.</summary>
    public string Name { get; }

    public Expression? Expression { get; }

    /// <summary>The value when it does not depend on anything.</summary>
    public JsonElement? Constant { get; }

    /// <summary>The definition has a value for it.</summary>
    public bool IsSet { get; }

    public static CompiledArgument Of(Argument? argument, InputDescriptor input)
    {
        var type = argument?.TypeName ?? input.TypeName;
        var expression =
            argument?.Expression is { } given ? given
            : argument?.MemoryReference is { } id ? new Expression("Variable", Json.Of(id))
            : null;
        if (expression is null || expression.IsEmpty || expression.Text.Length == 0 && expression.Type != "Literal")
            return new CompiledArgument(input.Name, type, input.Name, null, input.DefaultValue ?? Json.Null, null, false);
        var ready = ReadyExpression.Of(expression, input);
        if (ready is not IConstant constant)
            return new CompiledArgument(input.Name, type, input.Name, expression, null, ready, true);
        try
        {
            return new CompiledArgument(
                input.Name,
                type,
                input.Name,
                expression,
                Values.Convert(constant.Value, type, input.Name),
                null,
                true
            );
        }
        catch (ActivityFailure failure)
        {
            return new CompiledArgument(input.Name, type, input.Name, expression, null, new Failing(failure.Code, failure.Message), true);
        }
    }

    internal IReadyExpression? Ready => _ready;

    /// <summary>Whether what comes out must be true or false.</summary>
    public bool IsFlag => _type is { } type && type.Contains("Bool", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why it can never be evaluated; null when it can.</summary>
    public string? Defect => (_ready as Failing)?.Message;

    public JsonElement Evaluate(ExpressionScope scope) => Constant ?? Values.Convert(_ready!.Evaluate(scope), _type, _what);
}
