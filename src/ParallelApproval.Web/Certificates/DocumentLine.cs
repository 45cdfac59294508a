using ParallelApproval.Certificates;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Certificates;

/// <summary>A paper of a case (文书).</summary>
/// <param name="Number">As printed, e.g. 莲审受〔2026〕123号.</param>
/// <param name="Branch">The branch whose paper it is; null for the whole case's.</param>
/// <param name="Seal">Number of the seal; null where its place is left open for a hand.</param>
/// <param name="Stamp">SHA-256 of its content, hexadecimal.</param>
/// <param name="Address">Where it can be read and printed.</param>
/// <param name="Pdf">Where it is as PDF.</param>
public sealed record DocumentLine(
    string Number,
    DocumentKind Kind,
    string Title,
    int? Branch,
    DateTimeOffset IssuedAt,
    string? Seal,
    string SealedBy,
    string Stamp,
    string Address,
    string Pdf
)
{
    internal static DocumentLine Of(Document document)
    {
        var address = "/api/documents/" + Uri.EscapeDataString(document.Number);
        return new(
            document.Number,
            document.Kind,
            // In Chinese as it is printed; the words of a decision depend on the kind of power.
            ReaderLanguage.IsEnglish
                ? Names.Of(document.Kind)
                : document.Title,
            document.Branch == 0 ? null : document.Branch,
            document.IssuedAt,
            document.Seal,
            document.SealedBy,
            Convert.ToHexStringLower(document.Stamp),
            address,
            address + ".pdf"
        );
    }
}
