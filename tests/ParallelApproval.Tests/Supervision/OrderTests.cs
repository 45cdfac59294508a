using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>An order goes its way, goes up by itself when nobody moves, and refuses every other move.</summary>
public sealed class OrderTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_signed_for_replied_to_returned_replied_to_again_and_closed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var order = await house.OrderAsync(number);
        order.ShouldSatisfyAllConditions(
            issued => issued.Status.ShouldBe(OrderStatus.Issued),
            issued =>
                issued.ReceiptDue.ShouldBe(new(2026, 3, 2, 14, 0, 0, ShanghaiTime.Offset), "four office hours after nine, without lunch"),
            issued => issued.Due.ShouldBe(new(2026, 3, 9, 17, 0, 0, ShanghaiTime.Offset))
        );
        (await house.SignForAsync(order)).Value.Status.ShouldBe(OrderStatus.InHand);
        (await house.ReplyAsync(order)).Value.Status.ShouldBe(OrderStatus.Replied);
        (await ReviewAsync(false)).ShouldSatisfyAllConditions(
            returned => returned.Status.ShouldBe(OrderStatus.Returned),
            returned => returned.Due.ShouldBe(new(2026, 3, 4, 17, 0, 0, ShanghaiTime.Offset))
        );
        (await house.ReplyAsync(order)).ShouldSucceed();
        (await ReviewAsync(true)).ShouldSatisfyAllConditions(
            closed => closed.Status.ShouldBe(OrderStatus.Closed),
            closed => closed.Deduction.ShouldBe(3),
            closed => closed.NextAt.ShouldBeNull(),
            closed => closed.Replies.Select(reply => reply.Review!.IsAccepted).ShouldBe([false, true])
        );
        house.GoTo(4, 1);
        await house.Get<SupervisionSweep>().RunOnceAsync(Cancellation);
        (await house.StoryAsync(number, Cancellation))
            .Where(kind => kind.StartsWith("Order", StringComparison.Ordinal))
            .ShouldBe([
                nameof(OrderDrafted),
                nameof(OrderIssued),
                nameof(OrderSignedFor),
                nameof(OrderReplied),
                nameof(OrderReturned),
                nameof(OrderReplied),
                nameof(OrderClosed),
            ]);

        async Task<SupervisionOrder> ReviewAsync(bool isAccepted) =>
            (
                await house
                    .Get<ReviewOrderHandler>()
                    .HandleAsync(
                        new(order.Number, isAccepted, "措施须具体到人。", Deduction: isAccepted ? 3 : 0),
                        house.Supervisor,
                        Cancellation
                    )
            ).Value;
    }

    [Fact]
    public async Task An_order_that_nobody_touches_is_noted_after_four_office_hours_and_goes_to_the_leader_once_when_it_is_due()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var order = await house.OrderAsync(number);
        await SweepAtAsync(3, 2, 13, 59);
        (await house.SeeAsync(order.Number)).ReceiptMissedAt.ShouldBeNull();
        await SweepAtAsync(3, 2, 14, 0);
        (await house.SeeAsync(order.Number)).ReceiptMissedAt.ShouldNotBeNull();
        await SweepAtAsync(3, 9, 16, 59);
        (await house.SeeAsync(order.Number)).Escalations.ShouldBeEmpty();
        await SweepAtAsync(3, 9, 17, 0);
        await SweepAtAsync(3, 20, 17, 0);
        (await house.SeeAsync(order.Number)).Escalations.ShouldHaveSingleItem().Step.ShouldBe(EscalationStep.Leader);
        (await house.StoryAsync(number, Cancellation))
            .Count(kind => kind is nameof(OrderReceiptMissed) or nameof(OrderEscalated))
            .ShouldBe(2);

        async Task SweepAtAsync(int month, int day, int hour, int minute)
        {
            foreach (var node in (TestHouse[])[house, second])
                node.GoTo(month, day, hour, minute);
            await Task.WhenAll(
                house.Get<SupervisionSweep>().RunOnceAsync(Cancellation),
                second.Get<SupervisionSweep>().RunOnceAsync(Cancellation)
            );
        }
    }

    [Fact]
    public async Task More_time_is_asked_for_once_before_the_order_is_due_and_moves_its_limit_only_when_granted()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (granted, refused) = (await house.OrderAsync(), await house.OrderAsync(department: "GSJ"));
        foreach (var order in (SupervisionOrder[])[granted, refused])
        {
            (await house.SignForAsync(order)).ShouldSucceed();
            (await AskAsync(order)).ShouldSucceed();
            (await AskAsync(order)).ShouldBeRefused("order_extension_asked_already");
        }

        (await DecideAsync(granted, true)).Value.Due.ShouldBe(new(2026, 3, 12, 17, 0, 0, ShanghaiTime.Offset));
        (await DecideAsync(refused, false)).Value.Due.ShouldBe(new(2026, 3, 9, 17, 0, 0, ShanghaiTime.Offset));
        (await DecideAsync(refused, true)).ShouldBeRefused("order_extension_not_pending");
        await house.WatchAtAsync(3, 10);
        (await house.SeeAsync(granted.Number)).Escalations.ShouldBeEmpty();
        (await house.SeeAsync(refused.Number)).Escalations.ShouldNotBeEmpty();
        var late = await house.OrderAsync(days: 1);
        (await house.SignForAsync(late)).ShouldSucceed();
        house.GoTo(3, 20);
        (await AskAsync(late)).ShouldBeRefused("order_extension_too_late");

        Task<ErrorOr<SupervisionOrder>> AskAsync(SupervisionOrder order) =>
            house
                .Get<AskOrderExtensionHandler>()
                .HandleAsync(new(order.Number, 3, "需现场核查"), house.Approver(order.Department), Cancellation);
        Task<ErrorOr<SupervisionOrder>> DecideAsync(SupervisionOrder order, bool isGranted) =>
            house
                .Get<DecideOrderExtensionHandler>()
                .HandleAsync(new(order.Number, isGranted, "可在原期限内完成。"), house.Supervisor, Cancellation);
    }

    [Fact]
    public async Task Escalation_goes_up_and_never_down()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var order = await house.OrderAsync();
        (await EscalateAsync(EscalationStep.Talk)).ShouldSucceed();
        (await EscalateAsync(EscalationStep.Leader)).ShouldBeRefused("order_escalated_already");
        (await EscalateAsync(EscalationStep.Recommendation)).ShouldSucceed();
        (await house.SeeAsync(order.Number))
            .Escalations.Select(step => step.Step)
            .ShouldBe([EscalationStep.Talk, EscalationStep.Recommendation]);

        Task<ErrorOr<SupervisionOrder>> EscalateAsync(EscalationStep step) =>
            house
                .Get<EscalateOrderHandler>()
                .HandleAsync(new(order.Number, step, "多次催办无果"), house.By("manager", "XZSP"), Cancellation);
    }

    [Theory]
    [MemberData(nameof(EveryMove))]
    public async Task Every_move_is_lawful_where_the_table_says_so_and_refused_elsewhere(OrderStatus status)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        foreach (var move in Enum.GetValues<OrderMove>())
        {
            var order = await BringToAsync(house, status);
            var isLawful = OrderMoves.All.Any(lawful => lawful.From == status && lawful.Move == move);
            var outcome = await MoveAsync(house, order, move);
            // Nobody has asked for more time, which is another matter than the status.
            if (!isLawful)
                outcome.ShouldBeRefused("order_move_not_allowed");
            else if (move is OrderMove.DecideExtension)
                outcome.ShouldBeRefused("order_extension_not_pending");
            else
                outcome.Value.Status.ShouldBe(OrderMoves.All.First(lawful => lawful.From == status && lawful.Move == move).To);
        }
    }

    public static TheoryData<OrderStatus> EveryMove => [.. Enum.GetValues<OrderStatus>()];

    [Fact]
    public async Task Only_the_department_concerned_signs_and_replies()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var order = await house.OrderAsync();
        (await house.Get<SignForOrderHandler>().HandleAsync(new(order.Number), house.Approver("GSJ"), Cancellation)).ShouldBeRefused(
            "order_not_yours"
        );
        (
            await house.Get<SignForOrderHandler>().HandleAsync(new(order.Number with { Running = 77 }), house.Approver("SYJ"), Cancellation)
        ).ShouldBeRefused("order_not_found");
        (await house.SignForAsync(order)).ShouldSucceed();
        (
            await house
                .Get<ReplyToOrderHandler>()
                .HandleAsync(new(order.Number, " ", CauseCode.Staff, "", "某", new(2029, 1, 1)), house.Approver("SYJ"), Cancellation)
        )
            .Errors.Select(error => error.Code)
            .ShouldBe(["text_missing", "text_missing", "order_done_on_out_of_range"]);
    }

    [Fact]
    public async Task An_order_without_a_case_lies_in_the_centres_own_file_of_the_day_and_its_chain_holds()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var orders = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.OrderAsync()));
        orders.Select(order => order.Number.Running).Order().ShouldBe([1, 2, 3, 4]);
        orders.ShouldAllBe(order => order.Number.File.IsOfCentre);
        (await house.Get<CaseStore>().ReadAsync(orders[0].Number.File, house.Clerk(), Cancellation)).ShouldBeNull("it is no case");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        (await house.StoryAsync(orders[0].Number.File, Cancellation)).Count(kind => kind == nameof(OrderIssued)).ShouldBe(4);
    }

    private static async Task<SupervisionOrder> BringToAsync(TestHouse house, OrderStatus status)
    {
        var draft = (
            await house
                .Get<DraftOrderHandler>()
                .HandleAsync(new(OrderKind.Leader, "SYJ", "领导批示。", "限期办结。"), house.Supervisor, Cancellation)
        ).Value;
        OrderMove[] moves = status switch
        {
            OrderStatus.Draft => [],
            OrderStatus.Issued => [OrderMove.Issue],
            OrderStatus.InHand => [OrderMove.Issue, OrderMove.SignFor],
            OrderStatus.Replied => [OrderMove.Issue, OrderMove.SignFor, OrderMove.Reply],
            OrderStatus.Returned => [OrderMove.Issue, OrderMove.SignFor, OrderMove.Reply, OrderMove.ReturnReply],
            OrderStatus.Closed => [OrderMove.Issue, OrderMove.SignFor, OrderMove.Reply, OrderMove.AcceptReply],
            _ => [OrderMove.Withdraw],
        };
        foreach (var move in moves)
            draft = (await MoveAsync(house, draft, move)).Value;
        return draft;
    }

    private static Task<ErrorOr<SupervisionOrder>> MoveAsync(TestHouse house, SupervisionOrder order, OrderMove move) =>
        move switch
        {
            OrderMove.Issue => house.Get<IssueOrderHandler>().HandleAsync(new(order.Number), house.Supervisor, Cancellation),
            OrderMove.SignFor => house.SignForAsync(order),
            OrderMove.Reply => house.ReplyAsync(order),
            OrderMove.AcceptReply or OrderMove.ReturnReply => house
                .Get<ReviewOrderHandler>()
                .HandleAsync(new(order.Number, move is OrderMove.AcceptReply, "阅。"), house.Supervisor, Cancellation),
            OrderMove.AskExtension => house
                .Get<AskOrderExtensionHandler>()
                .HandleAsync(new(order.Number, 2, "需核查"), house.Approver("SYJ"), Cancellation),
            OrderMove.DecideExtension => house
                .Get<DecideOrderExtensionHandler>()
                .HandleAsync(new(order.Number, true), house.Supervisor, Cancellation),
            OrderMove.Escalate => house
                .Get<EscalateOrderHandler>()
                .HandleAsync(new(order.Number, EscalationStep.Talk, "久拖不办"), house.Supervisor, Cancellation),
            _ => house.Get<WithdrawOrderHandler>().HandleAsync(new(order.Number, "重复下发"), house.Supervisor, Cancellation),
        };
}
