using System.Globalization;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Inputs;

/// <summary>What is refused of any input, and in which words.</summary>
public static class InputRefusals
{
    public static Error TextMissing(string field) => Refusal.Input(field, "text_missing", "Expected {field} in words, but there are none.", ("field", field));

    public static Error TextTooLong(string field, int most) => Refusal.Input(field, "text_too_long",
        "Expected {field} to have at most {most} characters, but it has more.", ("field", field), ("most", most));

    /// <param name="character">Its code point.</param>
    public static Error CharacterHidden(string field, int character) => Refusal.Input(field, "text_character_hidden",
        "Expected {field} in characters that can be seen, but it holds {character}, which cannot be seen or turns the direction of reading.",
        ("field", field), ("character", Name(character)));

    public static Error ListTooLong(string field, int most, int count) => Refusal.Input(field, "list_too_long",
        "Expected at most {most} entries in {field}, but there are {count}.", ("field", field), ("most", most), ("count", count));

    /// <summary>A character as the standard names it: <c>U+202E</c>.</summary>
    internal static string Name(int character) => "U+" + character.ToString("X4", CultureInfo.InvariantCulture);
}
