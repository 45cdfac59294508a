using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Appraisals;

/// <summary>What is refused about appraisals, and in which words.</summary>
public static class AppraisalRefusals
{
    public static Error NotClosed(AppraisalPeriod period) => Refusal.Conflict(RefusalCode.PeriodNotClosed, ("period", period));

    public static Error NotBegun(AppraisalPeriod period) => Refusal.Conflict(RefusalCode.PeriodNotBegun, ("period", period));

    public static Error ClosedAlready(AppraisalPeriod period) => Refusal.Conflict(RefusalCode.PeriodClosedAlready, ("period", period));

    public static Error ClosesLater(AppraisalPeriod period, DateOnly from) =>
        Refusal.Conflict(RefusalCode.PeriodClosesLater, ("period", period), ("from", from));

    public static Error NotOver(AppraisalPeriod period) =>
        Refusal.Conflict(RefusalCode.PeriodNotOver, ("last", period.LastDay), ("period", period));

    public static Error ReopensInOrder(AppraisalPeriod period, AppraisalPeriod last) =>
        Refusal.Conflict(RefusalCode.PeriodReopensInOrder, ("last", last), ("period", period));

    public static Error ClosesInOrder(AppraisalPeriod period, AppraisalPeriod last) =>
        Refusal.Conflict(RefusalCode.PeriodClosesInOrder, ("last", last), ("period", period));
}
