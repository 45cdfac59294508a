using ParallelApproval.Appraisals;
using ParallelApproval.Bulletins;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Whose the days were is taken down when a case ends, and added up from there in appraisal and bulletins.</summary>
public sealed class DaysHeldTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_days_of_a_decided_case_stand_in_the_month_for_the_case_and_for_each_department()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await DecidedAsync(house);
        var lived = house.Get<SplitDays>().Of(await house.FileAsync(number, Cancellation)).Value;

        var byItem = await TableAsync(house, AppraisalBy.Item);
        byItem.Total.DaysHeld.ShouldBe(new HolderDays(0, 0, 5, 0, 2, 0), "2 March to 11 March are 7 working days, 2 of them stopped");
        byItem.Lines.Single().DaysHeld.ShouldBe(byItem.Total.DaysHeld);
        byItem.Total.DaysHeld!.Whole.ShouldBe(lived.Single(part => part.Branch == Clock.OfCase).WorkingDays);

        var byDepartment = await TableAsync(house, AppraisalBy.Department);
        foreach (var part in lived.Where(part => part.Branch > 0))
            byDepartment
                .Lines.Single(line => line.Key == Catering.Departments[part.Branch - 1])
                .DaysHeld.ShouldBe(
                    new HolderDays(
                        part.Of(DayHolder.Window),
                        part.Of(DayHolder.Applicant),
                        part.Of(DayHolder.Department),
                        part.Of(DayHolder.Predecessor),
                        part.Of(DayHolder.Stop),
                        part.Of(DayHolder.System)
                    ),
                    $"branch {part.Branch}"
                );
    }

    [Fact]
    public async Task What_was_taken_down_grows_no_more_and_an_open_case_adds_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await DecidedAsync(house);
        var before = (await TableAsync(house, AppraisalBy.Item)).Total.DaysHeld;
        await house.ReceiveAsync(Catering.Drill);
        await house.ReceiveAsync();
        house.GoTo(3, 31, 9);
        (await TableAsync(house, AppraisalBy.Item)).Total.DaysHeld.ShouldBe(before);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM days_held", Cancellation)).ShouldBe(7, "the case and six branches");
    }

    [Fact]
    public async Task A_case_that_was_never_copied_was_the_windows_and_the_applicants()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 2, 9);
        var number = await house.ReceiveAsync(accept: false);
        house.GoTo(3, 5, 9);
        (
            await house
                .Get<NotifyCorrectionHandler>()
                .HandleAsync(new(number, [new("M01", "字迹不清", "请重新提交")]), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        house.GoTo(3, 9, 9);
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不再开店"), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (await TableAsync(house, AppraisalBy.Item)).Total.DaysHeld.ShouldBe(
            new HolderDays(3, 2, 0, 0, 0, 0),
            "the window up to the day of its notice, the applicant the two working days after it"
        );
    }

    [Fact]
    public async Task The_bulletins_of_the_day_and_the_week_add_them_up_and_say_so_for_ever_once_issued()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await DecidedAsync(house);
        house.GoTo(3, 16, 9);
        var day = (DailyBulletin)await ReadAsync(house, "2026-03-11");
        day.DaysHeld.ShouldNotBeNull()[0].ShouldBe(new DaysHeldLine(null, 1, new(0, 0, 5, 0, 2, 0)));
        day.DaysHeld.Skip(1).Select(line => line.Department).ShouldBe(Catering.Departments.Order(StringComparer.Ordinal));
        var week = (WeeklyBulletin)await ReadAsync(house, "2026-W11");
        week.DaysHeld.ShouldBe(day.DaysHeld);
        ((QuarterlyBulletin)await ReadAsync(house, "2026-Q1", provisional: true)).DaysHeld.ShouldBe(day.DaysHeld);
        ((DailyBulletin)await ReadAsync(house, "2026-03-12")).DaysHeld.ShouldBeEmpty();

        BulletinPeriod.TryParse("2026-03-11", out var period).ShouldBeTrue();
        (
            await house.Get<IssueBulletinHandler>().HandleAsync(new(period), house.By("supervisor", "XZSP"), Cancellation)
        ).IsError.ShouldBeFalse();
        await house.Database.DoAsync("DELETE FROM days_held", Cancellation);
        ((DailyBulletin)await ReadAsync(house, "2026-03-11")).DaysHeld.ShouldBe(day.DaysHeld);
    }

    [Fact]
    public async Task A_drill_counts_nowhere()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        house.GoTo(3, 5, 9);
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        house.GoTo(3, 9, 9);
        ((DailyBulletin)await ReadAsync(house, "2026-03-05")).DaysHeld.ShouldBeEmpty();
    }

    // Received on Monday, 2 March; branch 6 stood still on Tuesday and Wednesday of the second week; decided on Wednesday, 11 March.
    private static async Task<CaseNumber> DecidedAsync(TestHouse house)
    {
        house.GoTo(3, 2, 9);
        var number = await house.ReceiveAsync();
        house.GoTo(3, 5, 9);
        foreach (var branch in (int[])[1, 2, 3, 4, 5])
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse($"branch {branch}");
        house.GoTo(3, 9, 9);
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(number, 6, 1), StopGround.Hearing, 2, NoticeDelivered: true), house.Approver("TJJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        house.GoTo(3, 11, 16);
        (
            await house.Get<ResumeBranchHandler>().HandleAsync(new(new(number, 6, 1)), house.Approver("TJJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 6)).IsError.ShouldBeFalse();
        return number;
    }

    private static async Task<Appraisal> TableAsync(TestHouse house, AppraisalBy by) =>
        (await house.Get<AppraisalQueries>().TableAsync(new(2026, 3), by, true, new(2026, 3, 31), Cancellation)).Value;

    private static async Task<Bulletin> ReadAsync(TestHouse house, string written, bool provisional = false)
    {
        BulletinPeriod.TryParse(written, out var period).ShouldBeTrue();
        return (await house.Get<BulletinQueries>().ReadAsync(period, provisional, Cancellation)).Value;
    }
}
