using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using ParallelApproval.Appraisals;

namespace ParallelApproval.Bulletins;

/// <summary>How often a bulletin comes out.</summary>
public enum BulletinKind
{
    /// <summary>日报: red and yellow cards of a day, and what was near its due date when it ended.</summary>
    Daily,

    /// <summary>周报: what was late in the week, with the cause given.</summary>
    Weekly,

    /// <summary>季报: grades of the departments, repeat offenders, promises that can be cut.</summary>
    Quarterly,
}

/// <summary>
/// The day, week or quarter of a bulletin (通报期), written <c>2026-03-02</c>, <c>2026-W10</c> (ISO 8601, Monday to Sunday) or <c>2026-Q1</c>;
/// its days are official days.
/// </summary>
public readonly record struct BulletinPeriod(BulletinKind Kind, DateOnly FirstDay)
{
    private const int FirstYear = 2000,
        LastYear = 2100,
        DaysOfWeek = 7,
        MonthsOfQuarter = 3;

    public DateOnly LastDay =>
        Kind switch
        {
            BulletinKind.Daily => FirstDay,
            BulletinKind.Weekly => FirstDay.AddDays(DaysOfWeek - 1),
            _ => FirstDay.AddMonths(MonthsOfQuarter).AddDays(-1),
        };

    /// <summary>The instant at which it begins.</summary>
    public DateTimeOffset From => FirstDay.At(TimeOnly.MinValue);

    /// <summary>The instant at which it is over.</summary>
    public DateTimeOffset To => LastDay.AddDays(1).At(TimeOnly.MinValue);

    [JsonIgnore]
    public BulletinPeriod Next => Of(Kind, LastDay.AddDays(1));

    [JsonIgnore]
    public BulletinPeriod Previous => Of(Kind, FirstDay.AddDays(-1));

    /// <summary>The three months of a quarter; none for a day or a week.</summary>
    [JsonIgnore]
    public IReadOnlyList<AppraisalPeriod> Months
    {
        get
        {
            if (Kind is not BulletinKind.Quarterly)
                return [];
            var first = AppraisalPeriod.Of(FirstDay);
            return [first, first.Next, first.Next.Next];
        }
    }

    /// <summary>The one in which a day lies.</summary>
    public static BulletinPeriod Of(BulletinKind kind, DateOnly day) =>
        new(
            kind,
            kind switch
            {
                BulletinKind.Daily => day,
                BulletinKind.Weekly => day.AddDays(-(((int)day.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek)),
                _ => new(day.Year, ((day.Month - 1) / MonthsOfQuarter * MonthsOfQuarter) + 1, 1),
            }
        );

    public static bool TryParse([NotNullWhen(true)] string? text, out BulletinPeriod period)
    {
        period = default;
        if (
            text is not { Length: >= 7 }
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < FirstYear or > LastYear
        )
            return false;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            period = new(BulletinKind.Daily, day);
        else if (
            text.Length == 8
            && text[4..6] == "-W"
            && Number(text[6..]) is var week
            && week >= 1
            && week <= ISOWeek.GetWeeksInYear(year)
        )
            period = new(BulletinKind.Weekly, DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)));
        else if (text.Length == 7 && text[4..6] == "-Q" && Number(text[6..]) is >= 1 and <= 4 and var quarter)
            period = new(BulletinKind.Quarterly, new(year, ((quarter - 1) * MonthsOfQuarter) + 1, 1));
        else
            return false;
        return true;
    }

    public override string ToString() =>
        Kind switch
        {
            BulletinKind.Daily => FirstDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            BulletinKind.Weekly => string.Create(
                CultureInfo.InvariantCulture,
                $"{ISOWeek.GetYear(FirstDay.ToDateTime(TimeOnly.MinValue))}"
                    + $"-W{ISOWeek.GetWeekOfYear(FirstDay.ToDateTime(TimeOnly.MinValue)):00}"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"{FirstDay.Year}-Q{((FirstDay.Month - 1) / MonthsOfQuarter) + 1}"),
        };

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
