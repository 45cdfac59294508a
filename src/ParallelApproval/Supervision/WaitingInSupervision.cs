using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>What waits for a supervisor: appeals against cards, replies to orders, and more time asked for; of other houses than his own.</summary>
internal sealed class WaitingInSupervision(IDbContextFactory<ApprovalDbContext> contexts) : ITellWaiting
{
    private static readonly OrderStatus[] Open = [OrderStatus.InHand, OrderStatus.Returned, OrderStatus.Replied];

    public async Task<IReadOnlyList<WaitingAct>> ForAsync(Officer officer, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!officer.Is(Role.Supervisor))
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var cards = await db.Set<CardRow>()
            .AsNoTracking()
            .Where(row => row.Status == CardStatus.Appealed && row.Department != officer.DepartmentCode)
            .ToListAsync(cancellation);
        var orders = await db.Set<OrderRow>()
            .AsNoTracking()
            .Where(row => Open.Contains(row.Status) && row.Department != officer.DepartmentCode)
            .ToListAsync(cancellation);
        return
        [
            .. cards
                .Select(row => row.Card)
                .Where(card => card.Appeal is { Decision: null })
                .Select(card => Act(WaitingKind.CardAppeal, card.Number.ToString(), card.Number.File, card.Branch, card.Appeal!.At, null)),
            .. orders
                .Select(row => row.Order)
                .Where(order => order.Extension is { IsGranted: null })
                .Select(order =>
                    Act(
                        WaitingKind.OrderExtension,
                        order.Number.ToString(),
                        order.Number.File,
                        order.Branch,
                        order.Extension!.At,
                        order.Due
                    )
                ),
            .. orders
                .Select(row => row.Order)
                .Where(order => order.Status is OrderStatus.Replied)
                .Select(order =>
                    Act(
                        WaitingKind.OrderReply,
                        order.Number.ToString(),
                        order.Number.File,
                        order.Branch,
                        order.Replies.LastOrDefault()?.At,
                        null
                    )
                ),
        ];

        WaitingAct Act(
            WaitingKind kind,
            string subject,
            Identities.CaseNumber file,
            int branch,
            DateTimeOffset? since,
            DateTimeOffset? dueAt
        ) =>
            new(
                kind,
                subject,
                file.IsOfCentre ? null : file.ToString(),
                branch > 0 ? branch : null,
                since,
                dueAt,
                WaitingAct.ColourOf(dueAt, now)
            );
    }
}
