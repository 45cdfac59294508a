namespace ParallelApproval.Calendars;

public class CalendarYearTests
{
    private static readonly CalendarYear Year2026 = KnownYears.Read().Single(year => year.Year == 2026);

    [Fact]
    public void Forgotten_make_up_day_is_found() =>
        Refusal(Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays.Skip(1)] }).ShouldContain(": 247 ≠ 248.");

    [Fact]
    public void Date_of_another_year_is_refused() =>
        Refusal(Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays.Skip(1), new(2025, 12, 27)] }).ShouldContain("2025-12-27");

    [Fact]
    public void Make_up_day_in_the_week_is_refused() =>
        Refusal(Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays.Skip(1), new(2026, 3, 3)] }).ShouldContain("2026-03-03");

    [Fact]
    public void Make_up_day_inside_a_holiday_is_refused() =>
        Refusal(Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays.Skip(1), new(2026, 10, 3)] }).ShouldContain("2026-10-03");

    [Fact]
    public void Overlapping_holidays_are_refused() =>
        Refusal(Year2026 with { Holidays = [.. Year2026.Holidays, new("重复", "Twice", new(2026, 10, 7), new(2026, 10, 7))] })
            .ShouldContain("2026-10-07");

    [Fact]
    public void Holiday_that_ends_before_it_begins_is_refused() =>
        Refusal(Year2026 with { Holidays = [.. Year2026.Holidays, new("颠倒", "Reversed", new(2026, 8, 3), new(2026, 8, 1))] })
            .ShouldContain("2026-08-03");

    [Fact]
    public void Holiday_without_end_is_refused() =>
        Refusal(Year2026 with { Holidays = [new("无尽", "Endless", DateOnly.MinValue, DateOnly.MaxValue)] }).ShouldContain("0001-01-01");

    [Fact]
    public void Statutory_days_grew_from_eleven_to_thirteen_in_2025() =>
        (CalendarYear.StatutoryDays(2024), CalendarYear.StatutoryDays(2025)).ShouldBe((11, 13));

    private static string Refusal(CalendarYear year)
    {
        var error = year.Check().FirstError;
        error.Code.ShouldBe("calendar_year_unsound");
        return error.Description;
    }
}
