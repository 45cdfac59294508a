using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// Who may sign over a span of days (权限总览): for each department and item it asks <see cref="Powers"/> day by day, and joins days on which
/// the answer is the same. Read from the registers in memory.
/// </summary>
public sealed class PowersAhead(OfficerRegister officers, CatalogueRegister catalogue, Powers powers)
{
    /// <summary>Days of the longest span that is looked at.</summary>
    public const int MostDays = 366;

    /// <summary>How many days before it begins a gap is told.</summary>
    public const int DaysAhead = 30;

    /// <summary>The departments and items with a part in each other, in the newest version of each item.</summary>
    /// <param name="department">Only this one; null for all.</param>
    /// <param name="itemCode">Only this one; null for all.</param>
    /// <param name="to">The last day, not before the first and at most <see cref="MostDays"/> after it.</param>
    public IReadOnlyList<PowersOfItem> Over(string? department, string? itemCode, DateOnly from, DateOnly to) =>
        [
            .. Pairs()
                .Where(pair => (department ?? pair.Department) == pair.Department && (itemCode ?? pair.Item.ItemCode) == pair.Item.ItemCode)
                .Select(pair => new PowersOfItem(
                    pair.Department,
                    pair.Item.ItemCode,
                    pair.Item.Name,
                    pair.Item.NameEn,
                    MaySign(pair.Department, pair.Item.ItemCode, from, to),
                    Gaps(pair.Department, pair.Item.ItemCode, from, to)
                )),
        ];

    /// <summary>
    /// The gaps that begin, or have begun, until <see cref="DaysAhead"/> days from today. A gap that has begun is told with its first day,
    /// so
    /// that it is the same one on every day on which it is looked for; never before the item is in force.
    /// </summary>
    public IReadOnlyList<PowerGap> GapsAhead(DateOnly today) =>
        [
            .. Pairs()
                .SelectMany(pair =>
                    Gaps(pair.Department, pair.Item.ItemCode, today, today.AddDays(DaysAhead))
                        .Where(gap => gap.To >= pair.Item.EffectiveFrom)
                        .Select(gap => new PowerGap(
                            pair.Department,
                            pair.Item.ItemCode,
                            pair.Item.Name,
                            pair.Item.NameEn,
                            gap.From == today ? Begin(pair.Department, pair.Item, today) : Later(gap.From, pair.Item.EffectiveFrom),
                            gap.To
                        ))
                ),
        ];

    /// <summary>The departments with a part in that application for which nobody could sign on that day.</summary>
    internal string[] Without(ServiceItem item, IReadOnlyCollection<int> branches, DateOnly day) =>
        [
            .. item
                .Branches.Where(branch => branches.Contains(branch.Number))
                .Select(branch => branch.DepartmentCode)
                .Distinct()
                .Where(department => !powers.AnybodyFor(department, item.ItemCode, day))
                .Order(StringComparer.Ordinal),
        ];

    private IEnumerable<(string Department, ServiceItem Item)> Pairs() =>
        catalogue
            .Current.Newest()
            .SelectMany(item => item.Branches.Select(branch => branch.DepartmentCode).Distinct().Select(department => (department, item)))
            .OrderBy(pair => pair.department, StringComparer.Ordinal)
            .ThenBy(pair => pair.item.ItemCode, StringComparer.Ordinal);

    private List<PowerSpan> MaySign(string department, string itemCode, DateOnly from, DateOnly to)
    {
        var ends = officers
            .LettersOf(department)
            .GroupBy(letter => letter.Number, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Max(letter => letter.LastDay), StringComparer.Ordinal);
        var spans = new List<PowerSpan>();
        foreach (var officer in powers.Candidates(department))
        {
            PowerSpan? open = null;
            for (var day = from; day <= to; day = day.AddDays(1))
            {
                var power = powers.OnDay(officer, department, itemCode, day);
                if (open is not null && power is not null && (power.Letter, power.For) == (open.Letter, open.StandsInFor))
                {
                    open = open with { To = day };
                    continue;
                }

                if (open is not null)
                    spans.Add(open);
                open = power is null ? null : new(officer.UserName, officer.Name, day, day, power.Letter!, ends[power.Letter!], power.For);
            }

            if (open is not null)
                spans.Add(open);
        }

        return [.. spans.OrderBy(span => span.From).ThenBy(span => span.Officer, StringComparer.Ordinal)];
    }

    private List<VacantDays> Gaps(string department, string itemCode, DateOnly from, DateOnly to)
    {
        var gaps = new List<VacantDays>();
        for (var day = from; day <= to; day = day.AddDays(1))
            if (powers.AnybodyFor(department, itemCode, day))
                continue;
            else if (gaps.Count > 0 && gaps[^1].To == day.AddDays(-1))
                gaps[^1] = gaps[^1] with { To = day };
            else
                gaps.Add(new(day, day));
        return gaps;
    }

    private DateOnly Begin(string department, ServiceItem item, DateOnly today)
    {
        var first = today;
        while (first > item.EffectiveFrom && !powers.AnybodyFor(department, item.ItemCode, first.AddDays(-1)))
            first = first.AddDays(-1);
        return Later(first, item.EffectiveFrom);
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>Who may sign for a department in an item over a span of days, and when nobody may.</summary>
/// <param name="Gaps">授权中断: the days on which nobody could sign.</param>
public sealed record PowersOfItem(
    string Department,
    string ItemCode,
    string ItemName,
    string ItemNameEn,
    IReadOnlyList<PowerSpan> MaySign,
    IReadOnlyList<VacantDays> Gaps
);

/// <summary>Days on end on which an officer may sign under the same letter.</summary>
/// <param name="Officer">His account.</param>
/// <param name="To">The last of the days, within the span that was asked for.</param>
/// <param name="LetterEnds">The last day of the letter.</param>
/// <param name="StandsInFor">代: account of the absent officer in whose name he signs; null when he signs in his own.</param>
public sealed record PowerSpan(
    string Officer,
    string Name,
    DateOnly From,
    DateOnly To,
    string Letter,
    DateOnly LetterEnds,
    string? StandsInFor
);

/// <summary>Days on end on which nobody may sign (授权空缺日), the last one counted in.</summary>
public sealed record VacantDays(DateOnly From, DateOnly To);

/// <summary>Days on which nobody of a department may sign in an item (授权中断).</summary>
/// <param name="To">The last one within the days that were looked at.</param>
public sealed record PowerGap(string Department, string ItemCode, string ItemName, string ItemNameEn, DateOnly From, DateOnly To);
