using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>Answers and appeals: by whom, until when, and what becomes of the card.</summary>
public sealed class AppealTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_yellow_card_that_nobody_answers_brings_an_order_once_and_may_still_be_answered()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var card = await YellowAsync(house);
        house.GoTo(3, 3, 16, 59);
        await house.Get<SupervisionSweep>().RunOnceAsync(Cancellation);
        (await house.SeeAsync(card.Number)).Status.ShouldBe(CardStatus.Open);
        house.GoTo(3, 3, 17);
        await house.Get<SupervisionSweep>().RunOnceAsync(Cancellation);
        await house.Get<SupervisionSweep>().RunOnceAsync(Cancellation);
        card = await house.SeeAsync(card.Number);
        card.ShouldSatisfyAllConditions(late => late.Status.ShouldBe(CardStatus.Overdue), late => late.Order.ShouldBe(1));
        (await house.OrdersAsync(card.Number.File)).ShouldHaveSingleItem().Level.ShouldBe(OrderLevel.Ordinary);
        (await AnswerAsync(house, card)).Value.ShouldSatisfyAllConditions(
            answered => answered.Status.ShouldBe(CardStatus.Answered),
            answered => answered.OverdueAt.ShouldNotBeNull("late stays late"),
            answered => answered.Counts.ShouldBe(5)
        );
        (await house.StoryAsync(card.Number.File, Cancellation)).Count(kind => kind == nameof(CardOverdue)).ShouldBe(1);
    }

    [Fact]
    public async Task A_department_is_reminded_of_a_card_once_a_day_and_the_officer_whom_it_names_is_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var card = await YellowAsync(house);
        (await RemindAsync(house, card)).Value.Reminded!.Words.ShouldBe("请于今日内说明。");
        (await RemindAsync(house, card)).ShouldBeRefused("card_reminded_today");
        await house.HearAsync(Cancellation);
        (await house.Database.AskAsync<string>("SELECT recipient FROM notices WHERE kind = 'Reminded'", Cancellation)).ShouldBe(
            "approver-syj"
        );
        (await house.StoryAsync(card.Number.File, Cancellation)).Count(kind => kind == nameof(Cases.DepartmentReminded)).ShouldBe(1);

        house.GoTo(3, 3, 9);
        (await RemindAsync(house, card)).IsError.ShouldBeFalse("another day");
        (await AnswerAsync(house, card)).IsError.ShouldBeFalse();
        house.GoTo(3, 4, 9);
        (await RemindAsync(house, card)).ShouldBeRefused("card_status_conflict");
        (await RemindAsync(house, card, " ")).ShouldBeRefused("text_missing");
    }

    [Fact]
    public async Task A_colleague_answers_for_the_officer_named_and_it_is_recorded()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var card = await YellowAsync(house);
        card.Officer.ShouldBe("approver-syj");
        (
            await house
                .Get<AnswerCardHandler>()
                .HandleAsync(new(card.Number, "已处理。", CauseCode.System), house.By("deputy", "SYJ"), Cancellation)
        ).Value.Answer!.OnBehalfOf.ShouldBe("approver-syj");
        (await AnswerAsync(house, card)).ShouldBeRefused("card_status_conflict");
    }

    [Fact]
    public async Task A_red_card_wants_measures_and_the_heads_signature_and_a_blue_one_wants_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await house.WatchAtAsync(3, 20);
        var red = (await house.CardsAsync(number, "E02")).Last(card => card.Branch == 1);
        (await AnswerAsync(house, red)).ShouldBeRefused("text_missing");
        (
            await house
                .Get<AnswerCardHandler>()
                .HandleAsync(new(red.Number, "已处理。", CauseCode.Staff, "增派一人。", "局长"), house.Approver("SYJ"), Cancellation)
        ).Value.Status.ShouldBe(CardStatus.Answered);
        var blue = (await house.CardsAsync(number, "E01")).First(card => card.Branch == 1);
        (await AnswerAsync(house, blue)).ShouldBeRefused("card_status_conflict");
        (await AppealAsync(house, blue)).ShouldBeRefused("card_without_points");
    }

    [Fact]
    public async Task While_an_appeal_is_heard_no_answer_falls_due_and_a_rejected_one_gives_new_days()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var card = await YellowAsync(house);
        (await AppealAsync(house, card)).ShouldSucceed();
        (await AppealAsync(house, card)).ShouldBeRefused("card_appealed_already");
        house.GoTo(3, 5, 10);
        await house.Get<SupervisionSweep>().RunOnceAsync(Cancellation);
        (await house.SeeAsync(card.Number)).Status.ShouldBe(CardStatus.Appealed);
        var decided = await house
            .Get<DecideAppealHandler>()
            .HandleAsync(new(card.Number, false, "日志显示系统正常。"), house.Supervisor, Cancellation);
        decided.Value.ShouldSatisfyAllConditions(
            rejected => rejected.Status.ShouldBe(CardStatus.Open),
            rejected => rejected.AnswerDue.ShouldBe(new(2026, 3, 6, 17, 0, 0, ShanghaiTime.Offset)),
            rejected => rejected.Counts.ShouldBe(5)
        );
        (await AppealAsync(house, card)).ShouldBeRefused("card_appealed_already");
        (
            await house.Get<DecideAppealHandler>().HandleAsync(new(card.Number, true, "再议"), house.Supervisor, Cancellation)
        ).ShouldBeRefused("appeal_not_pending");
    }

    [Theory]
    [InlineData(5, 17, 0, true)]
    [InlineData(5, 17, 1, false)]
    public async Task An_appeal_comes_within_three_working_days(int day, int hour, int minute, bool isInTime)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var card = await YellowAsync(house);
        house.GoTo(3, day, hour, minute);
        var appeal = await AppealAsync(house, card);
        if (isInTime)
            appeal.ShouldSucceed();
        else
            appeal.ShouldBeRefused("appeal_too_late");
    }

    [Fact]
    public async Task A_granted_appeal_cancels_the_points_and_leaves_the_record()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var card = await YellowAsync(house);
        (await AppealAsync(house, card)).ShouldSucceed();
        (
            await house
                .Get<DecideAppealHandler>()
                .HandleAsync(new(card.Number, true, "属实。"), house.By("one-of-them", "SYJ"), Cancellation)
        ).ShouldBeRefused("appeal_own_department");
        var granted = (
            await house.Get<DecideAppealHandler>().HandleAsync(new(card.Number, true, "机房停电属实。"), house.Supervisor, Cancellation)
        ).Value;
        granted.ShouldSatisfyAllConditions(
            done => done.Status.ShouldBe(CardStatus.Cancelled),
            done => done.Deduction.ShouldBe(5),
            done => done.Counts.ShouldBe(0),
            done => done.NextAt.ShouldBeNull()
        );
        (await house.StoryAsync(card.Number.File, Cancellation))[^3..]
            .ShouldBe([nameof(CardRaised), nameof(CardAppealed), nameof(AppealDecided)]);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_key_gets_the_same_answer_and_the_card_is_answered_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var card = await YellowAsync(house);
        var key = new IdempotencyKey("answer-1", new byte[32]);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    house
                        .Get<AnswerCardHandler>()
                        .HandleAsync(new(card.Number, "已处理。", CauseCode.System), house.By("approver-syj", "SYJ", key), Cancellation)
                )
        );
        answers.ShouldAllBe(answer => !answer.IsError && answer.Value.Number == card.Number && answer.Value.Answer!.By == "approver-syj");
        (await house.StoryAsync(card.Number.File, Cancellation)).Count(kind => kind == nameof(CardAnswered)).ShouldBe(1);
    }

    /// <summary>A yellow card of branch 1, raised on the 2nd of March at nine, to be answered by the 3rd.</summary>
    private static async Task<Card> YellowAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync();
        (
            await house
                .Get<Cases.StopBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Calendars.StopGround.PublicNotice, 5, true), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        await house.HearAsync(Cancellation);
        return await house.CardAsync(number, "E07", 1);
    }

    private static Task<ErrorOr<Card>> RemindAsync(TestHouse house, Card card, string words = " 请于今日内说明。") =>
        house.Get<RemindOfCardHandler>().HandleAsync(new(card.Number, words), house.Supervisor, Cancellation);

    private static Task<ErrorOr<Card>> AnswerAsync(TestHouse house, Card card) =>
        house
            .Get<AnswerCardHandler>()
            .HandleAsync(new(card.Number, "已处理。", CauseCode.System), house.Approver(card.Department), Cancellation);

    private static Task<ErrorOr<Card>> AppealAsync(TestHouse house, Card card) =>
        house
            .Get<AppealCardHandler>()
            .HandleAsync(new(card.Number, AppealGround.SystemFault, "专网中断。"), house.Approver(card.Department), Cancellation);
}
