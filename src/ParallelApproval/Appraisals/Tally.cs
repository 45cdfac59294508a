using ParallelApproval.Cases;
using ParallelApproval.Statistics;

namespace ParallelApproval.Appraisals;

/// <summary>Counts one line of the table from the facts that belong to it (指标计算). Pure.</summary>
internal sealed record Tally(
    IReadOnlyCollection<Work> Work,
    IReadOnlyCollection<RatingGiven> Ratings,
    IReadOnlyCollection<CardOrOrder> Findings,
    IReadOnlyCollection<(AppraisalPart Part, int Points)> Entries
)
{
    private const int MostBonus = 10;

    private IReadOnlyCollection<Work> Closed => field ??= [.. Work.Where(unit => unit.IsClosed)];

    public AppraisalLine Line(string key, bool isScored)
    {
        var timed = Work.Where(unit => unit.IsTimed).ToList();
        var answered = Count(outcome => outcome is Outcome.Granted or Outcome.Refused);
        var (onTime, early) = (timed.Count(unit => unit.IsLate is false), timed.Count(unit => unit.IsEarly));
        var days = timed.Select(unit => unit.ActualDays).OfType<int>().Order().ToList();
        var counted = Ratings.Where(rating => rating.Counts).ToList();
        var satisfaction = Share(counted.Count(rating => !rating.IsBad), counted.Count);
        var bonus = isScored ? Bonus(early, timed.Count) : 0;
        var parts = isScored ? Parts(satisfaction) : [];
        return new(
            key,
            Closed.Count,
            timed.Count,
            onTime,
            Share(onTime, timed.Count),
            early,
            Share(early, timed.Count),
            days.Count == 0 ? null : Math.Round((decimal)days.Average(), 2),
            days.Count == 0 ? null : days[(int)Math.Ceiling(days.Count * 0.9) - 1],
            SpeedUp(timed),
            Share(Count(outcome => outcome is not Outcome.Declined), Closed.Count),
            Share(Count(outcome => outcome is Outcome.Refused), answered),
            Share(Count(outcome => outcome is Outcome.Withdrawn), Closed.Count),
            PerHundred(Closed.Sum(unit => unit.Supplements)),
            PerHundred(Closed.Sum(unit => unit.Stops)),
            counted.Count,
            counted.Count(rating => rating.IsBad),
            satisfaction,
            Ratings.Count(rating => rating.IsSuspect),
            Findings.Count(found => found.IsYellow),
            Findings.Count(found => found.IsRed),
            Findings.Count(found => found.IsOrder),
            Findings.Count(found => found is { IsOrder: true, IsOverdue: true }),
            Entries.Sum(entry => entry.Points),
            bonus,
            isScored ? parts.Sum(part => part.Points) + bonus : null,
            isScored ? GroupOf(Closed.Count) : null,
            null,
            parts,
            Work.Select(unit => unit.DaysHeld).OfType<HolderDays>().Aggregate(HolderDays.None, static (sum, days) => sum + days)
        );
    }

    public static SizeGroup GroupOf(int closed) =>
        closed < 20 ? SizeGroup.Small
        : closed < 200 ? SizeGroup.Medium
        : SizeGroup.Large;

    // Each part keeps at least nothing, and what is given back fills it up to its weight at most. Without a rating satisfaction costs
    // nothing.
    private List<PartScore> Parts(decimal? satisfaction) =>
        [
            .. AppraisalParts.Weights.Select(part => new PartScore(
                part.Key,
                part.Value,
                part.Key is AppraisalPart.Satisfaction
                    ? Math.Round(part.Value * (satisfaction ?? 1), 2)
                    : Math.Clamp(part.Value + Entries.Where(entry => entry.Part == part.Key).Sum(entry => entry.Points), 0, part.Value)
            )),
        ];

    /// <summary>A tenth of the work ended early is worth a point, each further tenth one more.</summary>
    private static int Bonus(int early, int timed) => timed == 0 ? 0 : Math.Min(early * 10 / timed, MostBonus);

    private static decimal? SpeedUp(List<Work> timed)
    {
        var known = timed.Where(unit => unit is { ActualDays: not null, LegalDays: > 0 }).ToList();
        return known.Count == 0
            ? null
            : Share(known.Sum(unit => unit.LegalDays!.Value - unit.ActualDays!.Value), known.Sum(unit => unit.LegalDays!.Value));
    }

    private int Count(Func<Outcome, bool> which) => Closed.Count(unit => which(unit.Outcome));

    private decimal? PerHundred(int count) => Closed.Count == 0 ? null : Math.Round(100m * count / Closed.Count, 2);

    private static decimal? Share(int part, int whole) => whole == 0 ? null : Math.Round((decimal)part / whole, 4);
}
