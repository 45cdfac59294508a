namespace ParallelApproval.Web.Certificates;

/// <summary>Body of <c>POST /api/documents/{number}/correction</c>.</summary>
/// <param name="Wrong">The words as they stand in the paper.</param>
/// <param name="Right">The words that take their place.</param>
internal sealed record PaperCorrectionBody(string Wrong, string Right, string Reason);
