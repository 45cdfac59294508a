using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Headlines;

/// <summary>What is refused about the headline table, and in which words.</summary>
public static class HeadlineRefusals
{
    public static Error Reversed(DateOnly from, DateOnly to) =>
        Refusal.Input("from", RefusalCode.WindowReversed, ("from", from), ("to", to));
}
