using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>Why cards, orders, ratings and complaints are due when they are, day by day.</summary>
public sealed class ExplainedLimitsTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_is_answered_within_the_days_of_its_colour_and_appealed_within_three()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.WatchAtAsync(3, 6, 9);
        var card = await house.CardAsync(number, "E02", 1);
        var limits = house.Get<ExplainLimits>().Of(card).Value;
        limits.Select(limit => limit.Kind).ShouldBe([LimitKind.CardAnswer, LimitKind.CardAppeal]);
        var answer = limits[0];
        (answer.Start, answer.StartedAt, answer.DueAt).ShouldBe((LimitStart.CardRaised, card.RaisedAt, card.AnswerDue!.Value));
        Told(answer).ShouldBe(["03-06 03-06 Start", "03-07 03-08 Weekend", "03-09 03-09 Counted 1"]);
        limits[1].Due.ShouldBe(new DateOnly(2026, 3, 11));
    }

    [Fact]
    public async Task A_rejected_appeal_begins_the_days_of_the_answer_anew()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.WatchAtAsync(3, 6, 9);
        var card = await house.CardAsync(number, "E02", 1);
        (
            await house
                .Get<AppealCardHandler>()
                .HandleAsync(new(card.Number, AppealGround.SystemFault, "专网中断。"), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        house.GoTo(3, 10, 10);
        (
            await house.Get<DecideAppealHandler>().HandleAsync(new(card.Number, false, "网络正常。"), house.Supervisor, Cancellation)
        ).ShouldSucceed();
        var after = await house.SeeAsync(card.Number);
        var limit = house.Get<ExplainLimits>().Of(after).Value.ShouldHaveSingleItem();
        (limit.Kind, limit.Start, limit.StartedOn).ShouldBe((LimitKind.CardAnswer, LimitStart.AppealRejected, new(2026, 3, 10)));
        limit.DueAt.ShouldBe(after.AnswerDue!.Value);
    }

    [Fact]
    public async Task An_order_is_signed_for_within_office_hours_and_replied_to_within_days_that_an_extension_adds_to()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 6, 15);
        var order = await house.OrderAsync();
        var limits = house.Get<ExplainLimits>().Of(order).Value;
        var receipt = limits.Single(limit => limit.Kind is LimitKind.OrderReceipt);
        (receipt.Hours, receipt.DueAt, receipt.DueAt.ToString("MM-dd HH:mm")).ShouldBe((4, order.ReceiptDue!.Value, "03-09 11:00"));
        Told(receipt).ShouldBe(["03-06 03-06 Counted", "03-07 03-08 Weekend", "03-09 03-09 Counted"]);
        var reply = limits.Single(limit => limit.Kind is LimitKind.OrderReply);
        (reply.BudgetDays, reply.Due, reply.DueAt).ShouldBe((5, new(2026, 3, 13), order.Due!.Value));

        house.GoTo(3, 9, 9);
        (await house.SignForAsync(order)).ShouldSucceed();
        (
            await house
                .Get<AskOrderExtensionHandler>()
                .HandleAsync(new(order.Number, 3, "需外调。"), house.Approver(order.Department), Cancellation)
        ).ShouldSucceed();
        (
            await house.Get<DecideOrderExtensionHandler>().HandleAsync(new(order.Number, true), house.Supervisor, Cancellation)
        ).ShouldSucceed();
        var longer = house.Get<ExplainLimits>().Of(await house.SeeAsync(order.Number)).Value;
        var extended = longer.Single(limit => limit.Kind is LimitKind.OrderReply);
        (extended.BudgetDays, extended.ExtendedDays, extended.Due).ShouldBe((5, 3, new(2026, 3, 18)));
    }

    [Fact]
    public async Task A_complaint_and_the_steps_after_a_bad_rating_have_their_days_too()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(4, 2, 9);
        var limits = house.Get<RemedyLimits>();
        var answer = limits.ExplainAnswer(house.Clock.GetUtcNow(), new(2026, 4, 10)).Value;
        Told(answer).ShouldBe(["04-02 04-02 Start", "04-03 04-03 Counted 1", "04-04 04-06 Holiday", "04-07 04-10 Counted 2"]);
        answer.Days.Single(days => days.Fate is DayFate.Holiday).Notice.ShouldNotBeNull().ShouldContain("2025");
        (answer.Start, answer.IsProvisional).ShouldBe((LimitStart.ComplaintLodged, false));
    }

    private static string[] Told(ExplainedLimit limit) =>
        [.. limit.Days.Select(days => $"{days.From:MM-dd} {days.To:MM-dd} {days.Fate} {days.FirstCounted}".TrimEnd())];
}
