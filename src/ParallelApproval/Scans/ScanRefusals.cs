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

    public static Error Empty() => Refusal.Input(Field, RefusalCode.ScanEmpty);

    public static Error TooLarge(ScanLimits limits) => Refusal.Input(Field, RefusalCode.ScanTooLarge, ("most", limits.MostMegabytes));

    public static Error WrongFormat(string name) => Refusal.Input(Field, RefusalCode.ScanFormatUnknown, ("name", name));

    public static Error RunsScripts(string name) => Refusal.Input(Field, RefusalCode.ScanRunsScripts, ("name", name));

    public static Error CarriesFiles(string name) => Refusal.Input(Field, RefusalCode.ScanCarriesFiles, ("name", name));

    public static Error Infected(string name, string found) =>
        Refusal.Input(Field, RefusalCode.ScanInfected, ("name", name), ("found", found));

    public static Error ScannerAway() => Refusal.Conflict(RefusalCode.ScannerAway);

    public static Error PaperNotThere(string code) => Refusal.Input("paper", RefusalCode.ScanPaperNotThere, ("material", code));

    public static Error TooMany(string code, int most) => Refusal.Conflict(RefusalCode.ScanTooMany, ("most", most), ("material", code));

    public static Error NotYourPaper(CaseFile file, string code) =>
        Refusal.Forbidden(RefusalCode.ScanNotYourPaper, ("case", file.Number), ("material", code));

    public static Error NotYours(int number) => Refusal.Forbidden(RefusalCode.ScanNotYours, ("number", number));

    public static Error NoSuchScan(CaseNumber number, int scan) =>
        Refusal.NotFound(RefusalCode.ScanNotFound, ("number", scan), ("case", number));

    public static Error StruckAlready(int number) => Refusal.Conflict(RefusalCode.ScanStruckAlready, ("number", number));

    public static Error Closed(CaseFile file) => CaseRefusals.WrongStatus(file.Case, CaseStatuses.Undelivered);
}
