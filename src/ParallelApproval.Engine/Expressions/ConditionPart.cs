namespace ParallelApproval.Engine;

/// <summary>A part of a condition (条件的组成), for those who put it together without writing it: a line, or lines that belong
/// together.</summary>
public abstract record ConditionPart
{
    /// <summary>The condition in that text; null, with what is wrong, when it is none. An empty text is a condition without
    /// lines.</summary>
    public static ConditionPart? Read(string text, out string? wrong)
    {
        ArgumentNullException.ThrowIfNull(text);
        wrong = null;
        if (string.IsNullOrWhiteSpace(text))
            return new ConditionGroup(IsAny: false, IsNegated: false, []);
        try
        {
            return Of(Condition.Prepare(text).Whole);
        }
        catch (ActivityFailure failure)
        {
            wrong = failure.Message;
            return null;
        }
    }

    /// <summary>
    /// The text of the condition; empty when it has no lines. Read again it says the same. Null, with what is wrong, when it cannot be
    /// written: a text that holds every kind of quotation mark, too many lines, or brackets too deep.
    /// </summary>
    public string? Write(out string? wrong)
    {
        var text = ConditionWriter.Write(this);
        wrong = null;
        return text.Length == 0 || Read(text, out wrong) is not null ? text : null;
    }

    private static ConditionPart Of(Condition.Term term) =>
        term switch
        {
            Condition.Line line => new ConditionLine(line.Said),
            Condition.Not not => Of(not.Inner) is ConditionGroup { IsNegated: false } group
                ? group with
                {
                    IsNegated = true,
                }
                : new ConditionGroup(IsAny: false, IsNegated: true, [Of(not.Inner)]),
            Condition.Both both => new ConditionGroup(
                IsAny: false,
                IsNegated: false,
                [.. Sides(both.One, false), .. Sides(both.Other, false)]
            ),
            Condition.Either either => new ConditionGroup(
                IsAny: true,
                IsNegated: false,
                [.. Sides(either.One, true), .. Sides(either.Other, true)]
            ),
            _ => throw new NotSupportedException($"A condition has no part of the kind {term.GetType().Name}."),
        };

    // "a and b and c" is one group of three, however the brackets stand.
    private static IReadOnlyList<ConditionPart> Sides(Condition.Term term, bool isAny) =>
        Of(term) is ConditionGroup { IsNegated: false } group && group.IsAny == isAny ? group.Parts : [Of(term)];
}

/// <summary>One line of a condition.</summary>
/// <param name="Said">The fact, the sign, the value.</param>
public sealed record ConditionLine(Comparison Said) : ConditionPart;

/// <summary>Lines that belong together.</summary>
/// <param name="IsAny">One of them is enough; else all must hold.</param>
/// <param name="IsNegated">It holds when they do not.</param>
/// <param name="Parts">In the order written.</param>
public sealed record ConditionGroup(bool IsAny, bool IsNegated, IReadOnlyList<ConditionPart> Parts) : ConditionPart
{
    /// <inheritdoc/>
    public bool Equals(ConditionGroup? other) =>
        other is not null && (IsAny, IsNegated) == (other.IsAny, other.IsNegated) && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsAny, IsNegated, Parts.Count);
}
