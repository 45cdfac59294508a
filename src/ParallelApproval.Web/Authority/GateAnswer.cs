using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Authority;

/// <summary>What the door says to somebody it does not let in: a problem to a program, the sign-in page to a browser.</summary>
internal sealed class GateAnswer : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
            return next(context);
        // What routing itself answers (no such address, no such method) has no verb.
        if (context.GetEndpoint() is not RouteEndpoint)
            return next(context);
        if (Caller.Of(context.User) is { Officer.MustChangePassword: true })
        {
            if (!context.WantsPage())
                return Refused.WriteAsync(context, FrontRefusals.OwnPasswordFirst());
            context.Response.Redirect("/account");
            return Task.CompletedTask;
        }

        if (Caller.Of(context.User) is { } caller)
            return context.WantsPage() ? ShutOutAsync(context, caller) : Refused.WriteAsync(context, FrontRefusals.VerbNotAllowed());
        if (!context.WantsPage())
            return Challenge(context);
        context.Response.Redirect("/?next=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
        return Task.CompletedTask;
    }

    private static Task ShutOutAsync(HttpContext context, Caller caller) =>
        new RazorComponentResult<ShutOut>(new { Scheme = Appearance.Of(context), Start = Destination.StartOf(caller) })
        {
            StatusCode = StatusCodes.Status403Forbidden,
        }.ExecuteAsync(context);

    private static Task Challenge(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Refused.WriteAsync(context, FrontRefusals.SignInNeeded());
    }
}
