using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Inputs;

/// <summary>
/// Rules for written text. Every text has a length; a line holds only what can be seen, and a text of several lines nothing that turns the
/// direction of reading.
/// </summary>
public static class TextRules
{
    /// <summary>Refuses a text that is missing or blank.</summary>
    public static IRuleBuilderOptions<T, string?> Given<T>(this IRuleBuilder<T, string?> rule, Func<Error> missing) =>
        rule.Must(text => !string.IsNullOrWhiteSpace(text), missing);

    /// <summary>Refuses a text that is missing or blank, by the name of its field.</summary>
    public static IRuleBuilderOptions<T, string?> Given<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Refuses((text, place) => string.IsNullOrWhiteSpace(text) ? InputRefusals.TextMissing(place.Field) : null);

    public static IRuleBuilderOptions<T, string?> IsCode<T>(this IRuleBuilder<T, string?> rule) => rule.IsLine(TextLengths.Code);

    public static IRuleBuilderOptions<T, string?> IsName<T>(this IRuleBuilder<T, string?> rule) => rule.IsLine(TextLengths.Name);

    public static IRuleBuilderOptions<T, string?> IsOpinion<T>(this IRuleBuilder<T, string?> rule) => rule.IsText(TextLengths.Opinion);

    public static IRuleBuilderOptions<T, string?> IsNote<T>(this IRuleBuilder<T, string?> rule) => rule.IsText(TextLengths.Note);

    /// <summary>One line; null and blank are fine.</summary>
    /// <param name="most">Characters.</param>
    /// <param name="tooLong">How a longer one is refused, given its length; null for the usual way.</param>
    /// <param name="hidden">How a hidden character is refused, given its code point; null for the usual way.</param>
    public static IRuleBuilderOptions<T, string?> IsLine<T>(
        this IRuleBuilder<T, string?> rule,
        int most,
        Func<int, Error>? tooLong = null,
        Func<int, Error>? hidden = null
    ) => rule.Refuses((text, place) => Fault(text, place, most, isLine: true, tooLong, hidden));

    /// <summary>One line or several; null and blank are fine.</summary>
    /// <inheritdoc cref="IsLine"/>
    public static IRuleBuilderOptions<T, string?> IsText<T>(
        this IRuleBuilder<T, string?> rule,
        int most,
        Func<int, Error>? tooLong = null
    ) => rule.Refuses((text, place) => Fault(text, place, most, isLine: false, tooLong, hidden: null));

    /// <summary>The first character that may not stand in such a text; null when all may.</summary>
    public static int? HiddenIn(string text, bool isLine)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsHidden(rune, isLine))
                return rune.Value;
        return null;
    }

    /// <summary>What is wrong with a text by itself; null when nothing is.</summary>
    internal static Error? Fault(
        string? text,
        Place place,
        int most,
        bool isLine,
        Func<int, Error>? tooLong = null,
        Func<int, Error>? hidden = null
    )
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!PlainText.Is(text))
            return PlainText.Refuse(place.Field);
        if (LengthOf(text) is var length && length > most)
            return tooLong?.Invoke(length) ?? InputRefusals.TextTooLong(place.Field, most);
        return HiddenIn(text, isLine) is { } character
            ? hidden?.Invoke(character) ?? InputRefusals.CharacterHidden(place.Field, character)
            : null;
    }

    /// <summary>What is wrong with the texts of a document, each under its path in it.</summary>
    /// <param name="most">Characters of one text.</param>
    internal static IEnumerable<Error> FaultsIn(JsonNode? document, int most) => FaultsIn(document, "", most);

    private static IEnumerable<Error> FaultsIn(JsonNode? node, string path, int most) =>
        node switch
        {
            JsonObject members => members.SelectMany(member =>
                FaultsIn(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}", most)
            ),
            JsonArray elements => elements
                .Index()
                .SelectMany(element => FaultsIn(element.Item, FormattableString.Invariant($"{path}[{element.Index}]"), most)),
            JsonValue value when value.GetValueKind() is JsonValueKind.String => Fault(
                value.GetValue<string>(),
                new(path, DateOnly.MinValue),
                most,
                isLine: false
            )
                is { } fault
                ? [fault]
                : [],
            _ => [],
        };

    /// <summary>Characters of the text without the blanks around it.</summary>
    public static int LengthOf(string text) => text.AsSpan().Trim().EnumerateRunes().Count();

    private static int Count(this SpanRuneEnumerator runes)
    {
        var count = 0;
        foreach (var _ in runes)
            count++;
        return count;
    }

    // Zero-width and joining characters, marks and overrides of direction, soft hyphens: two names that look alike would be two names.
    private static bool IsHidden(Rune rune, bool isLine) =>
        rune.Value switch
        {
            '\n' or '\r' or '\t' => isLine,
            0x2028 or 0x2029 => isLine,
            >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 => true,
            _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control => true,
            _ => isLine && WrittenAlike.IsInvisible(rune),
        };
}
