using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Webhooks;

/// <summary>重新推送: what was delivered or is dead is sent once more, as the same message.</summary>
[Authority(
    "Send a message again that was delivered or is dead",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record SendAgain(Guid Delivery);

/// <summary>A message to a system was sent again.</summary>
/// <param name="Message">Its <c>webhook-id</c>.</param>
public sealed record MessageSentAgain(Guid Webhook, string Client, string Message) : HouseEvent;

/// <summary>Refuses a message that is not there or waits anyhow, and one to a webhook that was ended.</summary>
public sealed class SendAgainHandler(HouseStore house, TimeProvider time) : Handler<SendAgain, WebhookDelivery>
{
    protected override Task<ErrorOr<WebhookDelivery>> CarryOutAsync(SendAgain command, Act act, CancellationToken cancellation) =>
        house.ActAsync<WebhookDelivery>(
            act,
            async db =>
            {
                if (
                    await db.Set<WebhookDelivery>().AsNoTracking().FirstOrDefaultAsync(held => held.Id == command.Delivery, cancellation)
                    is not { } delivery
                )
                    return Refusal.NotFound(RefusalCode.DeliveryNotFound);
                var found = await db.OpenWebhookAsync(delivery.WebhookId, cancellation);
                if (found.IsError)
                    return found.Errors;
                if (delivery.Status is DeliveryStatus.Waiting)
                    return Refusal.Conflict(RefusalCode.DeliveryWaits, ("message", delivery.Message));
                var now = time.GetUtcNow();
                await db.Set<WebhookDelivery>()
                    .Where(held => held.Id == delivery.Id && held.Status != DeliveryStatus.Waiting)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(held => held.Status, DeliveryStatus.Waiting)
                                .SetProperty(held => held.NextAt, (DateTimeOffset?)now)
                                .SetProperty(held => held.Tries, 0),
                        cancellation
                    );
                (delivery.Status, delivery.NextAt) = (DeliveryStatus.Waiting, now);
                return new Entry<WebhookDelivery>(delivery, new MessageSentAgain(found.Value.Id, found.Value.Client, delivery.Message));
            },
            cancellation,
            oneAtATime: WebhooksOfContext.OneAtATime
        );
}
