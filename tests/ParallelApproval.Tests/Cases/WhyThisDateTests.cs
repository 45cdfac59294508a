using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Why a date is what it is, day by day, and whose the days were.</summary>
public sealed class WhyThisDateTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_promise_with_a_stop_names_its_ground_and_each_day_that_counts()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(4, 1, 9);
        var number = await house.ReceiveAsync(Catering.Drill);
        house.GoTo(4, 2, 9);
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), StopGround.Inspection, 2, NoticeDelivered: true), house.Approver("SYJ"), Cancellation)
        ).IsError.ShouldBeFalse();

        var clock = await ClockAsync(house, number, 1, ClockKind.Promised);
        clock.Start.ShouldBe(ClockStart.Copied);
        clock
            .Days.Select(days => $"{days.From:MM-dd} {days.To:MM-dd} {days.Fate} {days.FirstCounted} {days.Name} {days.Ground}".TrimEnd())
            .ShouldBe([
                "04-01 04-01 Start",
                "04-02 04-02 Counted 1",
                "04-03 04-07 Stopped   Inspection",
                "04-08 04-10 Counted 2",
                "04-11 04-12 Weekend",
                "04-13 04-13 Counted 5",
            ]);
    }

    [Fact]
    public async Task A_holiday_is_left_out_by_the_number_of_its_notice()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(4, 1, 9);
        var clock = await ClockAsync(house, await house.ReceiveAsync(Catering.Drill), 1, ClockKind.Promised);
        clock
            .Days.Single(days => days.Fate is DayFate.Holiday)
            .ShouldSatisfyAllConditions(
                days => (days.From, days.To).ShouldBe((new(2026, 4, 4), new(2026, 4, 6))),
                days => days.Name.ShouldBe("清明节"),
                days => days.Notice.ShouldNotBeNull().ShouldContain("2025"),
                days => days.FirstCounted.ShouldBeNull()
            );
        clock.Movers.ShouldBe([DueMover.Stop]);
    }

    [Fact]
    public async Task The_days_of_a_case_go_to_the_window_the_applicant_the_departments_and_to_whom_they_wait_for()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 2, 9);
        var number = await house.ReceiveAsync();
        house.GoTo(3, 5, 9);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        house.GoTo(3, 6, 9);
        (await house.DecideAsync(number, 2)).IsError.ShouldBeFalse();
        house.GoTo(3, 10, 9);

        var days = house.Get<SplitDays>().Of(await house.FileAsync(number, Cancellation)).Value;
        var whole = days.Single(part => part.Branch == Clock.OfCase);
        whole.WorkingDays.ShouldBe(6, "3 to 6, 9 and 10 March");
        whole.Of(DayHolder.Department).ShouldBe(6);
        days.Single(part => part.Branch == 1).Of(DayHolder.Department).ShouldBe(3, "3, 4 and 5 March");
        days.Single(part => part.Branch == 2)
            .ShouldSatisfyAllConditions(
                part => part.Of(DayHolder.Predecessor).ShouldBe(3, "until the day on which it received"),
                part => part.Of(DayHolder.Department).ShouldBe(1),
                part => part.WorkingDays.ShouldBe(4)
            );
    }

    private static async Task<ExplainedClock> ClockAsync(TestHouse house, Identities.CaseNumber number, int branch, ClockKind kind) =>
        house
            .Get<ExplainClocks>()
            .Of(await house.FileAsync(number, Cancellation))
            .Value.First(clock => clock.Branch == branch && clock.Kind == kind);
}
