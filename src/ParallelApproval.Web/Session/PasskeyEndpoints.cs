using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Session;

/// <summary>Passkeys: sign in by one, and one's own (通行密钥).</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/session").WithTags("Session");
        session
            .MapPost("/passkey-challenge", (PasskeyProof house, CancellationToken cancellation) => house.AskAsync(cancellation).Ok())
            .OpenToAnybody()
            .RequireRateLimiting(RequestLimits.SignInRate)
            .WithSummary("What a device is to sign for a sign-in by passkey; good once, for five minutes");
        session
            .MapPost("/passkey", SignInAsync)
            .OpenToAnybody()
            .RequireRateLimiting(RequestLimits.SignInRate)
            .WithSummary("Sign in by passkey");
        MapOwn(session.MapGroup("/passkeys"));
    }

    private static void MapOwn(RouteGroupBuilder own)
    {
        own.MapGet("", async (Caller caller, PasskeyProof house, CancellationToken cancellation) =>
                new Listing<PasskeyLine>([.. (await house.OfAsync(caller.Officer, cancellation)).Select(PasskeyLine.Of)])
            )
            .Requires<SeeOwnSession>()
            .WithSummary("The caller's passkeys, the oldest first");
        own.MapPost("/challenge", (BeginPasskey request, CallersAct act, BeginPasskeyHandler house, CancellationToken cancellation) =>
                house.HandleAsync(request, act, cancellation).Ok()
            )
            .Requires<BeginPasskey>()
            .RequireRateLimiting(RequestLimits.SignInRate);
        own.MapPost("", (KeepPasskey request, CallersAct act, KeepPasskeyHandler house, CancellationToken cancellation) =>
                house.HandleAsync(request, act, cancellation).Then(PasskeyLine.Of).Ok()
            )
            .Requires<KeepPasskey>();
        own.MapPut(
                "/{passkey}",
                (Guid passkey, PasskeyNameBody body, CallersAct act, NamePasskeyHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(passkey, body.Name), act, cancellation).Then(PasskeyLine.Of).Ok()
            )
            .Requires<NamePasskey>();
        own.MapPost(
                "/{passkey}/removal",
                (Guid passkey, PasswordBody body, CallersAct act, RemovePasskeyHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(passkey, body.Password), act, cancellation).Done()
            )
            .Requires<RemovePasskey>()
            .RequireRateLimiting(RequestLimits.SignInRate);
    }

    private static async Task<Results<Ok<AccessToken>, Refused>> SignInAsync(
        SignInByPasskey request,
        SignInByPasskeyHandler house,
        SessionTicket tickets,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var signedIn = await house.HandleAsync(request, ClientPlace.PlaceOf(context), SessionKind.Program, cancellation);
        return tickets.Answer(signedIn);
    }
}

/// <summary>A passkey as it is listed.</summary>
/// <param name="LastUsedAt">When its officer signed in with it last; null before the first time.</param>
/// <param name="IsBackedUp">Whether its device keeps it on others, too.</param>
internal sealed record PasskeyLine(Guid Id, string Name, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt, bool IsBackedUp)
{
    public static PasskeyLine Of(Passkey key) =>
        new(key.Id, key.Name, key.MadeAt.InShanghai(), key.LastUsedAt?.InShanghai(), key.IsBackedUp);
}

/// <summary>Another name of a passkey.</summary>
internal sealed record PasskeyNameBody(string Name);

/// <summary>One's own password, as it is now.</summary>
internal sealed record PasswordBody(string Password);
