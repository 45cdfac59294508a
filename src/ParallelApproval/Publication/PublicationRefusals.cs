using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Publication;

/// <summary>What this room refuses, and in which words.</summary>
internal static class PublicationRefusals
{
    private const int LongestReason = 1000;

    public static Error NeverPublished(CaseFile file) => Refusal.Conflict("result_never_published",
        "Expected a case whose result is or will be published, but case {case} was withdrawn and has none.", ("case", file.Number));

    public static Error WithheldAlready(CaseFile file) => Refusal.Conflict("result_withheld_already", "Expected a result that is open to the public, but that of case {case} is withheld.", ("case", file.Number));

    public static Error NotWithheld(CaseFile file) => Refusal.Conflict("result_not_withheld", "Expected a result that is withheld, but that of case {case} is not.", ("case", file.Number));

    /// <summary>Why a reason will not do; null when it will.</summary>
    public static Error? Check(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? CaseRefusals.ReasonMissing()
        : reason.Length > LongestReason ? Refusal.Input("reason", "reason_too_long", "Expected a reason of at most {most} characters, but it has {length}.", ("most", LongestReason), ("length", reason.Length))
        : null;
}
