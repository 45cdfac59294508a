namespace ParallelApproval.Calendars;

public class WorkingCalendarTests
{
    private static readonly WorkingCalendar China = new(KnownYears.Read());

    [Theory]
    [InlineData("2026-02-13", 1, "2026-02-14")] // a Saturday that makes up
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-02-13", 7, "2026-03-02")]
    [InlineData("2026-02-14", 5, "2026-02-28")]
    [InlineData("2026-02-16", 5, "2026-02-28")] // starts inside the holiday
    [InlineData("2026-09-18", 1, "2026-09-20")] // a Sunday that makes up
    [InlineData("2026-09-30", 5, "2026-10-13")]
    [InlineData("2026-09-24", 7, "2026-10-12")]
    [InlineData("2026-04-30", 5, "2026-05-11")]
    [InlineData("2025-12-30", 5, "2026-01-07")] // over the end of the year
    [InlineData("2026-03-02", 20, "2026-03-30")]
    [InlineData("2026-03-02", 45, "2026-05-08")]
    [InlineData("2024-02-28", 2, "2024-03-01")] // over the leap day
    [InlineData("2024-02-28", 1, "2024-02-29")]
    public void Limit_ends_on_the_day_that_the_notice_gives(string start, int days, string due) =>
        China.AddWorkingDays(Day(start), days).Value.Due.ShouldBe(Day(due));

    [Theory]
    [InlineData("2026-02-13", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-16", false)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-10-11", false)]
    [InlineData("2027-05-01", false)]
    public void Day_is_a_working_day_or_not(string day, bool works) => China.IsWorkingDay(Day(day)).Value.ShouldBe(works);

    [Theory]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void Published_year_has_its_number_of_working_days(int year, int days)
    {
        var published = KnownYears.Read().Single(known => known.Year == year);
        published.WorkingDays().ShouldBe(days);
        published.Check().IsError.ShouldBeFalse();
        China.WorkingDaysBetween(new(year, 1, 1), new(year, 12, 31)).Value.ShouldBe(days, "1 January is always free");
    }

    [Fact]
    public void Provisional_year_counts_every_weekday_that_is_not_statutory()
    {
        China.StatusOf(2027).ShouldBe(CalendarYearStatus.Provisional);
        KnownYears.Read().Single(year => year.Year == 2027).WorkingDays().ShouldBe(254);
    }

    [Fact]
    public void Due_date_in_a_provisional_year_is_provisional()
    {
        var due = China.AddWorkingDays(Day("2026-12-30"), 5).Value;
        due.Due.ShouldBe(Day("2027-01-07"));
        due.IsProvisional.ShouldBeTrue();
        China.AddWorkingDays(Day("2026-12-28"), 3).Value.IsProvisional.ShouldBeFalse();
    }

    [Fact]
    public void Missing_year_is_refused_and_never_guessed()
    {
        China.IsWorkingDay(Day("2028-01-03")).FirstError.Code.ShouldBe("calendar_year_missing");
        China.AddWorkingDays(Day("2027-12-30"), 5).FirstError.Code.ShouldBe("calendar_year_missing");
        China.WorkingDaysBetween(Day("2027-12-30"), Day("2028-01-03")).FirstError.Code.ShouldBe("calendar_year_missing");
        China
            .AddWorkingDays(Day("2023-12-31"), 1)
            .Value.Due.ShouldBe(Day("2024-01-02"), "the starting day is not counted, so it is not asked about");
        China.StatusOf(2028).ShouldBe(CalendarYearStatus.Missing);
    }

    [Fact]
    public void Due_date_tells_which_days_were_left_out_and_why()
    {
        var due = China.AddWorkingDays(Day("2026-09-24"), 3).Value;
        due.Due.ShouldBe(Day("2026-09-30"));
        due.LeftOut.ShouldBe([
            new(Day("2026-09-25"), LeftOutReason.Holiday, "中秋节"),
            new(Day("2026-09-26"), LeftOutReason.Holiday, "中秋节"),
            new(Day("2026-09-27"), LeftOutReason.Holiday, "中秋节"),
        ]);
        China
            .AddWorkingDays(Day("2026-03-06"), 1)
            .Value.LeftOut.Select(day => day.Reason)
            .ShouldBe([LeftOutReason.Weekend, LeftOutReason.Weekend]);
    }

    [Fact]
    public void Starting_day_counts_only_where_the_policy_says_so()
    {
        China.AddWorkingDays(Day("2026-03-02"), 5, CountingPolicy.StartDayCounted).Value.Due.ShouldBe(Day("2026-03-06"));
        China.AddWorkingDays(Day("2026-03-01"), 1, CountingPolicy.StartDayCounted).Value.Due.ShouldBe(Day("2026-03-02"));
    }

    [Fact]
    public void Limit_of_no_days_ends_on_the_day_itself_or_the_next_working_day()
    {
        China.AddWorkingDays(Day("2026-03-02"), 0).Value.Due.ShouldBe(Day("2026-03-02"));
        China.AddWorkingDays(Day("2026-03-07"), 0).Value.Due.ShouldBe(Day("2026-03-09"));
    }

    [Fact]
    public void Local_day_holds_in_its_area_only()
    {
        var calendar = new WorkingCalendar(
            KnownYears.Read(),
            [new("STREET", Day("2026-03-03"), IsWorking: false, "停电"), new("STREET", Day("2026-03-07"), IsWorking: true, "集中办理日")]
        );
        calendar.AddWorkingDays(Day("2026-03-02"), 1).Value.Due.ShouldBe(Day("2026-03-03"));
        calendar.In("COMM").AddWorkingDays(Day("2026-03-02"), 1).Value.Due.ShouldBe(Day("2026-03-03"));
        var street = calendar.In("STREET").AddWorkingDays(Day("2026-03-02"), 4).Value;
        street.Due.ShouldBe(Day("2026-03-07"));
        street.LeftOut.ShouldBe([new(Day("2026-03-03"), LeftOutReason.Local, "停电")]);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
