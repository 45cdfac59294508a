using System.Buffers;
using System.Globalization;
using System.Text;

namespace ParallelApproval.Scans;

/// <summary>
/// The name under which a scan is kept: what somebody called the file, without folders, invisible characters and a false ending.
/// </summary>
internal static class ScanName
{
    private const int Longest = 80;
    private const string Nameless = "电子件";

    private static readonly SearchValues<char> EndingCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    );

    public static string Of(string? given, ScanFormat format)
    {
        var name = (given ?? "").Normalize(NormalizationForm.FormC);
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
            if (
                Rune.GetUnicodeCategory(rune)
                    is not (
                        UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.PrivateUse
                        or UnicodeCategory.OtherNotAssigned
                    )
                && rune != Rune.ReplacementChar
            )
                kept.Append(rune);
        var stem = Stem(kept.ToString()).Trim(' ', '.');
        var characters = new StringInfo(stem);
        if (characters.LengthInTextElements > Longest)
            stem = characters.SubstringByTextElements(0, Longest);
        return (stem.Length == 0 ? Nameless : stem) + format.Ending();
    }

    // What stands behind the last dot is an ending only if it looks like one.
    private static string Stem(string name) =>
        name.LastIndexOf('.') is var dot and > 0 && name.Length - dot <= 6 && name.AsSpan(dot + 1).IndexOfAnyExcept(EndingCharacters) < 0
            ? name[..dot]
            : name;
}
