using ErrorOr;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Session;

/// <summary>Sign in, who am I, another password, sign out (登录、当前用户、修改密码、退出).</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", SignInAsync).OpenToAnybody().RequireRateLimiting(RequestLimits.SignInRate).WithSummary("Sign in");
        session.MapGet("", (Caller caller) => SignedIn.As(caller)).Requires<SeeOwnSession>().WithSummary("Who am I");
        session.MapPost("/token", ShortToken).Requires<SeeOwnSession>().WithSummary("A token of a quarter of an hour for a page");
        session
            .MapPost("/password", ChangePasswordAsync)
            .Requires<ChangePassword>()
            .RequireRateLimiting(RequestLimits.SignInRate)
            .WithSummary("Change one's own password: every session ends, and the answer is a token of a new one");
        session.MapDelete("", (Delegate)SignOutAsync).Requires<EndSession>();
    }

    private static AccessToken ShortToken(Caller caller, HttpContext context, SessionTicket tickets) =>
        tickets.ShortToken(caller.Officer, context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc);

    // A cookie is taken back; a token is its bearer's to forget, and ends by itself.
    private static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(SessionSetup.Cookie);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AccessToken>, Refused>> ChangePasswordAsync(
        ChangePassword request,
        CallersAct act,
        ChangePasswordHandler house,
        SessionTicket tickets,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var changed = await house.HandleAsync(request, act, cancellation);
        if (changed.IsError)
            return new Refused(changed.Errors);
        if (context.User.Identity?.AuthenticationType == SessionSetup.Cookie)
            await context.SignInAsync(SessionSetup.Cookie, tickets.Principal(changed.Value));
        return TypedResults.Ok(tickets.Token(changed.Value));
    }

    private static async Task<Results<Ok<AccessToken>, Refused>> SignInAsync(
        SignIn request,
        SignInOnNode house,
        SessionTicket tickets,
        CancellationToken cancellation
    )
    {
        var signedIn = await house.HandleAsync(request, cancellation);
        return signedIn.IsError ? new Refused(signedIn.Errors) : TypedResults.Ok(tickets.Token(signedIn.Value));
    }
}

/// <summary>Who is signed in.</summary>
/// <param name="Department">Code of his department; empty when he has none.</param>
internal sealed record SignedIn(string UserName, string DisplayName, string Department, string DepartmentName, IReadOnlyList<Role> Roles)
{
    public static SignedIn As(Caller caller) =>
        new(
            caller.Officer.UserName,
            Languages.ReaderLanguage.IsEnglish ? caller.Officer.NameEn : caller.Officer.Name,
            caller.DepartmentCode,
            caller.Department?.NameIn(Languages.ReaderLanguage.IsEnglish) ?? "",
            caller.Officer.Roles
        );
}
