using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Webhooks;

/// <summary>停止事件推送: the system is told nothing more, and what still waited is not sent.</summary>
[Authority(
    "Tell a system nothing more; what waits is not sent",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record EndWebhook(Guid Webhook, string Reason);

/// <summary>A system is told nothing more.</summary>
public sealed record WebhookClosed(Guid Webhook, string Client, string Reason) : HouseEvent;

internal sealed class EndWebhookValidator : AbstractValidator<EndWebhook>
{
    public EndWebhookValidator() =>
        RuleFor(command => command.Reason).Given(() => Refusal.Input("reason", RefusalCode.ReasonMissing)).IsOpinion();
}

/// <summary>Refuses a webhook that is not there or was ended before.</summary>
public sealed class EndWebhookHandler(HouseStore house) : Handler<EndWebhook, Webhook>
{
    protected override Task<ErrorOr<Webhook>> CarryOutAsync(EndWebhook command, Act act, CancellationToken cancellation) =>
        house.ActAsync<Webhook>(
            act,
            async db =>
            {
                var found = await db.OpenWebhookAsync(command.Webhook, cancellation);
                if (found.IsError)
                    return found.Errors;
                var webhook = found.Value;
                (webhook.EndedAt, webhook.EndedBy) = (act.At.ToUniversalTime(), act.UserName);
                await db.Set<WebhookDelivery>()
                    .Where(delivery => delivery.WebhookId == webhook.Id && delivery.Status == DeliveryStatus.Waiting)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(delivery => delivery.Status, DeliveryStatus.Dead)
                                .SetProperty(delivery => delivery.NextAt, (DateTimeOffset?)null)
                                .SetProperty(delivery => delivery.Said, "ended"),
                        cancellation
                    );
                return new Entry<Webhook>(webhook, new WebhookClosed(webhook.Id, webhook.Client, command.Reason.Trim()));
            },
            cancellation,
            oneAtATime: WebhooksOfContext.OneAtATime
        );
}
