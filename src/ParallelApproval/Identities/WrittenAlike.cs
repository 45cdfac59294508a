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
        foreach (var c in (text ?? "").Normalize(NormalizationForm.FormKC))
            if (!char.IsWhiteSpace(c) && !IsInvisible(c))
                plain.Append(IsDot(c) ? Dot : char.ToUpperInvariant(c));
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

    /// <summary>Zero-width characters, marks of direction, joiners, soft hyphens, controls.</summary>
    internal static bool IsInvisible(char c) =>
        !char.IsSurrogate(c) && char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control;

    // 间隔号 as keyboards and fonts have it; the full stop stands in for it in many registers.
    private static bool IsDot(char c) =>
        c is '·' or '•' or '・' or '･' or '．' or '.' or '‧' or '∙' or '⋅' or '●' or '᛫' or '﹒' or '\u0387';
}
