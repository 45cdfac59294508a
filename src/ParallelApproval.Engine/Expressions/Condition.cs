using System.Globalization;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// A condition that needs no programming (条件): <c>form.areaSquareMetres > 300 and (applicantKind = Person or form.hasGasSupply)</c>. Facts
/// stand left of the sign, values right of it: a number, a day <c>2026-03-02</c>, <c>true</c> or <c>false</c> (是, 否), a word, or a text in
/// quotation marks. Signs: <c>=</c>, <c>≠</c>, <c>&lt;</c>, <c>≤</c>, <c>></c>, <c>≥</c>, <c>contains</c> (包含), <c>is empty</c> (为空),
/// <c>is not empty</c> (不为空); lines are joined by <c>and</c> (且) and <c>or</c> (或), turned round by <c>not</c> (非), and grouped by
/// brackets; <c>and</c> binds closer. A fact that is empty fulfils nothing but <c>is empty</c> and <c>≠</c>. At most 2,000 characters and
/// 50 lines.
/// </summary>
internal sealed class Condition : IReadyExpression
{
    public const int MaxLength = 2_000,
        MaxLines = 50;

    private Condition(Term whole, IReadOnlyList<Comparison> comparisons) => (Whole, Comparisons) = (whole, comparisons);

    /// <summary>All of it.</summary>
    internal Term Whole { get; }

    /// <summary>Its lines, in the order written.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; }

    /// <exception cref="ActivityFailure">It is no condition; says where it goes wrong.</exception>
    public static Condition Prepare(string text)
    {
        if (text.Length > MaxLength)
            throw new ActivityFailure(
                "expression_too_long",
                $"Expected a condition of at most {MaxLength} characters, but it has {text.Length}."
            );
        var reader = new ConditionReader(text);
        return new Condition(reader.Read(), reader.Comparisons);
    }

    public JsonElement Evaluate(ExpressionScope scope) => Json.Of(Whole.Holds(scope.Facts));

    /// <summary>The value at that path of the facts; null when there is none.</summary>
    internal static JsonElement? At(JsonElement facts, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (facts.Member(name) is not { } inner)
                return null;
            facts = inner;
        }

        return
            facts.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            || facts.ValueKind is JsonValueKind.String && string.IsNullOrWhiteSpace(facts.GetString())
            || facts.ValueKind is JsonValueKind.Array && facts.GetArrayLength() == 0
            ? null
            : facts;
    }

    internal abstract record Term
    {
        public abstract bool Holds(JsonElement facts);
    }

    internal sealed record Line(Comparison Said) : Term
    {
        public override bool Holds(JsonElement facts)
        {
            if (At(facts, Said.Fact) is not { } fact)
                return Said.Comparer is Comparer.Empty or Comparer.NotEqual;
            return Said.Comparer switch
            {
                Comparer.Empty => false,
                Comparer.NotEmpty => true,
                Comparer.Holds => fact.ValueKind is JsonValueKind.True,
                Comparer.Contains => Contains(fact),
                Comparer.Equal => Order(fact) == 0,
                Comparer.NotEqual => Order(fact) != 0,
                Comparer.Less => Order(fact) < 0,
                Comparer.LessOrEqual => Order(fact) <= 0,
                Comparer.More => Order(fact) > 0,
                _ => Order(fact) >= 0,
            };
        }

        private bool Contains(JsonElement fact) =>
            fact.ValueKind is JsonValueKind.Array
                ? fact.EnumerateArray().Any(one => Values.Text(one) == Said.Value)
                : Values.Text(fact)!.Contains(Said.Value!, StringComparison.Ordinal);

        // Null when the two cannot be compared: then no sign but ≠ is fulfilled. Days are ordered as their texts are.
        private int? Order(JsonElement fact)
        {
            if (fact.ValueKind is JsonValueKind.Number)
                return
                    decimal.TryParse(Said.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && fact.TryGetDecimal(out var given)
                    ? given.CompareTo(number)
                    : null;
            if (fact.ValueKind is JsonValueKind.True or JsonValueKind.False)
                return Said.Kind is FactKind.Flag ? fact.GetBoolean().CompareTo(Said.Value == "true") : null;
            return
                fact.ValueKind is JsonValueKind.String
                && (Said.Kind is FactKind.Day || Said.Comparer is Comparer.Equal or Comparer.NotEqual)
                ? Math.Sign(string.CompareOrdinal(fact.GetString(), Said.Value))
                : null;
        }
    }

    internal sealed record Not(Term Inner) : Term
    {
        public override bool Holds(JsonElement facts) => !Inner.Holds(facts);
    }

    internal sealed record Both(Term One, Term Other) : Term
    {
        public override bool Holds(JsonElement facts) => One.Holds(facts) && Other.Holds(facts);
    }

    internal sealed record Either(Term One, Term Other) : Term
    {
        public override bool Holds(JsonElement facts) => One.Holds(facts) || Other.Holds(facts);
    }
}
