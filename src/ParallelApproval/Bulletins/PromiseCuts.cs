using ParallelApproval.Catalogue;
using ParallelApproval.Headlines;

namespace ParallelApproval.Bulletins;

/// <summary>
/// Which promises can be cut (压缩承诺时限): those that were kept every time, and of which nine cases in ten needed only a part. Pure.
/// </summary>
internal static class PromiseCuts
{
    public static List<PromiseCut> Of(IEnumerable<DaysTaken> taken, Func<string, ServiceItem?> item, BulletinSettings settings) =>
        [
            .. from days in taken
            group days by days.ItemCode into cases
            where cases.All(days => days.Late == 0)
            let cut = item(cases.Key) is { } offered ? Of(offered, [.. cases.OrderBy(days => days.Days)], settings) : null
            where cut is not null
            orderby cut.PromisedDays - cut.SuggestedDays descending, cut.ItemCode
            select cut,
        ];

    private static PromiseCut? Of(ServiceItem item, List<DaysTaken> cases, BulletinSettings settings)
    {
        var count = cases.Sum(days => days.Cases);
        var nineOfTen = NineOfTen(cases, count);
        var suggested = Math.Max(nineOfTen + settings.CutReserve, 1);
        if (count < settings.CutCases || nineOfTen * 100 > item.PromisedDays * settings.CutShare || suggested >= item.PromisedDays)
            return null;
        return new(
            item.ItemCode,
            count,
            item.PromisedDays,
            nineOfTen,
            cases[^1].Days,
            suggested,
            cases.Where(days => days.Days > suggested).Sum(days => days.Cases)
        );
    }

    private static int NineOfTen(List<DaysTaken> cases, int count)
    {
        var (wanted, seen) = ((int)Math.Ceiling(count * 0.9), 0);
        return cases.First(days => (seen += days.Cases) >= wanted).Days;
    }
}
