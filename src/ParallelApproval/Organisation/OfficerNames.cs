using System.Text;

namespace ParallelApproval.Organisation;

/// <summary>
/// How sign-in names are written: lower case, half width, without spaces around, so that one person has one name however it is typed.
/// </summary>
public static class OfficerNames
{
    public static string Normalise(string? typed) => (typed ?? "").Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant();

    /// <summary>
    /// Whether a normalised name may be given to an account: 3 to 64 of a–z, 0–9, dot and hyphen, beginning with a letter.
    /// </summary>
    public static bool IsWellFormed(string userName) =>
        userName.Length is >= 3 and <= 64
        && char.IsAsciiLetterLower(userName[0])
        && userName.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
