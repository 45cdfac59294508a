using ParallelApproval.Cases;

namespace ParallelApproval.Web.Cases;

/// <summary>What came of one task of a bulk action (批量办理结果).</summary>
/// <param name="Sentence">Why it was refused; null when it was done.</param>
public sealed record BulkResult(TaskLine Task, string? Sentence);
