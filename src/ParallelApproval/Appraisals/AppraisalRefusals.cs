using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Appraisals;

/// <summary>What is refused about appraisals, and in which words.</summary>
public static class AppraisalRefusals
{
    public static Error NotClosed(AppraisalPeriod period) => Refusal.Conflict("period_not_closed",
        "Expected month {period} to be closed, but it is not: its figures may still change. Ask for provisional figures if you want them all the same.", ("period", period));

    public static Error NotBegun(AppraisalPeriod period) => Refusal.Conflict("period_not_begun", "Expected a month that has begun, but {period} has not.", ("period", period));

    public static Error ClosedAlready(AppraisalPeriod period) => Refusal.Conflict("period_closed_already",
        "Expected month {period} to be open, but it is closed; what is corrected now counts in the month that is open.", ("period", period));

    public static Error ClosesLater(AppraisalPeriod period, DateOnly from) => Refusal.Conflict("period_closes_later",
        "Expected month {period} to be closed on {from} or later, but it is too early: corrections are still coming in.", ("period", period), ("from", from));

    public static Error ClosesInOrder(AppraisalPeriod period, AppraisalPeriod last) => Refusal.Conflict("period_closes_in_order",
        "Expected months to be closed in order, but {last} has been closed before {period}.", ("last", last), ("period", period));
}
