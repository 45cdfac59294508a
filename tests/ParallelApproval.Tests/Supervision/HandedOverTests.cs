using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>What a body had still to answer when it was closed, and what is told to a body for its information only.</summary>
public sealed class HandedOverTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cards_and_orders_of_a_closed_body_are_answered_by_its_heir()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var order = await house.OrderAsync(number, "TJJ");
        await house.WatchAtAsync(3, 31);
        var cards = (await house.CardsAsync(number)).Where(card =>
            card.Department == "TJJ" && WorkOfDepartment.OpenCards.Contains(card.Status)
        );
        var card = cards.Last(open => open.Status is CardStatus.Open or CardStatus.Overdue);
        foreach (var officer in house.Get<OfficerRegister>().Of("TJJ").ToList())
            (
                await house
                    .Get<CloseAccountHandler>()
                    .HandleAsync(new(officer.UserName, "调离", officer.Revision), house.By("admin", "XZSP"), Cancellation)
            ).ShouldSucceed();
        await house.Database.AskAsync<int>(
            """
            WITH shut AS (UPDATE service_windows SET is_open = false WHERE department_code = 'TJJ' RETURNING 1)
            , edition AS (UPDATE registers SET version = version + 1 WHERE name = 'officers' RETURNING 1)
            SELECT 1
            """,
            Cancellation
        );
        await house.Get<RegisterCache>().RefreshAsync(Cancellation);

        (await CloseAsync(null)).Errors.Select(error => error.Code).ShouldContain("department_has_cards");
        (await CloseAsync("SYJ")).ShouldSucceed();
        (await house.SeeAsync(order.Number)).ShouldSatisfyAllConditions(
            gone => gone.Department.ShouldBe("SYJ"),
            gone => gone.Due.ShouldBe(order.Due, "its limits run on")
        );
        (await house.SeeAsync(card.Number)).Department.ShouldBe("SYJ");
        (await house.StoryAsync(number, Cancellation)).ShouldSatisfyAllConditions(
            story => story.ShouldContain(nameof(CardHandedOver)),
            story => story.ShouldContain(nameof(OrderHandedOver))
        );
        var waiting = await WaitsForAsync(house, "approver-syj");
        waiting.ShouldContain(act => act.Kind == WaitingKind.OrderTask && act.Subject == order.Number.ToString());
        waiting.ShouldContain(act => act.Kind == WaitingKind.CardAnswer && act.Subject == card.Number.ToString());
        house.Get<Answerers>().Of("TJJ", "approver-tjj").Department.ShouldBe("SYJ", "what is found later is the heir's, too");

        Task<ErrorOr.ErrorOr<Department>> CloseAsync(string? heir) =>
            house
                .Get<CloseDepartmentHandler>()
                .HandleAsync(
                    new("TJJ", "机构改革", house.Get<OfficerRegister>().Department("TJJ")!.Revision, heir),
                    house.By("admin", "XZSP"),
                    Cancellation
                );
    }

    [Fact]
    public async Task An_order_copied_to_a_body_is_shown_to_it_and_gives_it_no_power()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var name = house.Get<OfficerRegister>().Department("GSJ")!.Name;
        var drafted = await house
            .Get<DraftOrderHandler>()
            .HandleAsync(
                new(OrderKind.Manual, "SYJ", "群众反映办理迟缓。", "查明原因并答复。", number, CopyTo: [name, "市监察委", "GSJ"]),
                house.Supervisor,
                Cancellation
            );
        drafted.Value.CopyTo.ShouldBe(["GSJ", "市监察委"], "a body of the district goes by its code, once");
        (await WaitsForAsync(house, "approver-gsj")).ShouldBeEmpty("a draft is nobody's but its writer's");
        drafted.Value.IsSeenBy("GSJ").ShouldBeFalse();

        var issued = (await house.Get<IssueOrderHandler>().HandleAsync(new(drafted.Value.Number), house.Supervisor, Cancellation)).Value;
        var line = (await WaitsForAsync(house, "approver-gsj")).ShouldHaveSingleItem();
        (line.Kind, line.Subject).ShouldBe((WaitingKind.OrderCopy, issued.Number.ToString()));
        (await WaitsForAsync(house, "approver-zjj")).ShouldBeEmpty();
        (issued.IsSeenBy("GSJ"), issued.IsSeenBy("ZJJ")).ShouldBe((true, false));
        (await house.Get<SignForOrderHandler>().HandleAsync(new(issued.Number), house.Approver("GSJ"), Cancellation)).IsError.ShouldBeTrue(
            "it is not its order"
        );
        (await house.SignForAsync(issued)).ShouldSucceed();
    }

    private static Task<IReadOnlyList<WaitingAct>> WaitsForAsync(TestHouse house, string userName) =>
        house
            .Get<WaitingQueries>()
            .ForAsync(house.Get<OfficerRegister>().Find(userName)!, house.Get<TimeProvider>().OfficialNow(), Cancellation);
}
