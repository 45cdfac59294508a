namespace ParallelApproval.Calendars;

public class StatutoryHolidaysTests
{
    [Fact]
    public void The_provisional_year_that_comes_with_the_product_has_the_days_of_the_law() =>
        KnownYears
            .Read()
            .Where(year => year.Status == CalendarYearStatus.Provisional)
            .ShouldAllBe(year => year.OffDays().SequenceEqual(Days(year.Year)));

    [Fact]
    public void Every_notice_of_a_whole_year_names_them_as_free()
    {
        foreach (var year in PublishedNotices.Read().GroupBy(notice => notice.Year).Select(notices => notices.First()))
            year.Days().MissingStatutoryDays().ShouldBeEmpty($"{year.Year}");
    }

    [Theory]
    [InlineData(2007, 10)]
    [InlineData(2008, 11)]
    [InlineData(2024, 11)]
    [InlineData(2025, 13)]
    public void There_are_ten_then_eleven_then_thirteen(int year, int days)
    {
        StatutoryHolidays.Count(year).ShouldBe(days);
        Days(year).Count().ShouldBe(days);
    }

    [Fact]
    public void Qingming_of_this_century_is_where_the_almanac_has_it()
    {
        // The almanac's rule of thumb for 2000 to 2099, which holds for 清明 without an exception.
        foreach (var year in Enumerable.Range(0, 100))
            StatutoryHolidays.Qingming(2000 + year).ShouldBe(new(2000 + year, 4, (int)((year * 0.2422) + 4.81) - (year / 4)));
    }

    [Fact]
    public void A_leap_month_shifts_no_festival()
    {
        StatutoryHolidays.Of(2025).Single(holiday => holiday.Name == "中秋节").From.ShouldBe(new(2025, 10, 6));
        StatutoryHolidays.Of(2023).Single(holiday => holiday.Name == "端午节").From.ShouldBe(new(2023, 6, 22));
        StatutoryHolidays.Of(2020).Single(holiday => holiday.Name == "端午节").From.ShouldBe(new(2020, 6, 25));
    }

    [Fact]
    public void A_bare_provisional_year_makes_no_working_day_of_a_statutory_one()
    {
        var calendar = new WorkingCalendar([
            new()
            {
                Year = 2029,
                Status = CalendarYearStatus.Provisional,
                Holidays = [],
            },
        ]);
        Days(2029).ShouldAllBe(day => !calendar.IsWorkingDay(day).Value);
    }

    private static IEnumerable<DateOnly> Days(int year) =>
        StatutoryHolidays.Of(year).SelectMany(holiday => holiday.Days()).Distinct().Order();
}
