namespace Stories;

/// <summary>
/// The days of the demonstration: how they pass, and how many working days lie between two of them. Dates are those of Asia/Shanghai.
/// </summary>
internal sealed class WorkingDays(Office office)
{
    private static readonly TimeSpan Opening = TimeSpan.FromHours(9);
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly Person _administrator = office.As("admin");

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(China).DateTime);

    public async Task<DateOnly> TodayAsync() => (await _administrator.GetAsync<DemoTime>("/api/demo/clock")).Today;

    public Task PassAsync(int days) => _administrator.PostAsync<DemoTime>("/api/demo/clock", new { advanceWorkingDays = days });

    /// <summary>A telling begins at nine on the next working day, so that each has whole days.</summary>
    public async Task NextMorningAsync()
    {
        var next = await DueAsync(await TodayAsync(), 1);
        await _administrator.PostAsync<DemoTime>(
            "/api/demo/clock",
            new { to = new DateTimeOffset(next.ToDateTime(TimeOnly.FromTimeSpan(Opening)), China) }
        );
    }

    /// <summary>The day on which a limit of so many working days ends; the day of its start does not count.</summary>
    public async Task<DateOnly> DueAsync(DateOnly from, int days) =>
        (await _administrator.GetAsync<Due>($"/api/calendars/due?from={from:yyyy-MM-dd}&days={days}")).Day;

    public async Task<int> BetweenAsync(DateOnly from, DateOnly to)
    {
        var days = 0;
        while (days == 0 ? from < to : await DueAsync(from, days) < to)
            days++;
        return days;
    }
}
