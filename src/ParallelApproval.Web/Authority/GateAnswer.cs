using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Authority;

/// <summary>What the door says to somebody it does not let in: a problem to a program, the sign-in page to a browser.</summary>
internal sealed class GateAnswer : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        // What routing itself answers (no such address, no such method) has no verb.
        if (authorizeResult.Succeeded || context.GetEndpoint() is not RouteEndpoint)
            await next(context);
        else
            await RefuseAsync(context);
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        if (KeyCheck.FaultOf(context) is { } fault)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            await Refused.WriteAsync(context, fault);
        }
        else if (Caller.Of(context.User) is { Key: { } key } system && IsBeyond(key, system, context) is { } verb)
        {
            await context.RequestServices.GetRequiredService<AuthorityRefusals>().NoteAsync(CallersAct.Of(context), verb.Name);
            await Refused.WriteAsync(context, FrontRefusals.VerbBeyondKey(key, verb));
        }
        else if (Caller.Of(context.User) is { Key: null, IsAtHisAccountOnly: true } bound)
        {
            if (context.WantsPage())
                context.Response.Redirect("/account");
            else
                await Refused.WriteAsync(
                    context,
                    bound.Officer.MustChangePassword ? FrontRefusals.OwnPasswordFirst() : FrontRefusals.SecondFactorFirst()
                );
        }
        else if (Caller.Of(context.User) is { } caller)
        {
            if (context.GetEndpoint()!.Metadata.GetMetadata<RequiresAttribute>() is { } required)
                await context.RequestServices.GetRequiredService<AuthorityRefusals>().NoteAsync(CallersAct.Of(context), required.Verb.Name);
            await (context.WantsPage() ? ShutOutAsync(context, caller) : Refused.WriteAsync(context, FrontRefusals.VerbNotAllowed()));
        }
        else if (context.WantsPage())
            context.Response.Redirect("/login?next=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
        else
            await Challenge(context);
    }

    // The officer might do it himself; what he may not do is refused as it is to him.
    private static Verb? IsBeyond(ApiKey key, Caller system, HttpContext context) =>
        context.GetEndpoint()!.Metadata.GetMetadata<RequiresAttribute>()?.Verb is { } verb
        && verb.Allows(system.Officer.Roles, system.Tier)
        && !(key.Verbs.Contains(verb.Name) && verb.MayBeByKey)
            ? verb
            : null;

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
