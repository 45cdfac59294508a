using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Webhooks;

namespace ParallelApproval.Web.Clients;

/// <summary>Systems of others (系统接入): the keys by which they come in, and the webhooks by which they are told.</summary>
internal static class ClientEndpoints
{
    private const int MostDeliveries = 200;

    public static void MapClients(this IEndpointRouteBuilder app)
    {
        MapKeys(app.MapGroup("/api/keys").WithTags("Clients"));
        MapWebhooks(app.MapGroup("/api/webhooks").WithTags("Clients"));
        app.MapPost(
                "/api/webhook-deliveries/{delivery}/sending",
                (Guid delivery, CallersAct act, SendAgainHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(delivery), act, cancellation).Then(DeliveryLine.Of).Ok()
            )
            .WithTags("Clients")
            .Requires<SendAgain>();
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapGet("", async (ApiKeys house, OfficerRegister officers, CancellationToken cancellation) =>
                new Listing<ApiKeyLine>([
                    .. (await house.AllAsync(cancellation)).Select(key => ApiKeyLine.Of(key, officers, house.StandingOf(key))),
                ])
            )
            .Requires<SeeClients>()
            .WithSummary("Every key that a system ever got, the newest first; never its secret");
        keys.MapPost(
                "",
                (
                    MakeApiKey request,
                    CallersAct act,
                    MakeApiKeyHandler house,
                    ApiKeys keys,
                    OfficerRegister officers,
                    CancellationToken cancellation
                ) => house.HandleAsync(request, act, cancellation).Then(made => ApiKeyTold.Of(made, officers, keys)).Ok()
            )
            .Requires<MakeApiKey>();
        keys.MapPost(
                "/{key}/rotation",
                (
                    Guid key,
                    RotationBody body,
                    CallersAct act,
                    RotateApiKeyHandler house,
                    ApiKeys keys,
                    OfficerRegister officers,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(new(key, body.OldGoodHours, body.ExpectedRevision), act, cancellation)
                        .Then(made => ApiKeyTold.Of(made, officers, keys))
                        .Ok()
            )
            .Requires<RotateApiKey>();
        keys.MapPost(
                "/{key}/revocation",
                (Guid key, ReasonBody body, CallersAct act, RevokeApiKeyHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(key, body.Reason), act, cancellation).Done()
            )
            .Requires<RevokeApiKey>();
    }

    private static void MapWebhooks(RouteGroupBuilder webhooks)
    {
        webhooks
            .MapGet("", async (WebhookQueries house, CancellationToken cancellation) =>
            {
                var (all, counts) = (await house.AllAsync(cancellation), await house.CountsAsync(cancellation));
                return new Listing<WebhookLine>([.. all.Select(webhook => WebhookLine.Of(webhook, counts[webhook.Id]))]);
            })
            .Requires<SeeClients>()
            .WithSummary("Which systems are told what, and how many messages stand how; never the secret");
        webhooks
            .MapPost("", (MakeWebhook request, CallersAct act, MakeWebhookHandler house, CancellationToken cancellation) =>
                house.HandleAsync(request, act, cancellation).Then(WebhookTold.Of).Ok()
            )
            .Requires<MakeWebhook>();
        webhooks
            .MapGet("/{webhook}/deliveries", DeliveriesAsync)
            .Requires<SeeClients>()
            .WithSummary("The newest messages to a system, with what came of each");
        webhooks
            .MapPost(
                "/{webhook}/rotation",
                (Guid webhook, SecretRotationBody body, CallersAct act, RotateWebhookSecretHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(webhook, body.OldGoodHours), act, cancellation).Then(WebhookTold.Of).Ok()
            )
            .Requires<RotateWebhookSecret>();
        webhooks
            .MapPost("/{webhook}/test", (Guid webhook, CallersAct act, TestWebhookHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(webhook), act, cancellation).Ok()
            )
            .Requires<TestWebhook>();
        webhooks
            .MapPost(
                "/{webhook}/end",
                (Guid webhook, ReasonBody body, CallersAct act, EndWebhookHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(webhook, body.Reason), act, cancellation).Done()
            )
            .Requires<EndWebhook>();
    }

    private static async Task<Results<Ok<Listing<DeliveryLine>>, Refused>> DeliveriesAsync(
        Guid webhook,
        WebhookQueries house,
        CancellationToken cancellation,
        Named<DeliveryStatus>? status = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > MostDeliveries)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, MostDeliveries));
        var lines = await house.DeliveriesAsync(webhook, status?.Value, limit, cancellation);
        return TypedResults.Ok(new Listing<DeliveryLine>([.. lines.Select(DeliveryLine.Of)]));
    }
}
