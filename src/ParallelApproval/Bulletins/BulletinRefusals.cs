using ErrorOr;
using ParallelApproval.Appraisals;
using ParallelApproval.Refusals;

namespace ParallelApproval.Bulletins;

/// <summary>What is refused about bulletins, and in which words.</summary>
public static class BulletinRefusals
{
    public static Error NotBegun(BulletinPeriod period) => Refusal.Conflict("bulletin_not_begun", "Expected a period that has begun, but {period} has not.", ("period", period));

    public static Error NotClosed(BulletinPeriod period) => Refusal.Conflict("bulletin_not_closed",
        "Expected {period} to be over, but it lasts until {last}. Ask for provisional figures if you want them all the same.", ("period", period), ("last", period.LastDay));

    public static Error MonthsNotClosed(BulletinPeriod period, IEnumerable<AppraisalPeriod> open) => Refusal.Conflict("bulletin_months_not_closed",
        "Expected all months of {period} to be closed, but {months} are not. Ask for provisional figures if you want them all the same.", ("period", period), ("months", string.Join(", ", open)));

    public static Error IssuedAlready(BulletinPeriod period) => Refusal.Conflict("bulletin_issued_already",
        "Expected the bulletin of {period} not to be issued yet, but it is; it stays as it was issued.", ("period", period));

    public static Error OtherKind(BulletinPeriod period) => Refusal.Input("period", "bulletin_of_other_kind",
        "Expected a day like 2026-03-02 for a daily bulletin, a week like 2026-W10 for a weekly and a quarter like 2026-Q1 for a quarterly one, but {period} belongs to another.", ("period", period));
}
