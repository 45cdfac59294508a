using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>
/// The catering case is left alone: who is told what on which day, what they do about it, and what the trail tells afterwards.
/// </summary>
public sealed class SupervisionStoryTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_left_alone_turns_blue_yellow_and_red_its_order_is_answered_its_appeal_heard_and_the_trail_tells_all()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        for (var day = new DateOnly(2026, 3, 3); day <= new DateOnly(2026, 3, 11); day = day.AddDays(1))
        {
            await house.WatchAtAsync(3, day.Day);
            await house.WatchAtAsync(3, day.Day, 17);
        }

        // The promise of branch 1 ends on the 5th, that of 2 and 3 on the 6th, that of the others and of the whole case on the 9th; 2 to 6
        // wait for 1.
        (await Days("E01")).ShouldBe([
            "0 Blue 03-06",
            "1 Blue 03-05",
            "2 Blue 03-05",
            "3 Blue 03-05",
            "4 Blue 03-06",
            "5 Blue 03-06",
            "6 Blue 03-06",
        ]);
        (await Days("E02")).ShouldBe([
            "1 Red 03-06",
            "1 Yellow 03-05",
            "2 Blue 03-06",
            "3 Blue 03-06",
            "4 Blue 03-09",
            "5 Blue 03-09",
            "6 Blue 03-09",
        ]);

        // The late department's card and its order; the case is late by it, and nobody else has anything to answer.
        var cards = await house.CardsAsync(number);
        cards
            .Where(card => card.Status is CardStatus.Open or CardStatus.Overdue)
            .Select(card => (card.Department, card.Colour))
            .Distinct()
            .ShouldBe([("SYJ", CardColour.Red)]);
        var orders = await house.OrdersAsync(number);
        orders.Select(order => (order.Department, order.Kind)).ShouldBe([("SYJ", OrderKind.Automatic)]);
        orders[0]
            .ShouldSatisfyAllConditions(
                untouched => untouched.ReceiptMissedAt.ShouldNotBeNull(),
                untouched => untouched.Escalations.ShouldHaveSingleItem().Step.ShouldBe(EscalationStep.Leader, "due on the 10th"),
                untouched => untouched.Officer.ShouldBe("approver-syj")
            );

        (await house.SignForAsync(orders[0])).ShouldSucceed();
        (await house.ReplyAsync(orders[0])).ShouldSucceed();
        (
            await house.Get<ReviewOrderHandler>().HandleAsync(new(orders[0].Number, true, "同意办结。"), house.Supervisor, Cancellation)
        ).Value.Status.ShouldBe(OrderStatus.Closed);
        var red = cards.Last(card => card.Colour is CardColour.Red);
        (await house.CardsAsync(number)).Sum(card => card.Counts).ShouldBe(10, "the red card of the department that let it lie");
        (
            await house
                .Get<AppealCardHandler>()
                .HandleAsync(new(red.Number, AppealGround.ApplicantsCause, "申请人未到场踏勘。"), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        (
            await house.Get<DecideAppealHandler>().HandleAsync(new(red.Number, true, "属实。"), house.Supervisor, Cancellation)
        ).Value.Counts.ShouldBe(0);

        (await house.CardsAsync(number)).Sum(card => card.Counts).ShouldBe(0);
        var story = (await house.StoryAsync(number, Cancellation))
            .Where(kind =>
                kind.StartsWith("Card", StringComparison.Ordinal)
                || kind.StartsWith("Order", StringComparison.Ordinal)
                || kind.StartsWith("Appeal", StringComparison.Ordinal)
            )
            .ToList();
        story.Count(kind => kind == nameof(CardRaised)).ShouldBe(14);
        story[^6..]
            .ShouldBe([
                nameof(OrderSignedFor),
                nameof(OrderReplied),
                nameof(CardAnswered),
                nameof(OrderClosed),
                nameof(CardAppealed),
                nameof(AppealDecided),
            ]);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        async Task<string[]> Days(string point) =>
            [
                .. (await house.CardsAsync(number, point))
                    .Select(card => $"{card.Branch} {card.Colour} {card.Since.InShanghai():MM-dd}")
                    .Order(StringComparer.Ordinal),
            ];
    }
}
