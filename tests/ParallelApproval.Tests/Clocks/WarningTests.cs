using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Clocks;

public sealed class WarningTests(TestCluster cluster)
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20, "2026-03-20 00:00", "2026-03-26 00:00", "2026-03-30 17:00")] // six and two working days left after it
    [InlineData(5, "2026-03-06 00:00", "2026-03-06 00:00", "2026-03-09 17:00")]
    [InlineData(4, "2026-03-05 00:00", "2026-03-05 00:00", "2026-03-06 17:00")]
    [InlineData(3, "2026-03-05 09:42", "2026-03-05 13:00", "2026-03-05 17:00")] // 30 % of 21 office hours; four hours
    [InlineData(2, "2026-03-04 11:48", "2026-03-04 13:00", "2026-03-04 17:00")]
    [InlineData(1, "2026-03-03 13:00", "2026-03-03 13:00", "2026-03-03 17:00")] // the office closes
    [InlineData(0, "2026-03-02 16:00", "2026-03-02 16:00", "2026-03-02 17:00")]
    public async Task A_promise_warns_in_days_and_a_short_one_in_office_hours(int days, string blue, string yellow, string due)
    {
        var clock = await StartAsync(days);
        clock.ShouldSatisfyAllConditions(
            it => it.BlueAt.ShouldBe(Instant(blue)),
            it => it.YellowAt.ShouldBe(Instant(yellow)),
            it => it.DueAt.ShouldBe(Instant(due))
        );
    }

    [Fact]
    public async Task An_item_may_warn_earlier_than_the_house()
    {
        var clock = await StartAsync(20, new Warnings(BluePercent: 25, YellowPercent: 50));
        clock.ShouldSatisfyAllConditions(
            it => it.BlueAt.ShouldBe(Instant("2026-03-09 00:00")),
            it => it.YellowAt.ShouldBe(Instant("2026-03-16 00:00"))
        );
    }

    [Fact]
    public async Task The_warnings_of_an_item_hold_for_its_cases_and_for_no_other()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Database.AskAsync<long>(
            "WITH changed AS (UPDATE service_item_versions SET document = document || '{\"warnings\": {\"bluePercent\": 20, "
                + "\"yellowPercent\": 40}}' WHERE item_code = '610104-YJS-001' RETURNING 1), "
                + "edition AS (UPDATE registers SET version = version + 1 WHERE name = 'catalogue' RETURNING 1) SELECT count(*) "
                + "FROM changed, edition",
            Cancellation
        );
        await house.Get<RegisterCache>().RefreshAsync(Cancellation);

        (await house.FileAsync(await house.ReceiveAsync(), Cancellation))
            .LatestClock(Clock.OfCase, ClockKind.Promised)!
            .ShouldSatisfyAllConditions(
                clock => clock.BlueAt.ShouldBe(Instant("2026-03-03 00:00"), "four of five days are left"),
                clock => clock.YellowAt.ShouldBe(Instant("2026-03-04 00:00"))
            );
        (await house.FileAsync(await house.ReceiveAsync(Catering.Drill), Cancellation))
            .LatestClock(Clock.OfCase, ClockKind.Promised)!
            .Warnings.ShouldBeNull();
    }

    [Fact]
    public async Task A_promise_of_a_day_is_red_when_the_office_closes_and_stays_so_when_it_is_kept_that_evening()
    {
        var clock = await StartAsync(1);
        clock.ColourAt(Instant("2026-03-03 16:59")).ShouldBe(ClockColour.Yellow);
        clock.ColourAt(Instant("2026-03-03 17:00")).ShouldBe(ClockColour.Red);
        (clock.Announced, clock.EndedOn) = (ClockColour.Red, new DateOnly(2026, 3, 3));
        clock.ColourAt(Instant("2026-03-10 09:00")).ShouldBe(ClockColour.Red);
    }

    [Fact]
    public async Task What_is_left_of_a_short_promise_is_told_in_office_hours()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = await house.FileAsync(await house.ReceiveAsync(), Cancellation);
        var rules = house.Get<ClockRules>();

        rules
            .Read(file.LatestClock(1, ClockKind.Promised)!, Instant("2026-03-05 11:30"))
            .Value.ShouldSatisfyAllConditions(
                reading => reading.RemainingHours.ShouldBe(4.5m),
                reading => reading.RemainingDays.ShouldBe(0)
            );
        rules.Read(file.LatestClock(Clock.OfCase, ClockKind.Promised)!, Instant("2026-03-05 11:30")).Value.RemainingHours.ShouldBeNull();
    }

    private async Task<Clock> StartAsync(int days, Warnings? warnings = null)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = await house.FileAsync(await house.ReceiveAsync(Catering.Drill), Cancellation);
        return house.Get<ClockRules>().Start(file, 9, ClockKind.Promised, days, Monday, "XZSP", warnings: warnings).Value;
    }

    private static DateTimeOffset Instant(string official) =>
        new(DateTime.Parse(official, System.Globalization.CultureInfo.InvariantCulture), ShanghaiTime.Offset);
}
