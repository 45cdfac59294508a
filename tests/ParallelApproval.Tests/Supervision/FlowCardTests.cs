using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Testing;
using ParallelApproval.Trials;
using ParallelApproval.Workflows;

namespace ParallelApproval.Supervision;

/// <summary>A designer draws what lateness means: a card on the way out of the approval and back to it.</summary>
public sealed class FlowCardTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Yellow", "false", CardColour.Yellow, 0)]
    [InlineData("Yellow", "true", CardColour.Yellow, 1)]
    [InlineData("Red", "false", CardColour.Red, 1)]
    public async Task A_card_drawn_at_the_port_of_lateness_is_raised_with_its_order_and_the_department_still_decides(
        string drawn,
        string withOrder,
        CardColour colour,
        int orders
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activities.Add(
            Designing.Dragged(
                "card",
                "ParallelApproval.RaiseCard",
                "亮牌",
                ("colour", drawn),
                ("reason", "食药监逾期"),
                ("branch", "1"),
                ("withOrder", withOrder)
            )
        );
        model.Connections.Remove(
            model.Connections.Single(arrow =>
                arrow!["source"]!["activity"]!.GetValue<string>() == "branch1" && arrow["source"]!["port"]!.GetValue<string>() == "TimedOut"
            )
        );
        model.Connect("branch1", "TimedOut", "card");
        model.Connect("card", "Done", "branch1");
        await house.SavedAsync(model, publish: true);

        var number = await house.ReceiveAsync();
        await house.WatchAtAsync(3, 6);
        (await house.CardAsync(number, Card.Flow, 1)).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(colour),
            card => card.Department.ShouldBe("SYJ"),
            card => card.Facts["reason"].ShouldBe("食药监逾期")
        );
        (await house.OrdersAsync(number)).Count(order => order.Card == 1 || order.Branch == 1).ShouldBe(orders);
        await house.WatchAtAsync(3, 6, 12);
        (await house.CardsAsync(number, Card.Flow)).Count.ShouldBe(1);
        (await house.DecideAsync(number, 1)).ShouldSucceed();
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(BranchStatus.Approved);
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(CardCalledFor)).ShouldBe(1);
    }

    [Fact]
    public async Task A_card_may_be_drawn_for_another_department_and_for_the_whole_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activities.Add(
            Designing.Dragged("card", "ParallelApproval.RaiseCard", "提示", ("colour", "Blue"), ("reason", "请关注"), ("department", "TJJ"))
        );
        model.Connections.Remove(model.Connections.Single(arrow => arrow!["source"]!["activity"]!.GetValue<string>() == "copy"));
        model.Connect("copy", "Done", "card");
        model.Connect("card", "Done", "fork");
        await house.SavedAsync(model, publish: true);
        var number = await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, Card.Flow)).ShouldSatisfyAllConditions(
            card => card.Department.ShouldBe("TJJ"),
            card => card.Officer.ShouldBe("approver-tjj"),
            card => card.Status.ShouldBe(CardStatus.Told)
        );
        (await house.OrdersAsync(number)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_card_in_a_trial_run_is_raised_nowhere()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.Activities.Add(Designing.Dragged("card", "ParallelApproval.RaiseCard", "提示", ("reason", "试")));
        model.Connections.Remove(model.Connections.Single(arrow => arrow!["source"]!["activity"]!.GetValue<string>() == "copy"));
        model.Connect("copy", "Done", "card");
        model.Connect("card", "Done", "fork");
        var draft = await house.SavedAsync(model, publish: true);
        var trial = house
            .Get<TrialRunHandler>()
            .Handle(new(house.Get<DefinitionRegister>().Version(draft.DefinitionId, draft.Version), Catering.Item));
        trial.ErrorsOrEmptyList.ShouldBeEmpty();
        trial.Value.Status.ShouldBe(CaseStatus.Decided);
        await house.HearAsync(Cancellation);
        (await house.CardsAsync()).ShouldBeEmpty();
    }
}
