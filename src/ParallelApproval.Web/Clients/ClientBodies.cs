using ErrorOr;
using ParallelApproval.Organisation;
using ParallelApproval.Webhooks;

namespace ParallelApproval.Web.Clients;

/// <summary>Body of <c>POST /api/keys/{key}/rotation</c>.</summary>
internal sealed record RotationBody(int OldGoodHours, int ExpectedRevision);

/// <summary>Body of <c>POST /api/webhooks/{webhook}/rotation</c>.</summary>
internal sealed record SecretRotationBody(int OldGoodHours);

/// <summary>A key as it is listed.</summary>
/// <param name="Hint">How its secret begins.</param>
/// <param name="IsGood">Whether it opens at this moment, as far as the key itself goes.</param>
/// <param name="Code">Why it does not, by the code that its bearer gets.</param>
/// <param name="FormerUntil">Until when the secret before the last rotation opens too.</param>
/// <param name="LastUsedAt">To the minute; null while nobody has used it.</param>
internal sealed record ApiKeyLine(
    Guid Id,
    string Client,
    string Hint,
    string UserName,
    IReadOnlyList<string> Bodies,
    IReadOnlyList<string> Verbs,
    bool IsGood,
    string? Code,
    DateTimeOffset MadeAt,
    string MadeBy,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? FormerUntil,
    DateTimeOffset? LastUsedAt,
    int Revision
)
{
    public static ApiKeyLine Of(ApiKey key, OfficerRegister officers, Error? standing) =>
        new(
            key.Id,
            key.Client,
            key.Hint,
            officers.Find(key.OfficerId)?.UserName ?? "",
            key.Bodies,
            key.Verbs,
            standing is null,
            standing?.Code,
            key.MadeAt.InShanghai(),
            key.MadeBy,
            key.ExpiresAt.InShanghai(),
            key.FormerUntil?.InShanghai(),
            key.LastUsedAt?.InShanghai(),
            key.Revision
        );
}

/// <summary>A key that was just made, or got another secret.</summary>
/// <param name="Token">For <c>Authorization: Bearer</c>; told this once.</param>
internal sealed record ApiKeyTold(ApiKeyLine Key, string Token)
{
    public static ApiKeyTold Of(MadeApiKey made, OfficerRegister officers, ApiKeys keys) =>
        new(ApiKeyLine.Of(made.Key, officers, keys.StandingOf(made.Key)), made.Token);
}

/// <summary>A webhook as it is listed.</summary>
/// <param name="Body">Only of cases in which this body has a part; null for all.</param>
/// <param name="Waiting">Messages that wait to be sent, some after tries that failed.</param>
/// <param name="Dead">Messages that nobody tries any more.</param>
internal sealed record WebhookLine(
    Guid Id,
    string Client,
    string Address,
    IReadOnlyList<string> Kinds,
    string? Body,
    DateTimeOffset MadeAt,
    string MadeBy,
    DateTimeOffset? FormerUntil,
    DateTimeOffset? EndedAt,
    int Waiting,
    int Delivered,
    int Dead
)
{
    public static WebhookLine Of(Webhook webhook, IEnumerable<(DeliveryStatus Status, int Count)> counts)
    {
        var by = counts.ToDictionary(count => count.Status, count => count.Count);
        return new(
            webhook.Id,
            webhook.Client,
            webhook.Address,
            webhook.Kinds,
            webhook.Body,
            webhook.MadeAt.InShanghai(),
            webhook.MadeBy,
            webhook.FormerUntil?.InShanghai(),
            webhook.EndedAt?.InShanghai(),
            by.GetValueOrDefault(DeliveryStatus.Waiting),
            by.GetValueOrDefault(DeliveryStatus.Delivered),
            by.GetValueOrDefault(DeliveryStatus.Dead)
        );
    }
}

/// <summary>A webhook that was just made, or got another secret.</summary>
/// <param name="Secret">By which its messages are signed (HMAC-SHA256, Standard Webhooks); told this once.</param>
internal sealed record WebhookTold(WebhookLine Webhook, string Secret)
{
    public static WebhookTold Of(MadeWebhook made) => new(WebhookLine.Of(made.Webhook, []), made.Secret);
}

/// <summary>A message to a system.</summary>
/// <param name="Message">Its <c>webhook-id</c>, the same at every try.</param>
/// <param name="Said">What came of the last try.</param>
internal sealed record DeliveryLine(
    Guid Id,
    string Message,
    string Kind,
    string CaseNumber,
    int? Branch,
    DateTimeOffset HappenedAt,
    DeliveryStatus Status,
    int Tries,
    DateTimeOffset? NextAt,
    DateTimeOffset? TriedAt,
    string? Said
)
{
    public static DeliveryLine Of(WebhookDelivery delivery) =>
        new(
            delivery.Id,
            delivery.Message,
            delivery.Kind,
            delivery.CaseNumber,
            delivery.Branch,
            delivery.HappenedAt.InShanghai(),
            delivery.Status,
            delivery.Tries,
            delivery.NextAt?.InShanghai(),
            delivery.TriedAt?.InShanghai(),
            delivery.Said
        );
}
