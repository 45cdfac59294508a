namespace ParallelApproval.Calendars;

public class OfficeHoursTests
{
    private static readonly WorkingCalendar China = new(KnownYears.Read());

    [Theory]
    [InlineData("2026-03-02T10:00", 1, "2026-03-02T11:00")]
    [InlineData("2026-03-02T11:00", 2, "2026-03-02T14:00")] // lunch does not count
    [InlineData("2026-03-02T16:00", 2, "2026-03-03T10:00")] // nor does the night
    [InlineData("2026-03-06T16:00", 2, "2026-03-09T10:00")] // nor the weekend
    [InlineData("2026-02-13T16:30", 1, "2026-02-14T09:30")] // a Saturday that makes up
    [InlineData("2026-03-02T05:00", 7, "2026-03-02T17:00")]
    public void Office_time_passes_only_while_the_hall_is_open(string from, int hours, string until) =>
        OfficeHours.Standard.Add(China, At(from), TimeSpan.FromHours(hours)).Value.ShouldBe(At(until));

    [Fact]
    public void Missing_year_is_refused() =>
        OfficeHours.Standard.Add(China, At("2028-01-03T09:00"), TimeSpan.FromHours(1)).FirstError.Code.ShouldBe("calendar_year_missing");

    [Fact]
    public void Official_date_changes_at_midnight_in_Shanghai() =>
        new DateTimeOffset(2026, 3, 1, 16, 0, 0, TimeSpan.Zero).OfficialDate().ShouldBe(new DateOnly(2026, 3, 2));

    [Fact]
    public void Hall_closes_over_lunch()
    {
        OfficeHours.Standard.IsOpenAt(new(11, 59)).ShouldBeTrue();
        OfficeHours.Standard.IsOpenAt(new(12, 30)).ShouldBeFalse();
        OfficeHours.Standard.IsOpenAt(new(17, 0)).ShouldBeFalse();
    }

    private static DateTimeOffset At(string text) =>
        new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), ShanghaiTime.Offset);
}
