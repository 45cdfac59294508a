namespace ParallelApproval.Calendars;

public class CalendarYearTests
{
    private static readonly CalendarYear Year2026 = KnownYears.Read().Single(year => year.Year == 2026);

    [Fact]
    public void Forgotten_make_up_day_is_no_refusal_but_leaves_other_working_days_than_expected()
    {
        var forgotten = Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays.Skip(1)] };
        forgotten.Check().IsError.ShouldBeFalse();
        (forgotten.WorkingDays(), forgotten.ExpectedWorkingDays()).ShouldBe((247, 248));
    }

    [Fact]
    public void Date_of_the_neighbouring_year_is_taken_and_one_farther_away_is_refused()
    {
        (Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays, new(2025, 12, 27)] }).Check().IsError.ShouldBeFalse();
        Refusal(Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays, new(2024, 12, 28)] }).ShouldContain("2024-12-28");
    }

    [Fact]
    public void Weekday_that_is_said_to_be_worked_changes_nothing()
    {
        var restated = Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays, new(2026, 3, 3)] };
        restated.Check().IsError.ShouldBeFalse();
        restated.WorkingDays().ShouldBe(248);
    }

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
    public void Notice_that_names_no_day_is_refused() => Refusal(Year2026 with { Holidays = [], MakeUpDays = [] }).ShouldContain("2026");

    private static string Refusal(CalendarYear year)
    {
        var error = year.Check().FirstError;
        error.Code.ShouldBe("calendar_year_unsound");
        return error.Description;
    }
}
