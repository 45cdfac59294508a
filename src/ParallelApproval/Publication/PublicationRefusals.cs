using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Publication;

/// <summary>What this room refuses, and in which words.</summary>
internal static class PublicationRefusals
{
    public static Error NeverPublished(CaseFile file) => Refusal.Conflict(RefusalCode.ResultNeverPublished, ("case", file.Number));

    public static Error WithheldAlready(CaseFile file) => Refusal.Conflict(RefusalCode.ResultWithheldAlready, ("case", file.Number));

    public static Error NotWithheld(CaseFile file) => Refusal.Conflict(RefusalCode.ResultNotWithheld, ("case", file.Number));

    public static Error ReasonTooLong(int length) =>
        Refusal.Input("reason", RefusalCode.ReasonTooLong, ("most", TextLengths.Opinion), ("length", length));
}
