using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Supervision;

/// <summary>
/// What a department has still to answer (监察待办): cards that are not answered and orders that are not closed keep it from being closed, and
/// go to its heir, with no officer named; their limits run on.
/// </summary>
internal sealed class WorkOfDepartment(IDbContextFactory<ApprovalDbContext> contexts, CaseStore store) : INeedDepartments
{
    private const int Named = 5;

    internal static readonly CardStatus[] OpenCards = [CardStatus.Told, CardStatus.Open, CardStatus.Overdue, CardStatus.Appealed];
    private static readonly OrderStatus[] OpenOrders =
    [
        OrderStatus.Draft,
        OrderStatus.Issued,
        OrderStatus.InHand,
        OrderStatus.Replied,
        OrderStatus.Returned,
    ];

    public async Task<Error?> ObjectionAsync(string code, DateOnly today, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (cards, orders) = await OpenAsync(db, code, cancellation);
        string[] open = [.. cards.Select(card => card.Number.ToString()), .. orders.Select(order => order.Number.ToString())];
        return open.Length == 0
            ? null
            : Refusal.Conflict(
                RefusalCode.DepartmentHasCards,
                ("count", open.Length),
                ("numbers", string.Join(", ", open.Take(Named)) + (open.Length > Named ? " …" : ""))
            );
    }

    public async Task<ErrorOr<IReadOnlyList<string>>> HandOverAsync(
        ApprovalDbContext db,
        string code,
        Department heir,
        Act act,
        CancellationToken cancellation
    )
    {
        var (cards, orders) = await OpenAsync(db, code, cancellation);
        var (house, gone) = ((NpgsqlConnection)db.Database.GetDbConnection(), new List<string>());
        foreach (
            var file in cards.Select(card => card.Number.File).Union(orders.Select(order => order.Number.File)).OrderBy(file => file.Key)
        )
        {
            var went = await store.WorkOnWithinAsync(
                house,
                file,
                act,
                open => GoOver(open, code, heir.Code),
                cancellation,
                Contents.WithAnnexes
            );
            if (went.IsError)
                return went.Errors;
            gone.AddRange(went.Value);
        }

        return gone;
    }

    private static ErrorOr<List<string>> GoOver(CaseFile file, string code, string heir)
    {
        var gone = new List<string>();
        foreach (var card in file.Cards.Where(card => card.Department == code && OpenCards.Contains(card.Status)).ToList())
        {
            file.Put(card with { Department = heir, Officer = null });
            file.Record(new CardHandedOver(card.Number.ToString(), card.Branch, code, heir));
            gone.Add(card.Number.ToString());
        }

        foreach (var order in file.Orders.Where(order => order.Department == code && OpenOrders.Contains(order.Status)).ToList())
        {
            file.Put(order with { Department = heir, Officer = null });
            file.Record(new OrderHandedOver(order.Number.ToString(), order.Branch, code, heir));
            gone.Add(order.Number.ToString());
        }

        return gone;
    }

    private static async Task<(List<Card> Cards, List<SupervisionOrder> Orders)> OpenAsync(
        ApprovalDbContext db,
        string code,
        CancellationToken cancellation
    )
    {
        var cards = await db.Set<CardRow>()
            .AsNoTracking()
            .Where(row => row.Department == code && OpenCards.Contains(row.Status))
            .OrderBy(row => row.CaseKey)
            .ThenBy(row => row.Running)
            .ToListAsync(cancellation);
        var orders = await db.Set<OrderRow>()
            .AsNoTracking()
            .Where(row => row.Department == code && OpenOrders.Contains(row.Status))
            .OrderBy(row => row.CaseKey)
            .ThenBy(row => row.Running)
            .ToListAsync(cancellation);
        return (cards.ConvertAll(row => row.Card), orders.ConvertAll(row => row.Order));
    }
}
