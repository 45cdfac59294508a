using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Organisation;
using ParallelApproval.Statistics;

namespace ParallelApproval.Headlines;

/// <summary>A case as it lies in its tables, and what the headline counts of it. Pure, but for the calendar.</summary>
internal sealed record HeadlineFact(
    long CaseKey,
    DateOnly? ClosedOn,
    string ItemCode,
    ItemKind Kind,
    Tier Tier,
    CaseStatus Result,
    int Supplements,
    bool IsCollected,
    bool? IsSatisfied,
    IReadOnlyList<ClosedPart> Parts,
    IReadOnlyList<ClockRun> Runs
)
{
    /// <summary>
    /// Visits to each department that a citizen made when there was no window: to hand in, and to fetch (12 for six certificates).
    /// </summary>
    public const int VisitsToEach = 2;

    /// <summary>Counts the row.</summary>
    /// <param name="between">Working days after the one day up to the other.</param>
    public HeadlineRow Row(Func<DateOnly, DateOnly, int> between)
    {
        var departments = Parts.Where(HadAPart).Select(part => part.Department).Distinct().Order(StringComparer.Ordinal).ToArray();
        var promised = Newest(Clock.OfCase, ClockKind.Promised);
        var legal = Newest(Clock.OfCase, ClockKind.Legal);
        var isCounted =
            Result is not (CaseStatus.Withdrawn or CaseStatus.Declined or CaseStatus.AcceptanceRevoked)
            && promised is not null
            && legal is not null;
        var isTimed = isCounted && promised is { EndedOn: not null };
        // One more visit for every correction, at one window as at many.
        return new()
        {
            CaseKey = CaseKey,
            ClosedOn = ClosedOn,
            ItemCode = ItemCode,
            Kind = Kind,
            Tier = Tier,
            Result = Result,
            Departments = departments,
            IsSatisfied = IsSatisfied,
            IsLate = isTimed || (isCounted && promised!.IsLate) ? promised!.IsLate : null,
            EndedOn = isTimed ? promised!.EndedOn : null,
            LateOn = isCounted && promised!.IsLate ? promised.DueOn : null,
            PromisedDays = isTimed ? promised!.BudgetDays : 0,
            LegalDays = isTimed ? legal!.BudgetDays : 0,
            ActualDays = isTimed ? Days(promised!, promised!.StartedOn, between) : 0,
            SeriesDays = isTimed ? Series(between) : 0,
            Visits = 1 + Supplements + (IsCollected ? 1 : 0),
            VisitsApart = isTimed ? (VisitsToEach * departments.Length) + Supplements : 0,
        };
    }

    /// <summary>
    /// 串联工作日: what the same departments would have needed one after another: the sum of the days that each had the matter. The days that a
    /// branch waited for another's result are the other's, and count once; so the sum is rather too small than too large.
    /// </summary>
    private int Series(Func<DateOnly, DateOnly, int> between) =>
        Parts
            .Where(HadAPart)
            .Sum(part =>
                Runs.Where(run => run.Branch == part.Number && run.Kind is ClockKind.Promised && run.EndedOn is not null)
                    .Sum(run =>
                        Days(
                            run,
                            Parts
                                .Where(before => part.Hard.Contains(before.Number))
                                .Select(before => before.SettledOn ?? run.StartedOn)
                                .Append(run.StartedOn)
                                .Max(),
                            between
                        )
                    )
            );

    private static int Days(ClockRun run, DateOnly from, Func<DateOnly, DateOnly, int> between) =>
        run.EndedOn is { } end && end > from ? Math.Max(between(from, end) - run.StoppedDays, 0) : 0;

    private ClockRun? Newest(int branch, ClockKind kind) =>
        Runs.Where(run => run.Branch == branch && run.Kind == kind).MaxBy(run => run.Round);

    // Blocked by another's refusal, or never reached: the department did nothing.
    private static bool HadAPart(ClosedPart part) => part.Status is not (BranchStatus.Waiting or BranchStatus.Blocked);
}
