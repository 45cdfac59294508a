using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Publication;

/// <summary>What this room refuses, and in which words.</summary>
internal static class PublicationRefusals
{
    public static Error NeverPublished(CaseFile file) => Refusal.Conflict("result_never_published",
        "Expected a case whose result is or will be published, but case {case} was withdrawn and has none.", ("case", file.Number));

    public static Error WithheldAlready(CaseFile file) => Refusal.Conflict("result_withheld_already", "Expected a result that is open to the public, but that of case {case} is withheld.", ("case", file.Number));

    public static Error NotWithheld(CaseFile file) => Refusal.Conflict("result_not_withheld", "Expected a result that is withheld, but that of case {case} is not.", ("case", file.Number));

    public static Error ReasonTooLong(int length) => Refusal.Input("reason", "reason_too_long",
        "Expected a reason of at most {most} characters, but it has {length}.", ("most", TextLengths.Opinion), ("length", length));
}
