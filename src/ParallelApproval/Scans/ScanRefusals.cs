using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Scans;

/// <summary>Why a file is not taken in, and in which words.</summary>
public static class ScanRefusals
{
    /// <summary>The field under which a page asks for the file.</summary>
    public const string Field = "file";

    public static Error Empty() => Refusal.Input(Field, "scan_empty", "Expected a file with something in it, but it is empty.");

    public static Error TooLarge(ScanLimits limits) => Refusal.Input(Field, "scan_too_large", "Expected a file of at most {most} MB, but it is larger.", ("most", limits.MostMegabytes));

    public static Error WrongFormat(string name) => Refusal.Input(Field, "scan_format_unknown",
        "Expected a PDF, JPEG, PNG or OFD, but {name} is none of them, whatever its name says.", ("name", name));

    public static Error PaperNotThere(string code) => Refusal.Input("paper", "scan_paper_not_there",
        "Expected a paper that has been handed in, but {material} has not: take it in first.", ("material", code));

    public static Error TooMany(string code, int most) => Refusal.Conflict("scan_too_many",
        "Expected at most {most} files for a paper, but {material} has them already: strike out what is wrong first.", ("most", most), ("material", code));

    public static Error NotYourPaper(CaseFile file, string code) => Refusal.Forbidden("scan_not_your_paper",
        "Expected a paper of case {case} that your department reads, but it does not read {material}.", ("case", file.Number), ("material", code));

    public static Error NotYours(int number) => Refusal.Forbidden("scan_not_yours", "Expected a file that your department filed, but file {number} is another's.", ("number", number));

    public static Error NoSuchScan(CaseNumber number, int scan) => Refusal.NotFound("scan_not_found",
        "Expected a file {number} in case {case}, but there is none.", ("number", scan), ("case", number));

    public static Error StruckAlready(int number) => Refusal.Conflict("scan_struck_already", "Expected file {number} to hold, but it has been struck out.", ("number", number));

    public static Error Closed(CaseFile file) => CaseRefusals.WrongStatus(file.Case, "open");
}
