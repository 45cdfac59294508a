using ParallelApproval.Identities;

namespace ParallelApproval.Scans;

/// <summary>
/// A scan (材料电子件): a paper of the application as a file, taken as it was handed in. It is never changed; a better one is added, and a wrong
/// one is struck out with the reason.
/// </summary>
/// <param name="Number">1, 2, 3 … within the case.</param>
/// <param name="Paper">Code of the paper on the checklist.</param>
/// <param name="PaperVersion">Which version of the paper it shows; older than the paper's own when that was replaced since.</param>
/// <param name="Name">As the file was called, without folders; its ending says what it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of its content, in lower-case hexadecimal; it stands in the trail of the case too.</param>
/// <param name="FiledBy">Account of the officer.</param>
/// <param name="StruckBy">Account of who struck it out; null while it holds.</param>
public sealed record Scan(
    CaseNumber Case,
    int Number,
    string Paper,
    int PaperVersion,
    string Name,
    ScanFormat Format,
    long Size,
    string Sha256,
    string FiledBy,
    string Department,
    DateTimeOffset FiledAt,
    string? StruckBy = null,
    string? StrikeReason = null
)
{
    public bool IsStruck => StruckBy is not null;
}
