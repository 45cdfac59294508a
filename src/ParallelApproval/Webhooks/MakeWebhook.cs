using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Outbound;
using ParallelApproval.Refusals;

namespace ParallelApproval.Webhooks;

/// <summary>登记事件推送: from now on a system is told what happens in cases.</summary>
/// <param name="Client">The system, as its operators call it.</param>
/// <param name="Address">Where it listens: http or https, on a host that may be called.</param>
/// <param name="Kinds">Of what it hears, by the names of the trail.</param>
/// <param name="Body">Only of cases in which this body has a part; null for all.</param>
[Authority(
    "Tell a system what happens in cases (the answer tells its secret once)",
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record MakeWebhook(string Client, string Address, IReadOnlyList<string> Kinds, string? Body = null)
{
    public const int LongestAddress = 500;
}

/// <summary>A system is told what happens in cases.</summary>
public sealed record WebhookMade(Guid Webhook, string Client, string Address, string[] Kinds, string? Body) : HouseEvent;

/// <summary>A webhook as it is kept now.</summary>
/// <param name="Secret">By which its messages are signed; told this once, kept nowhere.</param>
public sealed record MadeWebhook(Webhook Webhook, string Secret);

internal sealed class MakeWebhookValidator : AbstractValidator<MakeWebhook>
{
    public MakeWebhookValidator()
    {
        RuleFor(command => command.Client).Given().IsName();
        RuleFor(command => command.Address).Given().IsLine(MakeWebhook.LongestAddress);
        RuleFor(command => command.Kinds)
            .Must(kinds => kinds is { Count: > 0 }, () => Refusal.Input("kinds", RefusalCode.WebhookKindsMissing))
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Kinds)
            .Refuses(
                (kind, place) =>
                    WebhookKinds.All.Contains(kind)
                        ? null
                        : Refusal.Input(place.Field, RefusalCode.WebhookKindUnknown, ("kinds", WebhookKinds.All))
            );
        RuleFor(command => command.Body).IsCode();
    }
}

/// <summary>
/// Refuses an address that is none, or whose host is on no list of those that may be called, and a body that is not there.
/// </summary>
public sealed class MakeWebhookHandler(HouseStore house, OfficerRegister officers, OutboundSettings outbound, WebhookSecrets secrets)
    : Handler<MakeWebhook, MadeWebhook>
{
    protected override async Task<ErrorOr<MadeWebhook>> CarryOutAsync(MakeWebhook command, Act act, CancellationToken cancellation)
    {
        if (
            !Uri.TryCreate(command.Address.Trim(), UriKind.Absolute, out var address)
            || address is not { Scheme: "http" or "https", UserInfo: "", Fragment: "" }
        )
            return Refusal.Input("address", RefusalCode.WebhookAddressMalformed);
        if (!outbound.Of(address.IdnHost, address.Port).IsAllowed)
            return Refusal.Input("address", RefusalCode.WebhookHostNotAllowed, ("host", address.IdnHost));
        if (!string.IsNullOrWhiteSpace(command.Body) && officers.Open("body", command.Body) is { IsError: true } none)
            return none.Errors;
        return await house.ActAsync<MadeWebhook>(
            act,
            db =>
            {
                var webhook = new Webhook
                {
                    Id = Guid.CreateVersion7(act.At),
                    Client = command.Client.Trim(),
                    Address = address.AbsoluteUri,
                    Kinds = [.. WebhookKinds.All.Where(command.Kinds.Contains)],
                    Body = string.IsNullOrWhiteSpace(command.Body) ? null : command.Body,
                    SecretOf = secrets.CurrentKey,
                    MadeAt = act.At.ToUniversalTime(),
                    MadeBy = act.UserName,
                };
                db.Add(webhook);
                return Task.FromResult<ErrorOr<Entry<MadeWebhook>>>(
                    new Entry<MadeWebhook>(
                        new(webhook, secrets.Tell(webhook)),
                        new WebhookMade(webhook.Id, webhook.Client, webhook.Address, [.. webhook.Kinds], webhook.Body)
                    )
                );
            },
            cancellation
        );
    }
}
