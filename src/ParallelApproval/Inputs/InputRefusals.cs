using System.Globalization;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Inputs;

/// <summary>What is refused of any input, and in which words.</summary>
public static class InputRefusals
{
    public static Error TextMissing(string field) => Refusal.Input(field, RefusalCode.TextMissing);

    public static Error TextTooLong(string field, int most) => Refusal.Input(field, RefusalCode.TextTooLong, ("most", most));

    /// <param name="character">Its code point.</param>
    public static Error CharacterHidden(string field, int character) =>
        Refusal.Input(field, RefusalCode.TextCharacterHidden, ("character", Name(character)));

    public static Error ListTooLong(string field, int most, int count) =>
        Refusal.Input(field, RefusalCode.ListTooLong, ("most", most), ("count", count));

    /// <summary>A character as the standard names it: <c>U+202E</c>.</summary>
    internal static string Name(int character) => "U+" + character.ToString("X4", CultureInfo.InvariantCulture);
}
