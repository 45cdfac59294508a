using ParallelApproval.Cases;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Cases;

/// <summary>What stands over the receipt on the clerk's screen (凭证页标题): how far the case has come, in the reader's language.</summary>
internal static class ReceiptHeading
{
    public static string Of(CaseStatus status) => Words.Word($"receipt_told_{status}");
}
