using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Webhooks;

/// <summary>更换推送密钥: messages are signed by another secret, and for a while by the old one beside it.</summary>
/// <param name="OldGoodHours">Hours of real time; a week at most.</param>
[Authority(
    "Sign the messages of a webhook by another secret (the answer tells it once)",
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record RotateWebhookSecret(Guid Webhook, int OldGoodHours);

/// <summary>The messages of a webhook are signed by another secret.</summary>
public sealed record WebhookSecretRotated(Guid Webhook, string Client, DateTimeOffset FormerUntil) : HouseEvent;

internal sealed class RotateWebhookSecretValidator : AbstractValidator<RotateWebhookSecret>
{
    public RotateWebhookSecretValidator() => RuleFor(command => command.OldGoodHours).IsHoursOfOldSecret();
}

/// <summary>Refuses a webhook that is not there or was ended.</summary>
public sealed class RotateWebhookSecretHandler(HouseStore house, WebhookSecrets secrets, Sessions sessions)
    : Handler<RotateWebhookSecret, MadeWebhook>
{
    protected override Task<ErrorOr<MadeWebhook>> CarryOutAsync(RotateWebhookSecret command, Act act, CancellationToken cancellation) =>
        house.ActAsync<MadeWebhook>(
            act,
            async db =>
            {
                var found = await db.OpenWebhookAsync(command.Webhook, cancellation);
                if (found.IsError)
                    return found.Errors;
                var webhook = found.Value;
                webhook.SecretNumber++;
                webhook.FormerUntil = sessions.Now.AddHours(command.OldGoodHours).ToUniversalTime();
                return new Entry<MadeWebhook>(
                    new(webhook, secrets.Tell(webhook)),
                    new WebhookSecretRotated(webhook.Id, webhook.Client, webhook.FormerUntil.Value)
                );
            },
            cancellation,
            oneAtATime: WebhooksOfContext.OneAtATime
        );
}

/// <summary>Finding a webhook within a transaction.</summary>
internal static class WebhooksOfContext
{
    /// <summary>Changes of webhooks come one after the other.</summary>
    public const string OneAtATime = "webhooks";

    public static async Task<ErrorOr<Webhook>> OpenWebhookAsync(this ApprovalDbContext db, Guid id, CancellationToken cancellation)
    {
        var webhook = await db.Set<Webhook>().FirstOrDefaultAsync(held => held.Id == id, cancellation);
        if (webhook is null)
            return Refusal.NotFound(RefusalCode.WebhookNotFound);
        return webhook.EndedAt is { } ended
            ? Refusal.Conflict(RefusalCode.WebhookEnded, ("client", webhook.Client), ("at", ended))
            : webhook;
    }
}
