using ParallelApproval.Scans;

namespace ParallelApproval.Web.Scans;

/// <summary>A scan as it is listed (材料电子件).</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the content, hexadecimal.</param>
/// <param name="Address">Where its content is; with <c>?download=true</c> it is saved instead of shown.</param>
/// <param name="StrikeReason">Why it was struck out; null while it holds.</param>
public sealed record ScanLine(
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
    string Address,
    string? StrikeReason
)
{
    /// <summary>Its size in words.</summary>
    internal string SizeText =>
        Size < 1024 ? $"{Size} B"
        : Size < 1024 * 1024 ? FormattableString.Invariant($"{Size / 1024.0:0.#} KB")
        : FormattableString.Invariant($"{Size / 1024.0 / 1024:0.#} MB");

    internal static ScanLine Of(Scan scan) =>
        new(
            scan.Number,
            scan.Paper,
            scan.PaperVersion,
            scan.Name,
            scan.Format,
            scan.Size,
            scan.Sha256,
            scan.FiledBy,
            scan.Department,
            scan.FiledAt,
            FormattableString.Invariant($"/api/cases/{scan.Case}/scans/{scan.Number}"),
            scan.StrikeReason
        );
}
