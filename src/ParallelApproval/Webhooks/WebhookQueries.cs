using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Webhooks;

/// <summary>Reads webhooks and how they go (推送查询).</summary>
public sealed class WebhookQueries(IDbContextFactory<ApprovalDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// How long what was delivered stays listed, calendar days; what is dead stays until it is sent again, or as long once more.
    /// </summary>
    public const int DaysKept = 30;

    /// <summary>All, those that are open first, the newest first.</summary>
    public async Task<IReadOnlyList<Webhook>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Webhook>()
            .AsNoTracking()
            .OrderBy(webhook => webhook.EndedAt != null)
            .ThenByDescending(webhook => webhook.MadeAt)
            .ToListAsync(cancellation);
    }

    /// <summary>The newest deliveries to one of them.</summary>
    /// <param name="status">Only those; null for all.</param>
    public async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(
        Guid webhook,
        DeliveryStatus? status,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<WebhookDelivery>()
            .AsNoTracking()
            .Where(delivery => delivery.WebhookId == webhook && (status == null || delivery.Status == status))
            .OrderByDescending(delivery => delivery.Position)
            .Take(limit)
            .ToListAsync(cancellation);
    }

    /// <summary>How many deliveries stand how, by webhook.</summary>
    public async Task<ILookup<Guid, (DeliveryStatus Status, int Count)>> CountsAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var counts = await db.Set<WebhookDelivery>()
            .GroupBy(delivery => new { delivery.WebhookId, delivery.Status })
            .Select(group => new { group.Key, Count = group.Count() })
            .ToListAsync(cancellation);
        return counts.ToLookup(group => group.Key.WebhookId, group => (group.Key.Status, group.Count));
    }

    /// <summary>Takes away what was delivered longer than <see cref="DaysKept"/> ago; a daily job.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellation)
    {
        var (before, dead) = (time.GetUtcNow().AddDays(-DaysKept), time.GetUtcNow().AddDays(-2 * DaysKept));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Set<WebhookDelivery>()
            .Where(delivery =>
                (delivery.Status == DeliveryStatus.Delivered && delivery.TriedAt < before)
                || (delivery.Status == DeliveryStatus.Dead && delivery.TriedAt < dead)
            )
            .ExecuteDeleteAsync(cancellation);
    }
}
