using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What is refused about fees, and in which words.</summary>
internal static class FeeRefusals
{
    private const decimal Most = 10_000_000;

    /// <summary>Below nothing, above the most, or finer than the fen.</summary>
    public static bool IsMalformed(decimal amount) => amount is < 0 or > Most || decimal.Round(amount, 2) != amount;

    public static Error Malformed(decimal amount) => Refusal.Input("amount", RefusalCode.FeeMalformed, ("most", Most), ("amount", amount));

    public static Error ReceiptTooLong(int length) =>
        Refusal.Input("receiptNumber", RefusalCode.FeeReceiptTooLong, ("most", TextLengths.Code), ("length", length));

    public static Error BranchUnknown(CaseFile file, int branch) =>
        Refusal.Input("branch", RefusalCode.FeeBranchUnknown, ("case", file.Number), ("branch", branch));

    public static Error NotPaid(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.FeeNotPaid, ("branch", branch.Number), ("case", file.Number));

    public static Error Unchanged(decimal amount) => Refusal.Input("amount", RefusalCode.FeeUnchanged, ("amount", amount));

    public static Error MoreThanPaid(decimal amount, decimal paid) =>
        Refusal.Input("amount", RefusalCode.FeeMoreThanPaid, ("paid", paid), ("amount", amount));
}
