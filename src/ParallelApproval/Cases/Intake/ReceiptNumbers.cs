using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>Numbers of receipts (收件凭证编号): the case number, R, and the place of the taking-in in the trail of the case.</summary>
internal static class ReceiptNumbers
{
    public static string First(CaseNumber number) => $"{number}-R1";

    /// <summary>The number for what is taken in by the command on the desk.</summary>
    public static string Next(CaseFile file) => FormattableString.Invariant($"{file.Number}-R{file.EventCount + 1}");
}
