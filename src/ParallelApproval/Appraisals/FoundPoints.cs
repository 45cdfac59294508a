using ParallelApproval.Identities;
using ParallelApproval.Statistics;
using ParallelApproval.Supervision;

namespace ParallelApproval.Appraisals;

/// <summary>
/// Points that no single event costs and that are counted from the facts of a month (推算扣分): warnings in a row, and records that spot checks
/// found incomplete. Each is laid at the card or the check at which it came about, so that it can be looked behind like any other. Pure.
/// </summary>
internal static class FoundPoints
{
    private const int WarningsInARow = 3;
    private const int ForWarnings = 3;
    private const int MostForIncomplete = 5;

    /// <summary>
    /// 连续预警: every third blue card of a department without a graver one between costs three points, in the part of the card that made it
    /// three.
    /// </summary>
    /// <param name="cards">Those of the month that count, in the order in which they were raised.</param>
    public static IEnumerable<PointEntry> Of(AppraisalPeriod period, IEnumerable<CardFound> cards)
    {
        var inARow = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var card in cards)
        {
            var row = inARow[card.Department] = card.IsWarning ? inARow.GetValueOrDefault(card.Department) + 1 : 0;
            if (row < WarningsInARow)
                continue;
            inARow[card.Department] = 0;
            yield return new()
            {
                Source = "warnings-" + card.Number,
                Period = period.Key,
                Department = card.Department,
                Part = AppraisalParts.OfPoint(card.Point),
                Points = -ForWarnings,
                CaseKey = card.Number.File.IsOfCentre ? null : card.Number.File.Key,
                Point = card.Point,
                Card = card.Number.ToString(),
                At = card.At,
            };
        }
    }

    /// <summary>
    /// 数据不全: of the cases that were looked through, each whole hundredth with an incomplete record costs a point, five at most.
    /// </summary>
    public static IEnumerable<PointEntry> Of(AppraisalPeriod period, IReadOnlyCollection<CaseLookedThrough> cases) =>
        from department in cases.GroupBy(looked => looked.Department)
        let incomplete = department.Where(looked => !looked.IsComplete).OrderBy(looked => looked.Case.Key).ToList()
        let points = Math.Min(100 * incomplete.Count / department.Count(), MostForIncomplete)
        where points > 0
        select new PointEntry
        {
            Source = $"incomplete-{incomplete[0].Check}-{incomplete[0].Case}",
            Period = period.Key,
            Department = department.Key,
            Part = AppraisalPart.Supervision,
            Points = -points,
            CaseKey = incomplete[0].Case.Key,
            Point = incomplete[0].Check.ToString(),
            At = incomplete[0].At,
        };
}

/// <summary>A case that was looked through in a spot check drawn in the month.</summary>
/// <param name="Department">The lead department of the case.</param>
internal sealed record CaseLookedThrough(CaseNumber Case, string Department, SpotCheckNumber Check, bool IsComplete, DateTimeOffset At);
