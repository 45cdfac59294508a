using System.Globalization;
using System.Text;

namespace ParallelApproval.Identities;

/// <summary>
/// A number as people type it, read aloud or copied (输入的编号): full-width digits, blanks between groups, invisible marks, small letters
/// and the brackets that a keyboard has are the same number to them.
/// </summary>
public static class TypedNumber
{
    /// <summary>
    /// Without blanks and invisible marks, half-width, in capitals; the brackets and dashes of document and certificate numbers as they are
    /// printed.
    /// </summary>
    public static string Plain(string? typed)
    {
        if (string.IsNullOrEmpty(typed))
            return "";
        var plain = new StringBuilder(typed.Length);
        foreach (var c in typed.Normalize(NormalizationForm.FormKC))
            if (Read(c) is { } read)
                plain.Append(read);
        return plain.ToString();
    }

    /// <summary>A number or code without any mark between its groups: of a case, of a complaint, a query code.</summary>
    public static string Unbroken(string? typed) => TypedText.Clean(typed);

    private static char? Read(char c) =>
        c switch
        {
            '(' or '[' or '【' or '「' or '〔' => '〔',
            ')' or ']' or '】' or '」' or '〕' => '〕',
            '‐' or '‑' or '–' or '—' or '−' => '-',
            _ when char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control => null,
            _ => char.ToUpperInvariant(c),
        };
}
