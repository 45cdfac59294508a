using System.Globalization;

namespace ParallelApproval.Calendars;

/// <summary>What is unusual in a notice, or does not fit its own words (疑点).</summary>
public enum CalendarOddity
{
    /// <summary>Other working days than weekdays less statutory days; <c>2012</c> and <c>2015</c> were so.</summary>
    WorkingDaysDiffer,

    /// <summary>A day of the year before or after.</summary>
    OfNeighbouringYear,

    /// <summary>A weekday is said to be worked, which it is anyway.</summary>
    WeekdayWorked,

    /// <summary>A statutory day is not named; it stays free by law.</summary>
    StatutoryDayUnnamed,

    /// <summary>The notice does not name the whole year and is taken as an amendment of the one in force.</summary>
    TakenAsAmendment,

    /// <summary>It takes the place of another notice of the same year.</summary>
    TakesThePlace,

    /// <summary>The weekday beside a date is not the date's.</summary>
    WeekdayDiffers,

    /// <summary>The number of days said is not the number of days named.</summary>
    CountDiffers,

    /// <summary>A sentence that names days and was not understood.</summary>
    NotUnderstood,

    /// <summary>A date that does not exist, such as 29 February of a plain year.</summary>
    NoSuchDay,

    /// <summary>A span that ends before it begins.</summary>
    Reversed,
}

/// <summary>
/// Something about a notice at which both persons should look before it is in force. It refuses nothing: what the State Council has
/// published holds as it is.
/// </summary>
/// <param name="Day">The day it is about; null when it is about the whole.</param>
/// <param name="Found">What was found, such as <c>249 ≠ 250</c>.</param>
/// <param name="Sentence">The sentence of the notice it stands in; null for what was not read from words.</param>
public sealed record CalendarWarning(CalendarOddity Kind, DateOnly? Day = null, string? Found = null, string? Sentence = null)
{
    /// <summary>What is unusual in a notice as it would come into force.</summary>
    /// <param name="notice">As it is entered.</param>
    /// <param name="entered">As the calendar takes it: perhaps as an amendment.</param>
    /// <param name="year">The year as the notice would leave it.</param>
    /// <param name="held">The year in force; null when there is none.</param>
    internal static IEnumerable<CalendarWarning> Of(CalendarYear notice, CalendarYear entered, CalendarYear year, CalendarYear? held)
    {
        if (entered.Amends is not null && notice.Amends is null)
            yield return new(CalendarOddity.TakenAsAmendment, Found: entered.Amends);
        else if (entered.Amends is null && held is { Status: CalendarYearStatus.Published } && held.NoticeNumber != entered.NoticeNumber)
            yield return new(CalendarOddity.TakesThePlace, Found: held.NoticeNumber);
        foreach (var day in notice.OffDays().Concat(notice.MakeUpDays).Where(day => day.Year != notice.Year).Order())
            yield return new(CalendarOddity.OfNeighbouringYear, day);
        foreach (var day in notice.MakeUpDays.Where(CalendarYear.IsWeekday).Order())
            yield return new(CalendarOddity.WeekdayWorked, day);
        if (entered is { Status: CalendarYearStatus.Published, Amends: null })
            foreach (var day in entered.MissingStatutoryDays())
                yield return new(CalendarOddity.StatutoryDayUnnamed, day);
        if (year.Status is CalendarYearStatus.Published && year.WorkingDays() != year.ExpectedWorkingDays())
            yield return new(
                CalendarOddity.WorkingDaysDiffer,
                Found: string.Create(CultureInfo.InvariantCulture, $"{year.WorkingDays()} ≠ {year.ExpectedWorkingDays()}")
            );
    }
}
