using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>What is not done in the order or the time of the procedure (E04 to E09): each point fires for it, and only for it.</summary>
public sealed class ProcedurePointTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task E04_a_deemed_acceptance_is_the_windows_yellow_card(bool isLeftAlone)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveIncompleteAsync("M01");
        if (!isLeftAlone)
            (await house.Get<NotifyCorrectionHandler>().HandleAsync(new(number, []), house.Clerk(), Cancellation)).ShouldSucceed();
        await house.WatchAtAsync(3, 9, 17);
        if (isLeftAlone)
            (await house.CardAsync(number, "E04")).ShouldSatisfyAllConditions(
                card => card.Colour.ShouldBe(CardColour.Yellow),
                card => card.Department.ShouldBe("XZSP"),
                card => card.Officer.ShouldBe("clerk")
            );
        else
            (await house.CardsAsync(number, "E04")).ShouldBeEmpty();
    }

    [Fact]
    public async Task E05_a_case_that_lies_there_is_found_by_the_patrol_once_the_days_for_the_notice_and_the_grace_have_passed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveIncompleteAsync("M01");
        var told = await house.ReceiveIncompleteAsync("M01");
        (await house.Get<NotifyCorrectionHandler>().HandleAsync(new(told, []), house.Clerk(), Cancellation)).ShouldSucceed();
        house.GoTo(3, 10, 17);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E05")).ShouldBeEmpty("the grace ends when the office closes on the 10th");
        house.GoTo(3, 10, 17, 1);
        await house.PatrolAsync();
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E05"))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(card => card.Number.File.ShouldBe(number), card => card.Reason.ShouldBe("lies"));
    }

    [Fact]
    public async Task E06_a_second_notice_of_the_window_and_a_second_correction_of_a_branch_are_carded_and_first_ones_are_not()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveIncompleteAsync("M01", "M02");
        await NotifyAsync("M03");
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E06")).ShouldBeEmpty();
        (await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new("M03")]), house.Clerk(), Cancellation)).ShouldSucceed();
        await NotifyAsync("M03");
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, "E06")).ShouldSatisfyAllConditions(
            card => card.Reason.ShouldBe("second_notice"),
            card => card.Department.ShouldBe("XZSP")
        );

        var other = await house.ReceiveAsync();
        await house.CorrectAsync(other, 1, "M01");
        await house.SupplyAsync(other, "M01");
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(other, "E06")).ShouldBeEmpty();
        (
            await house
                .Get<GrantSecondCorrectionHandler>()
                .HandleAsync(new(other, "首次告知确有遗漏"), house.By("supervisor", "XZSP"), Cancellation)
        ).ShouldSucceed();
        await house.CorrectAsync(other, 1, "M02");
        await house.HearAsync(Cancellation);
        (await house.CardAsync(other, "E06", 1)).ShouldSatisfyAllConditions(
            card => card.Reason.ShouldBe("second_in_branch"),
            card => card.Department.ShouldBe("SYJ")
        );

        async Task NotifyAsync(string paper) =>
            (
                await house
                    .Get<NotifyCorrectionHandler>()
                    .HandleAsync(new(number, [new(paper, "不清晰", "重新提交")]), house.Clerk(), Cancellation)
            ).ShouldSucceed();
    }

    [Fact]
    public async Task E06_an_applicant_who_is_sent_home_too_often()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveIncompleteAsync("M01", "M02", "M03", "M04", "M05");
        foreach (var paper in (string[])["M01", "M02", "M03"])
            await house.SupplyAsync(number, paper);
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E06")).ShouldBeEmpty();
        foreach (var paper in (string[])["M04", "M05"])
            await house.SupplyAsync(number, paper);
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, "E06")).ShouldSatisfyAllConditions(
            card => card.Reason.ShouldBe("many_supplements"),
            card => card.Facts["count"].ShouldBe("4")
        );
    }

    [Theory]
    [InlineData(StopGround.Inspection, 5, 2, null)]
    [InlineData(StopGround.PublicNotice, 5, 2, "off_the_list")]
    [InlineData(StopGround.Inspection, 21, 2, "too_long")]
    [InlineData(StopGround.Inspection, 5, 5, "at_the_end")]
    public async Task E07_a_stop_off_the_list_too_long_or_at_the_last_moment(StopGround ground, int days, int on, string? reason)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        house.GoTo(3, on, 10);
        (
            await house
                .Get<StopBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), ground, days, NoticeDelivered: true), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E07")).Select(card => card.Reason).ShouldBe(reason is null ? [] : [reason]);
    }

    [Fact]
    public async Task E07_the_second_stop_of_a_branch_is_carded()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        for (var i = 0; i < 2; i++)
        {
            (await house.CardsAsync(number, "E07")).ShouldBeEmpty();
            (
                await house
                    .Get<StopBranchHandler>()
                    .HandleAsync(new(new(number, 1, 1), StopGround.Inspection, 5, true), house.Approver("SYJ"), Cancellation)
            ).ShouldSucceed();
            (
                await house.Get<ResumeBranchHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation)
            ).ShouldSucceed();
            await house.HearAsync(Cancellation);
        }

        (await house.CardAsync(number, "E07", 1)).Reason.ShouldBe("again");
    }

    [Fact]
    public async Task E08_a_decision_entered_after_the_fact_is_red_and_one_in_its_turn_is_not()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 3);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 1)).ShouldSucceed();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E08")).ShouldBeEmpty();
        var backdated = house.Approver("GSJ") with { At = new(2026, 3, 2, 9, 0, 0, ShanghaiTime.Offset) };
        (
            await house.Get<DecideBranchHandler>().HandleAsync(new(new(number, 2, 1), Verdict.Approve, "同意。"), backdated, Cancellation)
        ).ShouldSucceed();
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, "E08", 2)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Red),
            card => card.Reason.ShouldBe("after_the_fact")
        );
    }

    [Fact]
    public async Task E08_lets_the_clerk_send_up_and_the_authorised_window_decide_on_the_spot()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var community = house.By("clerk-community", "COMM");
        var sentUp = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application("610104-JF-203"), Accept: true), community, Cancellation)
        );
        (
            await house.Get<SendUpHandler>().HandleAsync(new(sentUp, true, "情况属实，同意上报。"), community, Cancellation)
        ).IsError.ShouldBeFalse();
        var spot = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application("610104-FW-206"), Accept: true), community, Cancellation)
        );
        (
            await house
                .Get<DecideOnTheSpotHandler>()
                .HandleAsync(new(spot, Verdict.Approve, "材料齐全，当场办结。"), community, Cancellation)
        ).IsError.ShouldBeFalse();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(sentUp, "E08")).ShouldBeEmpty();
        (await house.CardsAsync(spot, "E08")).ShouldBeEmpty();
    }

    [Fact]
    public async Task E09_a_task_that_nobody_takes_is_blue_after_a_day_and_yellow_after_two_and_a_claimed_one_is_neither()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 2, 1)), house.Approver("GSJ"), Cancellation)).ShouldSucceed();
        house.GoTo(3, 3, 17);
        await house.PatrolAsync();
        (await house.CardsAsync(number, "E09")).ShouldBeEmpty();
        house.GoTo(3, 3, 17, 1);
        await house.PatrolAsync();
        (await house.CardAsync(number, "E09", 1)).Colour.ShouldBe(CardColour.Blue);
        (await house.CardsAsync(number, "E09")).ShouldNotContain(card => card.Branch == 2);
        house.GoTo(3, 4, 17, 1);
        await house.PatrolAsync();
        await house.PatrolAsync();
        (await house.CardsAsync(number, "E09"))
            .Where(card => card.Branch == 1)
            .Select(card => (card.Colour, card.Status))
            .ShouldBe([(CardColour.Blue, CardStatus.Superseded), (CardColour.Yellow, CardStatus.Open)]);
    }
}
