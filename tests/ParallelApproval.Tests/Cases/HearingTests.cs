using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Hearings (行政许可法 art. 45–48): the right to them, their days, their record, and the decision that waits for it.</summary>
public sealed class HearingTests(TestCluster cluster)
{
    private const string Chair = "manager";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_right_to_the_record_nothing_is_decided_and_the_clocks_stand_still_from_the_notice_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await TellAsync(house, number)).Value.Due.ShouldBe(new(2026, 3, 9));
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("hearing_right_runs");
        (await house.DecideAsync(number, 2)).IsError.ShouldBeFalse("a hearing on one branch holds up no other");

        house.GoTo(3, 3);
        (await RequestAsync(house, number)).Value.ShouldSatisfyAllConditions(
            asked => asked.By.ShouldBe("张小餐"),
            asked => asked.HoldBy.ShouldBe(new(2026, 3, 31))
        );
        (await RequestAsync(house, number)).FirstError.Code.ShouldBe("hearing_requested_already");
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("hearing_not_recorded");

        house.GoTo(3, 4);
        var legal = (await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Legal)!.DueOn;
        (await CallAsync(house, number, 13)).Value.ShouldSatisfyAllConditions(
            called => called.Clocks.Status.ShouldBe(BranchStatus.Stopped),
            called => called.Clocks.PromisedDue.ShouldBe(new(2026, 3, 18), "seven days are left out"),
            called => called.Clocks.LegalDue.ShouldBe(Later(house, legal, 7))
        );
        (await CallAsync(house, number, 16)).FirstError.Code.ShouldBe("branch_not_open");
        (await RecordAsync(house, number)).FirstError.Code.ShouldBe("hearing_not_yet");

        house.GoTo(3, 13, 16);
        (await RecordAsync(house, number)).Value.Clocks.ShouldSatisfyAllConditions(
            clocks => clocks.Status.ShouldBe(BranchStatus.InReview),
            clocks => clocks.PromisedDue.ShouldBe(new(2026, 3, 18)),
            clocks => clocks.LegalDue.ShouldBe(Later(house, legal, 7))
        );
        (await RecordAsync(house, number)).FirstError.Code.ShouldBe("hearing_not_called");
        (await CallAsync(house, number, 25)).FirstError.Code.ShouldBe("hearing_called_already");
        (await house.DecideAsync(number, 1, Verdict.Refuse)).IsError.ShouldBeFalse();

        (await PaperAsync(house, number, DocumentKind.HearingRightNotice)).ShouldContain("2026年3月9日 前");
        (await PaperAsync(house, number, DocumentKind.HearingNotice)).ShouldContain("2026年3月13日 10:00");
        (await PaperAsync(house, number, DocumentKind.HearingRecord)).ShouldContain("张三、李四");
        (await PaperAsync(house, number, DocumentKind.Refusal)).ShouldContain("于 2026年3月13日 举行听证，根据听证笔录，");
        (await house.CardsAsync(number, "E21")).ShouldBeEmpty("it was held in time");
    }

    [Fact]
    public async Task Who_does_not_ask_within_five_days_is_refused_and_the_decision_goes_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await RequestAsync(house, number)).FirstError.Code.ShouldBe("hearing_right_not_told");
        await TellAsync(house, number);
        house.GoTo(3, 10);
        (await RequestAsync(house, number)).FirstError.Code.ShouldBe("hearing_request_too_late", "nobody has swept yet");
        await house.SweepAsync(Cancellation);
        (await RequestAsync(house, number)).FirstError.Code.ShouldBe("hearing_request_too_late");
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(HearingNotWanted));
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task The_last_day_to_ask_lasts_until_midnight()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await TellAsync(house, number);
        house.GoTo(3, 9, 23, 30);
        await house.SweepAsync(Cancellation);
        (await RequestAsync(house, number)).IsError.ShouldBeFalse();
    }

    [Theory]
    [InlineData(12, Chair, "hearing_too_soon")]
    [InlineData(31, "approver-syj", "hearing_chair_reviews")]
    [InlineData(31, "clerk", "hearing_chair_reviews")]
    [InlineData(31, "nobody", "hearing_chair_unknown")]
    public async Task A_notice_without_its_seven_days_or_with_the_wrong_chair_is_refused_and_changes_nothing(
        int day,
        string chair,
        string code
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await TellAsync(house, number);
        house.GoTo(3, 4);
        await RequestAsync(house, number);
        (await CallAsync(house, number, day, chair)).FirstError.Code.ShouldBe(code);
        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(1)!.Status.ShouldBe(BranchStatus.InReview);
        file.HearingOf(file.FindBranch(1)!)!.Stage.ShouldBe(HearingStage.Requested);
    }

    [Fact]
    public async Task A_hearing_is_held_within_twenty_days_of_the_request_and_who_is_late_gets_a_card_and_may_still_hold_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await TellAsync(house, number);
        await RequestAsync(house, number);
        (await CallAsync(house, number, 31)).FirstError.Code.ShouldBe("hearing_too_late", "the twentieth day is the thirtieth");
        house.GoTo(4, 1);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, "E21", 1)).ShouldSatisfyAllConditions(
            card => card.Department.ShouldBe("SYJ"),
            card => card.Facts["due"].ShouldBe("2026-03-30")
        );
        (await CallAsync(house, number, 13, month: 4)).IsError.ShouldBeFalse("seven working days after the notice, over a holiday");
    }

    [Fact]
    public async Task Of_its_own_accord_the_department_calls_one_and_the_chair_does_not_decide()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await CallAsync(house, number, 11, "approver-gsj")).IsError.ShouldBeFalse();
        house.GoTo(3, 12);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation))
            .FindBranch(1)!
            .Status.ShouldBe(BranchStatus.InReview, "the planned days have passed and count again");
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("hearing_not_recorded");
        (await RecordAsync(house, number)).IsError.ShouldBeFalse();
        var chair = house.By("approver-gsj", "SYJ");
        (await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), chair, Cancellation)).FirstError.Code.ShouldBe(
            "hearing_chair_decides"
        );
    }

    [Fact]
    public async Task No_head_gives_the_task_to_whoever_chairs_its_hearing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.AddApproverAsync("chair-syj", "SYJ");
        var number = await house.ReceiveAsync(Catering.Drill);
        (await CallAsync(house, number, 11, "chair-syj")).IsError.ShouldBeFalse();
        (
            await house
                .Get<ReassignTaskHandler>()
                .HandleAsync(new(new(number, 1, 1), "chair-syj", "分流"), house.By("manager", "XZSP"), Cancellation)
        ).FirstError.Code.ShouldBe("taker_chairs");
    }

    [Fact]
    public async Task An_item_that_bears_on_the_public_is_granted_after_a_hearing_or_a_public_notice_that_brought_nobody()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, draft => draft with { Branches = [.. draft.Branches.Select(Public)] });
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("hearing_required");
        await TellAsync(house, number, byPublicNotice: true);
        house.GoTo(3, 10);
        await house.SweepAsync(Cancellation);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();

        var untold = await house.ReceiveAsync(Catering.Drill);
        await TellAsync(house, untold);
        house.GoTo(3, 20);
        await house.SweepAsync(Cancellation);
        (await house.DecideAsync(untold, 1)).FirstError.Code.ShouldBe("hearing_required", "only those concerned were told");
        (await house.DecideAsync(untold, 1, Verdict.Refuse)).IsError.ShouldBeFalse("a refusal grants nothing");
    }

    [Fact]
    public void A_hearing_says_how_far_it_has_come()
    {
        var told = new Hearing
        {
            Branch = 1,
            Round = 1,
            Subject = "x",
        };
        var asked = told with { RequestedOn = new(2026, 3, 3) };
        var called = asked with { CalledAt = DateTimeOffset.UnixEpoch };
        ((Hearing[])[told, asked, called, called with { RecordedAt = DateTimeOffset.UnixEpoch }])
            .Select(hearing => hearing.Stage)
            .ShouldBe([HearingStage.RightTold, HearingStage.Requested, HearingStage.Called, HearingStage.Recorded]);
        (told with { NotWantedOn = new(2026, 3, 9) }).SatisfiesTheItem.ShouldBeFalse();
        (told with { NotWantedOn = new(2026, 3, 9), IsByPublicNotice = true }).SatisfiesTheItem.ShouldBeTrue();
    }

    private static BranchDefinition Public(BranchDefinition branch) => branch with { HearingRequired = true };

    private static DateOnly Later(TestHouse house, DateOnly day, int days) =>
        house.Get<CalendarRegister>().Current.AddWorkingDays(day, days).Value.Due;

    private static Task<ErrorOr<ToldHearingRight>> TellAsync(TestHouse house, CaseNumber number, bool byPublicNotice = false) =>
        house
            .Get<TellHearingRightHandler>()
            .HandleAsync(
                new(new(number, 1, 1), "油烟对相邻住户的影响", byPublicNotice, NoticeDelivered: true),
                house.Approver("SYJ"),
                Cancellation
            );

    private static Task<ErrorOr<RequestedHearing>> RequestAsync(TestHouse house, CaseNumber number) =>
        house.Get<RequestHearingHandler>().HandleAsync(new(number, 1), house.Clerk(), Cancellation);

    private static Task<ErrorOr<CalledHearing>> CallAsync(
        TestHouse house,
        CaseNumber number,
        int day,
        string chair = Chair,
        int month = 3
    ) =>
        house
            .Get<CallHearingHandler>()
            .HandleAsync(
                new(
                    new(number, 1, 1),
                    new(2026, month, day, 10, 0, 0, ShanghaiTime.Offset),
                    "区政务服务中心三楼会议室",
                    chair,
                    NoticeDelivered: true
                ),
                house.Approver("SYJ"),
                Cancellation
            );

    private static Task<ErrorOr<RecordedHearing>> RecordAsync(TestHouse house, CaseNumber number) =>
        house
            .Get<RecordHearingHandler>()
            .HandleAsync(new(new(number, 1, 1), "各方陈述、质证如下。", ["张三", "李四"]), house.Approver("SYJ"), Cancellation);

    private static async Task<string> PaperAsync(TestHouse house, CaseNumber number, DocumentKind kind)
    {
        await house.HearAsync(Cancellation);
        var papers = house.Get<DocumentQueries>();
        return (
            await papers.BodyAsync((await papers.OfCaseAsync(number, Cancellation)).Single(made => made.Kind == kind), Cancellation)
        ).Value;
    }
}
