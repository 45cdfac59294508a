using System.Text;

namespace ParallelApproval.Identities;

/// <summary>
/// Numbers as people type and paste them: full-width digits, spaces, hyphens and invisible characters inside, lower-case letters.
/// </summary>
internal static class TypedText
{
    /// <summary>Half width, upper case, without blanks and hyphens. Null becomes empty.</summary>
    public static string Clean(string? typed)
    {
        var text = new StringBuilder();
        foreach (var c in (typed ?? "").Normalize(NormalizationForm.FormKC))
            if (!char.IsWhiteSpace(c) && !WrittenAlike.IsInvisible(c) && c is not ('-' or '\u2010' or '\u2013' or '\u2014'))
                text.Append(char.ToUpperInvariant(c));
        return text.ToString();
    }

    /// <summary>
    /// The value of an ASCII letter or digit as the organisation code counts it: 0–9, A = 10 … Z = 35; -1 for anything else.
    /// </summary>
    public static int Base36(char c) =>
        char.IsAsciiDigit(c) ? c - '0'
        : char.IsAsciiLetterUpper(c) ? c - 'A' + 10
        : -1;
}
