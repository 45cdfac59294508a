using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Clocks;

public sealed class ClockSweepTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Catering_case_left_alone_turns_blue_yellow_red_and_dark_red_on_the_days_that_the_rules_give()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();

        (await house.SweepAsync(Cancellation)).Fired.ShouldBe(0);
        house.GoTo(3, 4, 23, 59);
        (await house.SweepAsync(Cancellation)).ShouldSatisfyAllConditions(
            report => report.Fired.ShouldBe(0),
            report => report.Next.ShouldBe(new DateOnly(2026, 3, 5).At(TimeOnly.MinValue))
        );
        house.GoTo(3, 5, 0);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(number, Cancellation)).ShouldBe(["2 Yellow", "3 Yellow"], "one day is left after this one");
        house.GoTo(3, 5, 12, 59);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(number, Cancellation))[2..].ShouldBe(["1 Blue"], "branch 1 is promised for the 5th and counted in hours");
        house.GoTo(3, 5, 13);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(number, Cancellation))[3..].ShouldBe(["1 Yellow"], "four office hours are left");
        house.GoTo(3, 6, 0);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(number, Cancellation)).ShouldBe(
            ["2 Yellow", "3 Yellow", "1 Blue", "1 Yellow", "1 Red", "0 Yellow", "4 Yellow", "5 Yellow", "6 Yellow"],
            "in the order in which they fell due"
        );
        house.GoTo(3, 10, 0);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(number, Cancellation))[9..].ShouldBe(["2 Red", "3 Red", "0 Red", "4 Red", "5 Red", "6 Red"]);
        house.GoTo(5, 9, 0);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(number, Cancellation))[15..].ShouldContain("0 DarkRed");
        (await house.SweepAsync(Cancellation)).ShouldSatisfyAllConditions(
            report => report.Fired.ShouldBe(0),
            report => report.Next.ShouldBeNull()
        );
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_long_promise_is_blue_first()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var clock = new Clock
        {
            Branch = 1,
            Kind = ClockKind.Promised,
            Area = "SYJ",
            BudgetDays = 20,
            StartedOn = new(2026, 3, 2),
            DueOn = new(2026, 3, 30),
            BlueAt = new DateOnly(2026, 3, 20).At(TimeOnly.MinValue),
            YellowAt = new DateOnly(2026, 3, 26).At(TimeOnly.MinValue),
            DueAt = new DateOnly(2026, 3, 31).At(TimeOnly.MinValue),
        };
        ParallelApproval
            .Clocks.ClockSteps.Next(clock)
            .ShouldBe(new DueStep(ClockStep.Blue, new DateOnly(2026, 3, 20).At(TimeOnly.MinValue)));
        clock.Announced = ClockColour.Blue;
        ParallelApproval.Clocks.ClockSteps.Next(clock)!.Value.Step.ShouldBe(ClockStep.Yellow);
        clock.Announced = ClockColour.Red;
        ParallelApproval.Clocks.ClockSteps.Next(clock).ShouldBeNull();
    }

    [Fact]
    public async Task A_decided_branch_fires_no_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        house.GoTo(6, 1);
        (await house.SweepAsync(Cancellation)).ShouldSatisfyAllConditions(
            report => report.Fired.ShouldBe(0),
            report => report.Next.ShouldBeNull()
        );
        (await house.TurnedAsync(number, Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_stop_ends_by_itself_on_its_planned_day_however_late_that_is_noticed(int daysLate)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await house
            .Get<StopBranchHandler>()
            .HandleAsync(new(new(number, 1, 1), StopGround.Inspection, 5, NoticeDelivered: true), house.Approver("SYJ"), Cancellation);
        house.GoTo(3, 9, 23, 59);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation))
            .FindBranch(1)!
            .Status.ShouldBe(BranchStatus.Stopped, "the 9th is the last of the five days");

        house.GoTo(3, 10, 0);
        house.Clock.Advance(TimeSpan.FromDays(daysLate));
        await house.SweepAsync(Cancellation);
        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(1)!.Status.ShouldBe(BranchStatus.InReview);
        var clock = file.LatestClock(1, ClockKind.Promised)!;
        clock
            .Ledger[^1]
            .ShouldSatisfyAllConditions(
                line => line.Kind.ShouldBe(LedgerEntryKind.Resumed),
                line => line.Days.ShouldBe(5),
                line => line.On.ShouldBe(new(2026, 3, 9)),
                line => line.EnteredBy.ShouldBe("system")
            );
        clock.DueOn.ShouldBe(new(2026, 3, 16));
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(BranchResumed)).ShouldBe(1);
    }

    [Fact]
    public async Task The_case_stands_still_only_while_every_unfinished_branch_does()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 3; branch <= 6; branch++)
            await house.DecideAsync(number, branch);
        var due = (await CaseClockAsync()).DueOn;
        await StopAsync(1, "SYJ", StopGround.Inspection, 5);
        (await CaseClockAsync()).OpenStop.ShouldBeNull("branch 2 runs");
        await StopAsync(2, "GSJ", StopGround.PublicNotice, 3);
        (await CaseClockAsync()).ShouldSatisfyAllConditions(
            clock => clock.OpenStop!.Days.ShouldBe(3),
            clock => clock.DueOn.ShouldBeGreaterThan(due)
        );
        (await CaseClockAsync(ClockKind.Legal)).OpenStop.ShouldBeNull("公示 does not stop the legal clock of branch 2");

        house.GoTo(3, 6);
        await house.SweepAsync(Cancellation);
        var clock = await CaseClockAsync();
        clock.OpenStop.ShouldBeNull();
        clock.StoppedDays.ShouldBe(3);
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(BranchStatus.Stopped);

        async Task<Clock> CaseClockAsync(ClockKind kind = ClockKind.Promised) =>
            (await house.FileAsync(number, Cancellation)).LatestClock(Clock.OfCase, kind)!;
        async Task StopAsync(int branch, string department, StopGround ground, int days) =>
            (
                await house
                    .Get<StopBranchHandler>()
                    .HandleAsync(new(new(number, branch, 1), ground, days, true), house.Approver(department), Cancellation)
            ).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Application_without_a_notice_is_accepted_from_the_day_of_receipt_when_the_office_closes_on_the_fifth_day()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var receipt = await house
            .Get<ReceiveCaseHandler>()
            .HandleAsync(new(house.Application(Catering.Item, "M01")), house.Clerk(), Cancellation);
        var number = Catering.Number(receipt);
        house.GoTo(3, 9, 16, 59);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Received);

        house.GoTo(3, 9, 17);
        await house.SweepAsync(Cancellation);
        var file = await house.FileAsync(number, Cancellation);
        file.Case.ShouldSatisfyAllConditions(
            page => page.Status.ShouldBe(CaseStatus.InApproval),
            page => page.IsDeemedAccepted.ShouldBeTrue(),
            page => page.AcceptedAt.ShouldBe(page.ReceivedAt)
        );
        file.LatestClock(1, ClockKind.Promised)!
            .ShouldSatisfyAllConditions(
                clock => clock.StartedOn.ShouldBe(new(2026, 3, 9)),
                clock => clock.DueOn.ShouldBe(new(2026, 3, 12))
            );
        file.LatestClock(1, ClockKind.Legal)!.StartedOn.ShouldBe(new(2026, 3, 2), "the law counts from the receipt");
        var turned = await house.TurnedAsync(number, Cancellation);
        turned.ShouldContain("0 Red", "the clock of the case runs from the receipt, so its promise has passed already");
        turned.ShouldNotContain("1 Red", "what a department has promised runs from its copy");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Notice_or_acceptance_in_time_ends_the_days_for_the_notice(bool isAccepted)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(accept: false);
        if (isAccepted)
            (await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        else
            (
                await house
                    .Get<NotifyCorrectionHandler>()
                    .HandleAsync(new(number, [new("M01", "不清晰", "重新提交")]), house.Clerk(), Cancellation)
            ).IsError.ShouldBeFalse();
        house.GoTo(3, 10);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).Case.ShouldSatisfyAllConditions(
            page => page.IsDeemedAccepted.ShouldBeFalse(),
            page => page.Status.ShouldBe(isAccepted ? CaseStatus.InApproval : CaseStatus.CorrectionRequested)
        );
    }

    [Fact]
    public async Task Applicant_who_says_nothing_about_a_refusal_takes_what_the_others_grant()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 6; branch++)
            await house.DecideAsync(number, branch, branch == 6 ? Verdict.Refuse : Verdict.Approve);
        house.GoTo(3, 5, 23, 59);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Decided);
        house.GoTo(3, 6, 0);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).ShouldSatisfyAllConditions(
            file => file.FindBranch(6)!.AsksApplicant.ShouldBeFalse(),
            file => file.Branches.ShouldAllBe(branch => branch.Bookmark == null, "the flow went on"),
            file => file.Case.Result.ShouldBe(CaseStatus.PartlyFinished)
        );
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(RefusalUnanswered));
    }
}
