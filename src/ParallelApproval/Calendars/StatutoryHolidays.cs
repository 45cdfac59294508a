using System.Globalization;

namespace ParallelApproval.Calendars;

/// <summary>
/// The days that are free by law whatever a notice says (法定节假日, 全国年节及纪念日放假办法 in the wording in force in that year): 10 before 2008, 11
/// from 2008, 13 from 2025. Lunar dates by <see cref="ChineseLunisolarCalendar"/>, 清明 by the sun. For the years 2000 to 2100.
/// </summary>
public static class StatutoryHolidays
{
    /// <summary>Name of the regulation that names them.</summary>
    public const string Law = "全国年节及纪念日放假办法";

    private const int WithTraditionalFestivals = 2008;
    private const int EveMovedToNotices = 2014;
    private const int Thirteen = 2025;

    private static readonly ChineseLunisolarCalendar Lunar = new();

    /// <summary>How many days the law gives in a year; where two of them fall together, one more is given instead.</summary>
    public static int Count(int year) =>
        year switch
        {
            >= Thirteen => 13,
            >= WithTraditionalFestivals => 11,
            _ => 10,
        };

    /// <summary>The holidays of a year by law, in the order of the year; two may fall on the same day.</summary>
    public static IReadOnlyList<Holiday> Of(int year)
    {
        var newYear = Festival(year, 1, 1);
        var (eve, last) = year switch
        {
            >= Thirteen => (1, 2),
            >= EveMovedToNotices => (0, 2),
            >= WithTraditionalFestivals => (1, 1),
            _ => (0, 2),
        };
        List<Holiday> days =
        [
            new("元旦", "New Year's Day", new(year, 1, 1), new(year, 1, 1)),
            new("春节", "Spring Festival", newYear.AddDays(-eve), newYear.AddDays(last)),
            new(
                "劳动节",
                "Labour Day",
                new(year, 5, 1),
                new(
                    year,
                    5,
                    year >= Thirteen ? 2
                        : year >= WithTraditionalFestivals ? 1
                        : 3
                )
            ),
            new("国庆节", "National Day", new(year, 10, 1), new(year, 10, 3)),
        ];
        if (year >= WithTraditionalFestivals)
            days.AddRange([
                OneDay("清明节", "Qingming Festival", Qingming(year)),
                OneDay("端午节", "Dragon Boat Festival", Festival(year, 5, 5)),
                OneDay("中秋节", "Mid-Autumn Festival", Festival(year, 8, 15)),
            ]);
        return [.. days.OrderBy(holiday => holiday.From)];
    }

    /// <summary>The day on which the sun's apparent longitude reaches 15°, by Beijing time (清明).</summary>
    public static DateOnly Qingming(int year)
    {
        var day = new DateOnly(year, 4, 3);
        while (SunAtMidnightAfter(day) < 15)
            day = day.AddDays(1);
        return day;
    }

    private static Holiday OneDay(string name, string nameEn, DateOnly day) => new(name, nameEn, day, day);

    // A leap month stands after the month that it repeats, and shifts the number of those that follow.
    private static DateOnly Festival(int year, int month, int day)
    {
        var leap = Lunar.GetLeapMonth(year);
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }

    // The sun's apparent longitude in degrees at the end of that day in Beijing, to a hundredth of a degree (a quarter of an hour):
    // J. Meeus, Astronomical Algorithms, chapter 25. Dynamical time is ahead of universal time by little more than a minute.
    private static double SunAtMidnightAfter(DateOnly day)
    {
        const double minute = 1.0 / 1440;
        var instant = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified).AddHours(-8);
        var century = ((instant - new DateTime(2000, 1, 1, 12, 0, 0, DateTimeKind.Unspecified)).TotalDays + (1.2 * minute)) / 36525;
        var mean = 280.46646 + (century * (36000.76983 + (century * 0.0003032)));
        var anomaly = Radians(357.52911 + (century * (35999.05029 - (century * 0.0001537))));
        var centre =
            ((1.914602 - (century * (0.004817 + (century * 0.000014)))) * Math.Sin(anomaly))
            + ((0.019993 - (century * 0.000101)) * Math.Sin(2 * anomaly))
            + (0.000289 * Math.Sin(3 * anomaly));
        var apparent = mean + centre - 0.00569 - (0.00478 * Math.Sin(Radians(125.04 - (1934.136 * century))));
        return ((apparent % 360) + 360) % 360;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
