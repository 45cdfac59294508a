using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// What waits in supervision: for a supervisor appeals against cards, replies to orders, and more time asked for, of other houses than
/// his own;
/// for a department its open cards and orders, and the orders that were copied to it.
/// </summary>
internal sealed class WaitingInSupervision(IDbContextFactory<ApprovalDbContext> contexts) : ITellWaiting
{
    private static readonly OrderStatus[] Open = [OrderStatus.Issued, OrderStatus.InHand, OrderStatus.Returned, OrderStatus.Replied];
    private static readonly CardStatus[] ToAnswer = [CardStatus.Open, CardStatus.Overdue];

    public async Task<IReadOnlyList<WaitingAct>> ForAsync(Officer officer, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return
        [
            .. officer.Is(Role.Supervisor) ? await ForSupervisorAsync(db, officer, now, cancellation) : [],
            .. await ForDepartmentAsync(db, officer, now, cancellation),
        ];
    }

    private static async Task<List<WaitingAct>> ForDepartmentAsync(
        ApprovalDbContext db,
        Officer officer,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var isAsked = officer.Is(Role.Approver) || officer.Is(Role.Clerk);
        var cards = await db.Set<CardRow>()
            .AsNoTracking()
            .Where(row => isAsked && row.Department == officer.DepartmentCode && ToAnswer.Contains(row.Status))
            .ToListAsync(cancellation);
        var orders = await db.Set<OrderRow>().AsNoTracking().Where(row => Open.Contains(row.Status)).ToListAsync(cancellation);
        return
        [
            .. cards
                .Select(row => row.Card)
                .Where(card => card.Officer is null || card.Officer == officer.UserName)
                .Select(card =>
                    Act(now, WaitingKind.CardAnswer, card.Number.ToString(), card.Number.File, card.Branch, card.RaisedAt, card.AnswerDue)
                ),
            .. orders
                .Select(row => row.Order)
                .Where(order => order.IsSeenBy(officer.DepartmentCode))
                .Where(order => order.Department != officer.DepartmentCode || (isAsked && order.IsWithDepartment))
                .Select(order =>
                    Act(
                        now,
                        order.Department == officer.DepartmentCode ? WaitingKind.OrderTask : WaitingKind.OrderCopy,
                        order.Number.ToString(),
                        order.Number.File,
                        order.Branch,
                        order.Issued?.At,
                        order.Status is OrderStatus.Issued ? order.ReceiptDue : order.Due
                    )
                ),
        ];
    }

    private static async Task<List<WaitingAct>> ForSupervisorAsync(
        ApprovalDbContext db,
        Officer officer,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
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
                .Select(card =>
                    Act(now, WaitingKind.CardAppeal, card.Number.ToString(), card.Number.File, card.Branch, card.Appeal!.At, null)
                ),
            .. orders
                .Select(row => row.Order)
                .Where(order => order.Extension is { IsGranted: null })
                .Select(order =>
                    Act(
                        now,
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
                        now,
                        WaitingKind.OrderReply,
                        order.Number.ToString(),
                        order.Number.File,
                        order.Branch,
                        order.Replies.LastOrDefault()?.At,
                        null
                    )
                ),
        ];
    }

    private static WaitingAct Act(
        DateTimeOffset now,
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
