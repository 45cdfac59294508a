namespace ParallelApproval.Web.Certificates;

/// <summary>Body of <c>POST /api/cases/{no}/receipt/copies</c>.</summary>
/// <param name="CopyReason">Why the receipt is wanted again, e.g. that it was lost.</param>
internal sealed record ReceiptCopyBody(string CopyReason);
