using System.Globalization;
using System.Text;

namespace ParallelApproval.Identities;

/// <summary>
/// Names and addresses that look alike are one (姓名、地址比对): width, case, blanks, invisible characters and marks of direction do not count,
/// and the dot within names of minorities and foreigners is one dot, whichever of its forms was typed.
/// </summary>
public static class WrittenAlike
{
    private const char Dot = '·';

    /// <summary>What two texts have in common that are one to a reader; empty for a text in which nothing can be seen.</summary>
    public static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").Normalize(NormalizationForm.FormKC).EnumerateRunes())
            if (!Rune.IsWhiteSpace(rune) && !IsInvisible(rune) && !IsVariant(rune))
                plain.Append(rune.IsBmp && IsDot((char)rune.Value) ? Dot.ToString() : Rune.ToUpperInvariant(rune).ToString());
        return plain.ToString();
    }

    /// <summary>
    /// The pattern for LIKE (escaped by a backslash) of whatever contains the text, with any character in the place of a dot.
    /// </summary>
    public static string Pattern(string sought)
    {
        var pattern = new StringBuilder("%");
        foreach (var c in sought.Trim())
            if (IsDot(c))
                pattern.Append('_');
            else if (!IsInvisible(c))
                pattern.Append(c is '%' or '_' or '\\' ? "\\" : "").Append(c);
        return pattern.Append('%').ToString();
    }

    /// <summary>
    /// What nobody can see and everybody can paste: zero-width characters, marks of direction, joiners, soft hyphens, controls, and the
    /// fillers and blanks that Unicode counts as letters or signs.
    /// </summary>
    internal static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
        || rune.Value
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or 0x2800
                or 0x3164
                or 0xFFA0
                or (>= 0xE0000 and <= 0xE0FFF and not (>= 0xE0100 and <= 0xE01EF));

    /// <inheritdoc cref="IsInvisible(Rune)"/>
    internal static bool IsInvisible(char c) => !char.IsSurrogate(c) && IsInvisible(new Rune(c));

    // Which of several shapes of one character is meant: 葛 has two. It is the same name.
    private static bool IsVariant(Rune rune) => rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF;

    // 间隔号 as keyboards and fonts have it; the full stop stands in for it in many registers.
    private static bool IsDot(char c) =>
        c
            is '·'
                or '•'
                or '・'
                or '･'
                or '．'
                or '.'
                or '‧'
                or '∙'
                or '⋅'
                or '●'
                or '᛫'
                or '﹒'
                or '\u0387'
                or '\u1427'
                or '\u2E31'
                or '\u2E33'
                or '\uA78F'
                or '。';
}
