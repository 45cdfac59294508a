using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

public sealed class ClockVerbTests(TestCluster cluster)
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Branches_are_promised_for_the_days_of_the_catalogue_and_the_case_for_the_fifth()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = await FileAsync(house, await house.ReceiveAsync());

        file.LatestClock(Clock.OfCase, ClockKind.Promised)!.DueOn.ShouldBe(new(2026, 3, 9));
        file.LatestClock(Clock.OfCase, ClockKind.Legal)!.DueOn.ShouldBe(new(2026, 5, 8));
        Enumerable.Range(1, 6).Select(branch => file.LatestClock(branch, ClockKind.Promised)!.DueOn.Day).ShouldBe([5, 6, 6, 9, 9, 9]);
        file.LatestClock(1, ClockKind.Legal)!.DueOn.ShouldBe(new(2026, 3, 30));
        file.LatestClock(4, ClockKind.Legal).ShouldBeNull("its predecessors have not signed");
    }

    [Fact]
    public async Task The_wall_is_yellow_on_day_four_and_red_when_the_office_closes_on_day_five()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var clock = (await FileAsync(house, await house.ReceiveAsync())).LatestClock(Clock.OfCase, ClockKind.Promised)!;

        clock.ColourAt(new DateOnly(2026, 3, 5).At(new(23, 59))).ShouldBe(ClockColour.Green);
        clock.ColourAt(new DateOnly(2026, 3, 6).At(TimeOnly.MinValue)).ShouldBe(ClockColour.Yellow);
        clock.ColourAt(new DateOnly(2026, 3, 9).At(new(16, 59))).ShouldBe(ClockColour.Yellow);
        clock.ColourAt(new DateOnly(2026, 3, 9).At(new(17, 0))).ShouldBe(ClockColour.Red, "the office closes");
    }

    [Fact]
    public async Task A_stop_of_ten_days_after_day_two_moves_a_promise_of_five_days_to_the_fifteenth_working_day()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        house.Clock.Advance(TimeSpan.FromDays(2));

        var stopped = await StopAsync(house, number, StopGround.Inspection, 10);
        stopped.Value.ShouldSatisfyAllConditions(
            clocks => clocks.Status.ShouldBe(BranchStatus.Stopped),
            clocks => clocks.PromisedDue.ShouldBe(new(2026, 3, 23))
        );
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("branch_not_open");
        (await house.DecideAsync(number, 2)).IsError.ShouldBeFalse("a stop of one branch stops no other");

        house.Clock.Advance(TimeSpan.FromDays(14));
        var resumed = await house.Get<ResumeBranchHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation);
        resumed.Value.PromisedDue.ShouldBe(new(2026, 3, 23));
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_stop_that_ends_early_gives_only_the_days_that_passed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await StopAsync(house, number, StopGround.Inspection, 10);
        house.Clock.Advance(TimeSpan.FromDays(2));

        var resumed = await house.Get<ResumeBranchHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation);
        resumed.Value.PromisedDue.ShouldBe(new(2026, 3, 11));
    }

    [Fact]
    public async Task A_ground_that_the_law_does_not_name_leaves_the_legal_clock_running()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var legal = (await FileAsync(house, number)).LatestClock(1, ClockKind.Legal)!.DueOn;

        (await StopAsync(house, number, StopGround.PublicNotice, 5)).Value.ShouldSatisfyAllConditions(
            clocks => clocks.LegalDue.ShouldBe(legal),
            clocks => clocks.PromisedDue.ShouldBe(new(2026, 3, 16))
        );
    }

    [Fact]
    public async Task A_clock_stops_only_when_the_applicant_has_the_notice()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var task = new TaskNumber(number, 1, 1);

        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(task, StopGround.Hearing, 5, NoticeDelivered: false), house.Approver("SYJ"), Cancellation)
        ).FirstError.Code.ShouldBe("stop_notice_not_delivered");
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(task, StopGround.Hearing, 0, NoticeDelivered: true), house.Approver("SYJ"), Cancellation)
        ).FirstError.Code.ShouldBe("planned_days_out_of_range");
    }

    [Fact]
    public async Task The_legal_limit_is_extended_once_before_it_has_passed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var before = (await FileAsync(house, number)).LatestClock(1, ClockKind.Legal)!;

        (await LeaveAsync(house, number)).FirstError.Code.ShouldBe("extension_not_asked");
        (await ExtendAsync(house, number, 10)).Value.DecideBy.ShouldBe(before.DueOn);
        (await ExtendAsync(house, number, 5)).FirstError.Code.ShouldBe("extension_asked_already");
        (await LeaveAsync(house, number, LeaveLevel.Organ)).FirstError.Code.ShouldBe("extension_wrong_level", "the case is a joint one");
        (await LeaveAsync(house, number, by: "approver-syj")).FirstError.Code.ShouldBe("extension_own");
        (await FileAsync(house, number)).LatestClock(1, ClockKind.Legal)!.DueOn.ShouldBe(before.DueOn, "nobody extends himself");
        var extended = await LeaveAsync(house, number);
        extended.Value.LegalDue.ShouldBe(house.Get<CalendarRegister>().Current.AddWorkingDays(Monday, before.BudgetDays + 10).Value.Due);
        (await ExtendAsync(house, number, 1)).FirstError.Code.ShouldBe("extended_already");

        var late = await house.ReceiveAsync(Catering.Drill);
        var asked = await house.ReceiveAsync(Catering.Drill);
        (await ExtendAsync(house, asked, 5)).IsError.ShouldBeFalse();
        var refused = await house.ReceiveAsync(Catering.Drill);
        (await ExtendAsync(house, refused, 5)).IsError.ShouldBeFalse();
        (await LeaveAsync(house, refused, reason: "理由不充分")).Value.Granted.ShouldBeFalse();
        (await house.StoryAsync(refused, Cancellation)).ShouldContain(nameof(ExtensionRefused));
        house.Clock.Advance(TimeSpan.FromDays(120));
        (await LeaveAsync(house, asked)).FirstError.Code.ShouldBe("extension_too_late", "leave is given before the limit");
        (await ExtendAsync(house, late, 5)).FirstError.Code.ShouldBe("extension_too_late");
        (await ExtendAsync(house, late, 11)).FirstError.Code.ShouldBe(
            "extension_out_of_range",
            "the input is judged before the file is opened"
        );
    }

    [Fact]
    public async Task A_utility_takes_part_without_a_legal_limit()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Database.AskAsync<long>(
            "WITH changed AS (UPDATE departments SET kind = 'Utility' WHERE code = 'SYJ' RETURNING 1), "
                + "edition AS (UPDATE registers SET version = version + 1 WHERE name = 'officers' RETURNING 1) SELECT count(*) FROM changed, edition",
            Cancellation
        );
        await house.Get<RegisterCache>().RefreshAsync(Cancellation);
        var file = await FileAsync(house, await house.ReceiveAsync(Catering.Drill));
        file.LatestClock(1, ClockKind.Legal).ShouldBeNull();
        file.LatestClock(1, ClockKind.Promised).ShouldNotBeNull();
        file.LatestClock(2, ClockKind.Legal).ShouldNotBeNull();
    }

    private static Task<ErrorOr<BranchClocks>> StopAsync(TestHouse house, CaseNumber number, StopGround ground, int days) =>
        house
            .Get<StopBranchHandler>()
            .HandleAsync(new(new(number, 1, 1), ground, days, NoticeDelivered: true), house.Approver("SYJ"), Cancellation);

    private static Task<ErrorOr<ExtensionDecided>> LeaveAsync(
        TestHouse house,
        CaseNumber number,
        LeaveLevel level = LeaveLevel.Government,
        string by = "manager",
        string? reason = null
    ) =>
        house
            .Get<DecideExtensionHandler>()
            .HandleAsync(
                new(new(number, 1, 1), reason is null, "李区长", level, reason),
                house.By(by, by is "manager" ? "XZSP" : "SYJ"),
                Cancellation
            );

    private static Task<ErrorOr<ExtensionAskedFor>> ExtendAsync(TestHouse house, CaseNumber number, int days) =>
        house.Get<AskExtensionHandler>().HandleAsync(new(new(number, 1, 1), days, "案情复杂"), house.Approver("SYJ"), Cancellation);

    private static async Task<CaseFile> FileAsync(TestHouse house, CaseNumber number) =>
        (await house.Get<CaseStore>().ReadAsync(number, house.Clerk(), Cancellation))!;
}
