using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>A house that is watched: its clocks, what it hears, and the limits of supervision.</summary>
internal static class Supervising
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    extension(TestHouse house)
    {
        /// <summary>Everything that a node does by itself, until there is nothing left to do.</summary>
        public async Task WatchAsync()
        {
            await house.SweepAsync(Cancellation);
            await house.HearAsync(Cancellation);
            await house.Get<SupervisionSweep>().RunOnceAsync(Cancellation);
            await house.HearAsync(Cancellation);
        }

        /// <summary>Moves to an instant of 2026 and does what falls due.</summary>
        public Task WatchAtAsync(int month, int day, int hour = 0, int minute = 0)
        {
            house.GoTo(month, day, hour, minute);
            return house.WatchAsync();
        }

        public Task<int> PatrolAsync() => house.Get<Patrol>().RunOnceAsync(Cancellation);

        /// <summary>The cards of a case, or of all files, in the order in which they were raised.</summary>
        public async Task<IReadOnlyList<Card>> CardsAsync(CaseNumber? number = null, string? point = null)
        {
            var (cards, _) = await house
                .Get<SupervisionQueries>()
                .ListAsync(new CardFilter(Case: number, Point: point, Limit: 200), Cancellation);
            return [.. cards.Reverse()];
        }

        /// <summary>The one card of a point.</summary>
        public async Task<Card> CardAsync(CaseNumber number, string point, int branch = 0) =>
            (await house.CardsAsync(number, point)).Where(card => card.Branch == branch).ShouldHaveSingleItem();

        public async Task<IReadOnlyList<SupervisionOrder>> OrdersAsync(CaseNumber? number = null)
        {
            var (orders, _) = await house.Get<SupervisionQueries>().ListAsync(new OrderFilter(Case: number, Limit: 200), Cancellation);
            return [.. orders.Reverse()];
        }

        /// <summary>One more approver of a department.</summary>
        /// <summary>One more approver of a department, with a letter for all its items.</summary>
        public async Task AddApproverAsync(string userName, string department)
        {
            (
                await house
                    .Get<KeepOfficerHandler>()
                    .HandleAsync(new(userName, "钱二", "Qian Er", department, [Role.Approver], 0), house.By("admin", "XZSP"), Cancellation)
            ).ShouldSucceed();
            (
                await house
                    .Get<GrantAuthorisationHandler>()
                    .HandleAsync(
                        new($"授权-{userName}", department, userName, [], new(2026, 3, 2), new(2026, 12, 31)),
                        house.By("manager", "XZSP"),
                        Cancellation
                    )
            ).ShouldSucceed();
        }

        public Act Supervisor => house.By("supervisor", "XZSP");

        public async Task<Card> SeeAsync(CardNumber number) => (await house.Get<SupervisionQueries>().FindAsync(number, Cancellation))!;

        public async Task<SupervisionOrder> SeeAsync(OrderNumber number) =>
            (await house.Get<SupervisionQueries>().FindAsync(number, Cancellation))!;

        /// <summary>An order written by hand and issued.</summary>
        public async Task<SupervisionOrder> OrderAsync(
            CaseNumber? number = null,
            string department = "SYJ",
            OrderKind kind = OrderKind.Manual,
            int? days = null
        )
        {
            var drafted = await house
                .Get<DraftOrderHandler>()
                .HandleAsync(
                    new(kind, department, "群众反映办理迟缓。", "查明原因并答复。", number, Days: days),
                    house.Supervisor,
                    Cancellation
                );
            drafted.ErrorsOrEmptyList.ShouldBeEmpty();
            return (await house.Get<IssueOrderHandler>().HandleAsync(new(drafted.Value.Number), house.Supervisor, Cancellation)).Value;
        }

        public Task<ErrorOr<SupervisionOrder>> SignForAsync(SupervisionOrder order) =>
            house.Get<SignForOrderHandler>().HandleAsync(new(order.Number), house.Approver(order.Department), Cancellation);

        public Task<ErrorOr<SupervisionOrder>> ReplyAsync(SupervisionOrder order) =>
            house
                .Get<ReplyToOrderHandler>()
                .HandleAsync(
                    new(order.Number, "经办人请假，未及时移交。", CauseCode.Staff, "已移交并加派人手。", "刘芳", new(2026, 3, 20), "局长"),
                    house.Approver(order.Department),
                    Cancellation
                );

        /// <summary>Receives without accepting, with some papers missing.</summary>
        public async Task<CaseNumber> ReceiveIncompleteAsync(params string[] without) =>
            Catering.Number(
                await house
                    .Get<ReceiveCaseHandler>()
                    .HandleAsync(new(house.Application(Catering.Item, without)), house.Clerk(), Cancellation)
            );
    }

    public static void ShouldSucceed<T>(this ErrorOr<T> outcome) => outcome.ErrorsOrEmptyList.ShouldBeEmpty();

    public static void ShouldBeRefused<T>(this ErrorOr<T> outcome, string code)
    {
        outcome.IsError.ShouldBeTrue();
        outcome.FirstError.Code.ShouldBe(code);
    }
}
