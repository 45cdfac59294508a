using System.Text.Json.Nodes;
using ParallelApproval.Identities;

namespace ParallelApproval.Certificates;

/// <summary>
/// A paper that was issued (文书): the facts it states are frozen with it, and so is the version of its template; a later change of the case,
/// of the template or of the calendar does not change what was issued.
/// </summary>
/// <param name="Number">As printed, e.g. 莲审受〔2026〕123号: one row of numbers for each kind and year; a number may be missing, none comes
/// twice.</param>
/// <param name="Branch">The branch whose paper it is; 0 when it is the whole case's.</param>
/// <param name="Cause">The place in the trail of the case of the event that it follows from.</param>
/// <param name="IssuedAt">When that event happened, which is the date of the paper.</param>
/// <param name="Facts">JSON: what it states.</param>
/// <param name="Template">The version of the template of its kind.</param>
/// <param name="Code">Eight characters, printed with the QR code; number and code together open the verification.</param>
/// <param name="Seal">Number of the seal on it; null where the place of the seal is left open for a hand.</param>
/// <param name="SealedBy">Account of the officer whose act sealed it.</param>
/// <param name="Stamp">SHA-256 over all of this and the text of the template; see <see cref="DocumentStamp"/>.</param>
public sealed record Document(
    CaseNumber Case,
    string Number,
    DocumentKind Kind,
    int Branch,
    int Cause,
    DateTimeOffset IssuedAt,
    string Facts,
    int Template,
    string Code,
    string? Seal,
    string SealedBy,
    byte[] Stamp
)
{
    /// <summary>As printed, e.g. 行政确认决定书 or 营业执照; Chinese, whatever language the reader speaks.</summary>
    public string Title => JsonNode.Parse(Facts)?["title"]?.GetValue<string>() ?? Kind.Title();
}
