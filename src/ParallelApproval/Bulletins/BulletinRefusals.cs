using ErrorOr;
using ParallelApproval.Appraisals;
using ParallelApproval.Refusals;

namespace ParallelApproval.Bulletins;

/// <summary>What is refused about bulletins, and in which words.</summary>
public static class BulletinRefusals
{
    public static Error NotBegun(BulletinPeriod period) => Refusal.Conflict(RefusalCode.BulletinNotBegun, ("period", period));

    public static Error NotClosed(BulletinPeriod period) =>
        Refusal.Conflict(RefusalCode.BulletinNotClosed, ("period", period), ("last", period.LastDay));

    public static Error MonthsNotClosed(BulletinPeriod period, IEnumerable<AppraisalPeriod> open) =>
        Refusal.Conflict(RefusalCode.BulletinMonthsNotClosed, ("period", period), ("months", open));

    public static Error IssuedAlready(BulletinPeriod period) => Refusal.Conflict(RefusalCode.BulletinIssuedAlready, ("period", period));

    public static Error OtherKind(BulletinPeriod period) => Refusal.Input("period", RefusalCode.BulletinOfOtherKind, ("period", period));
}
