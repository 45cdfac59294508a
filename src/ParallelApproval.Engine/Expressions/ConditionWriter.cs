namespace ParallelApproval.Engine;

/// <summary>Writes the text of a <see cref="Condition"/> from its parts.</summary>
internal static class ConditionWriter
{
    private static readonly (char Opening, char Closing)[] Quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('「', '」')];

    public static string Write(ConditionPart part) => Write(part, isInside: false);

    private static string Write(ConditionPart part, bool isInside) =>
        part switch
        {
            ConditionLine { Said: var said } => Line(said),
            ConditionGroup group => Group(group, isInside),
            _ => throw new NotSupportedException($"A condition has no part of the kind {part.GetType().Name}."),
        };

    private static string Group(ConditionGroup group, bool isInside)
    {
        var isAlone = group.Parts.Count == 1 && !group.IsNegated;
        var parts = group.Parts.Select(part => Write(part, isInside || !isAlone)).Where(text => text.Length > 0).ToList();
        var text = string.Join(group.IsAny ? " or " : " and ", parts);
        return text.Length == 0 ? ""
            : group.IsNegated ? $"not ({text})"
            : parts.Count > 1 && isInside ? $"({text})"
            : text;
    }

    private static string Line(Comparison said) =>
        said.Comparer switch
        {
            Comparer.Holds => said.Fact,
            Comparer.Empty => said.Fact + " is empty",
            Comparer.NotEmpty => said.Fact + " is not empty",
            Comparer.Contains => $"{said.Fact} contains {Value(said)}",
            _ => $"{said.Fact} {Sign(said.Comparer)} {Value(said)}",
        };

    private static string Sign(Comparer comparer) =>
        comparer switch
        {
            Comparer.Equal => "=",
            Comparer.NotEqual => "≠",
            Comparer.Less => "<",
            Comparer.LessOrEqual => "≤",
            Comparer.More => ">",
            _ => "≥",
        };

    private static string Value(Comparison said)
    {
        var value = said.Value ?? "";
        if (said.Kind is not FactKind.Text || ConditionReader.IsWord(value))
            return value;
        var (opening, closing) = Array.Find(Quotes, quote => !value.Contains(quote.Closing));
        return opening == default ? $"\"{value}\"" : $"{opening}{value}{closing}";
    }
}
