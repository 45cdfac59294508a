using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>Points go to whoever held the matter while the days ran, and once.</summary>
public sealed class PossessionTests(TestCluster cluster)
{
    private const string OneBranch = "610104-XK-101";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_of_one_branch_is_carded_once_however_late_it_is()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(OneBranch);
        for (var day = new DateOnly(2026, 3, 3); day < new DateOnly(2026, 6, 1); day = day.AddDays(1))
            if (day.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Thursday)
                await house.WatchAtAsync(day.Month, day.Day, 0, 1);
        var cards = await house.CardsAsync(number);
        cards.Select(card => card.Branch).Distinct().ShouldBe([1], "the branch is the case");
        cards.Sum(card => card.Counts).ShouldBe(10);
        cards.Where(card => card.Status is not (CardStatus.Superseded or CardStatus.Told)).ShouldHaveSingleItem();
        (await house.OrdersAsync(number)).ShouldHaveSingleItem().Card.ShouldBe(cards.Single(card => card.Point == "E03").Number.Running);
    }

    [Fact]
    public async Task After_a_deemed_acceptance_the_window_answers_for_the_days_before_the_copy()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(accept: false);
        await house.WatchAtAsync(3, 9, 17, 1);
        (await house.CardAsync(number, "E04")).Department.ShouldBe("XZSP");
        await house.WatchAtAsync(3, 10, 0, 1);
        await house.WatchAtAsync(3, 11, 0, 1);
        await house.WatchAtAsync(3, 12, 8);
        var costly = (await house.CardsAsync(number)).Where(card => card.Colour > CardColour.Blue).ToList();
        costly.ShouldAllBe(card => card.Department == "XZSP" && card.Officer == "clerk", "the departments are in their own time");
        costly.Select(card => (card.Point, card.Colour)).ShouldContain(("E02", CardColour.Yellow));

        await house.WatchAtAsync(3, 13, 0, 1);
        (await house.CardsAsync(number, "E02"))
            .Last(card => card.Branch == 1)
            .ShouldSatisfyAllConditions(
                card => card.Colour.ShouldBe(CardColour.Yellow, "three days after its copy on the 9th"),
                card => card.Department.ShouldBe("SYJ")
            );
    }

    [Fact]
    public async Task A_successor_whose_predecessor_signs_on_a_Friday_evening_has_the_whole_Monday()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        house.GoTo(3, 6, 17, 30);
        (await house.DecideAsync(number, 1)).ShouldSucceed();
        foreach (var (day, hour) in ((int, int)[])[(6, 18), (7, 1), (9, 1), (9, 16)])
        {
            await house.WatchAtAsync(3, day, hour);
            (await house.CardsAsync(number, "E02"))
                .Where(card => card.Branch == 2)
                .ShouldAllBe(card => card.Colour == CardColour.Blue, $"on the {day}th at {hour}");
        }

        await house.WatchAtAsync(3, 10, 0, 1);
        (await house.CardsAsync(number, "E02")).Last(card => card.Branch == 2).Colour.ShouldBe(CardColour.Yellow);
        await house.WatchAtAsync(3, 11, 0, 1);
        (await house.CardsAsync(number, "E02")).Last(card => card.Branch == 2).Colour.ShouldBe(CardColour.Red);
    }

    [Fact]
    public async Task Who_takes_a_task_over_does_not_answer_for_the_days_before_he_had_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.AddApproverAsync("colleague-syj", "SYJ");
        var number = await house.ReceiveAsync(Catering.Drill);
        house.GoTo(3, 3, 10);
        (await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation)).ShouldSucceed();
        var due = (await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Promised)!.DueOn;
        house.GoTo(due.Month, due.Day, 16);
        (
            await house
                .Get<ReassignTaskHandler>()
                .HandleAsync(new(new(number, 1, 1), "colleague-syj", "出差"), house.By("manager", "XZSP"), Cancellation)
        ).ShouldSucceed();
        await house.WatchAtAsync(due.AddDays(1).Month, due.AddDays(1).Day, 0, 1);
        (await house.CardAsync(number, "E02", 1)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Yellow, "the department has had it all the time"),
            card => card.Officer.ShouldBe("approver-syj")
        );
        await house.WatchAtAsync(due.AddDays(3).Month, due.AddDays(3).Day, 0, 1);
        (await house.CardsAsync(number, "E02"))
            .Last(card => card.Branch == 1)
            .ShouldSatisfyAllConditions(
                card => card.Colour.ShouldBe(CardColour.Red),
                card => card.Officer.ShouldBe("colleague-syj", "by now he has had it for whole working days")
            );
    }

    [Fact]
    public async Task A_card_cancelled_on_appeal_takes_its_order_and_what_was_escalated_with_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(OneBranch);
        await house.WatchAtAsync(3, 14, 0, 1);
        var red = (await house.CardsAsync(number)).Single(card => card.Colour is CardColour.Red);
        var order = (await house.OrdersAsync(number)).ShouldHaveSingleItem();
        (
            await house
                .Get<AppealCardHandler>()
                .HandleAsync(new(red.Number, AppealGround.SystemFault, "系统故障。"), house.Approver(red.Department), Cancellation)
        ).ShouldSucceed();
        await house.WatchAtAsync(3, 20);
        (await house.SeeAsync(order.Number)).IsEscalatedForDue.ShouldBeTrue();
        (
            await house.Get<DecideAppealHandler>().HandleAsync(new(red.Number, true, "确有故障。"), house.Supervisor, Cancellation)
        ).ShouldSucceed();
        (await house.SeeAsync(order.Number)).ShouldSatisfyAllConditions(
            withdrawn => withdrawn.Status.ShouldBe(OrderStatus.Withdrawn),
            withdrawn => withdrawn.NextAt.ShouldBeNull("nothing is due on it"),
            withdrawn => withdrawn.Withdrawn!.Reason!.ShouldContain(red.Number.ToString())
        );
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(OrderWithdrawn));
        (await house.Get<SupervisionQueries>().WallAsync(null, 50, Cancellation)).Newest.ShouldNotContain(card =>
            card.Number == red.Number
        );
    }
}
