namespace ParallelApproval.Calendars;

/// <summary>
/// From notices to days (逐日合成): the law first, then each notice in the order in which they were issued, the latest of each date wins. A notice
/// of the whole year takes the place of all earlier ones of that year; an amending one changes only the days it names. A notice of the
/// year before or after may name days too.
/// </summary>
public static class CalendarLayers
{
    /// <summary>The days of a year as these notices leave them; null when none is about that year.</summary>
    public static CalendarYear? Of(int year, IEnumerable<CalendarNotice> notices)
    {
        var layers = InForce(notices.Where(notice => Math.Abs(notice.Year - year) <= 1)).ToList();
        var own = layers.Where(notice => notice.Year == year).Select(notice => notice.Days()).ToList();
        if (own.Count == 0)
            return null;
        var days = new SortedDictionary<DateOnly, Holiday?>();
        foreach (var holiday in StatutoryHolidays.Of(year))
            Lay(days, year, [holiday], []);
        foreach (var notice in layers)
            Lay(days, year, notice.Days().Holidays, notice.Days().MakeUpDays);
        var whole = own.FindLast(notice => notice.Amends is null) ?? own[0];
        return whole with
        {
            Status = own.Max(notice => notice.Status),
            Holidays = Spans([.. days.Where(day => day.Value is not null).Select(day => day.Value! with { From = day.Key, To = day.Key })]),
            MakeUpDays = [.. days.Where(day => day.Value is null && !CalendarYear.IsWeekday(day.Key)).Select(day => day.Key)],
            ConfirmedBy = own[^1].ConfirmedBy,
            Amends = null,
            Amendments = [.. own.Where(notice => notice.Amends is not null).Select(notice => notice.NoticeNumber ?? notice.Amends!)],
        };
    }

    /// <summary>The notices that still say something, in the order in which they were issued.</summary>
    public static IEnumerable<CalendarNotice> InForce(IEnumerable<CalendarNotice> notices) =>
        notices
            .GroupBy(notice => notice.Year)
            .SelectMany(ofYear =>
            {
                var ordered = ofYear.OrderBy(notice => notice.Sequence).ToList();
                return ordered.Skip(Math.Max(0, ordered.FindLastIndex(notice => notice.Days().Amends is null)));
            })
            .OrderBy(Issued)
            .ThenBy(notice => notice.Year)
            .ThenBy(notice => notice.Sequence);

    /// <summary>The same days as spans: neighbouring days of one name belong together.</summary>
    internal static IReadOnlyList<Holiday> Spans(IReadOnlyList<Holiday> holidays)
    {
        var spans = new List<Holiday>();
        foreach (
            var day in holidays
                .SelectMany(holiday => holiday.Days().Select(day => holiday with { From = day, To = day }))
                .OrderBy(day => day.From)
        )
            if (spans is [.., var last] && last.Name == day.Name && day.From <= last.To.AddDays(1))
                spans[^1] = last with { To = day.To };
            else
                spans.Add(day);
        return spans;
    }

    /// <summary>Days off as spans, each with the names of the statutory holidays in it.</summary>
    public static IReadOnlyList<Holiday> Named(IReadOnlyList<DateOnly> off)
    {
        var plain = Spans([.. off.Distinct().Select(day => new Holiday("放假", "Holiday", day, day))]);
        return [.. plain.Select(Name)];
    }

    private static Holiday Name(Holiday span)
    {
        var known = ((int[])[span.From.Year, span.To.Year])
            .Distinct()
            .Where(year => year is > 2000 and < 2100)
            .SelectMany(StatutoryHolidays.Of)
            .Where(holiday => holiday.From <= span.To && holiday.To >= span.From)
            .DistinctBy(holiday => holiday.Name)
            .ToList();
        return known.Count == 0
            ? span
            : span with
            {
                Name = string.Join('、', known.Select(holiday => holiday.Name)),
                NameEn = string.Join(", ", known.Select(holiday => holiday.NameEn)),
            };
    }

    // Where the day of issue is not known, the first of December before: about then they come out.
    private static DateOnly Issued(CalendarNotice notice) => notice.Days().IssuedOn ?? new DateOnly(notice.Year - 1, 12, 1);

    private static void Lay(
        SortedDictionary<DateOnly, Holiday?> days,
        int year,
        IEnumerable<Holiday> holidays,
        IEnumerable<DateOnly> worked
    )
    {
        foreach (var holiday in holidays)
        foreach (var day in holiday.Days().Where(day => day.Year == year))
            days[day] = holiday;
        foreach (var day in worked.Where(day => day.Year == year))
            days[day] = null;
    }
}
