using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Webhooks;

/// <summary>试推送: sends one signed message that speaks of no case, and tells what came of it.</summary>
[Authority(
    "Send a message to try a webhook, and tell what came of it",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record TestWebhook(Guid Webhook);

/// <summary>Somebody tried a webhook.</summary>
public sealed record WebhookTested(Guid Webhook, string Client) : HouseEvent;

/// <summary>What came of it.</summary>
/// <param name="IsTaken">The receiver answered 2xx.</param>
/// <param name="Said">Its status, or why there was none.</param>
public sealed record WebhookTrial(bool IsTaken, string Said);

/// <summary>Refuses a webhook that is not there or was ended.</summary>
public sealed class TestWebhookHandler(HouseStore house, DeliverWebhooks deliver) : Handler<TestWebhook, WebhookTrial>
{
    protected override async Task<ErrorOr<WebhookTrial>> CarryOutAsync(TestWebhook command, Act act, CancellationToken cancellation)
    {
        // Who sends something out is in the trail before it is sent, and nobody's lock waits for a receiver.
        var noted = await house.ActAsync<Webhook>(
            act,
            async db =>
            {
                var found = await db.OpenWebhookAsync(command.Webhook, cancellation);
                return found.IsError
                    ? found.Errors
                    : new Entry<Webhook>(found.Value, new WebhookTested(found.Value.Id, found.Value.Client));
            },
            cancellation
        );
        if (noted.IsError)
            return noted.Errors;
        var reply = await deliver.TestAsync(noted.Value, cancellation);
        return new WebhookTrial(DeliverWebhooks.IsTaken(reply), reply.Said);
    }
}
