using ParallelApproval.Installations;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// Refuses what another site makes a reader's browser send (跨站请求), before anything is read of it: requests that may change something, and
/// connections that stay open. Browsers say from where they come (<c>Sec-Fetch-Site</c>, else <c>Origin</c>); programs say nothing of the
/// kind, and a token is sent along by nobody but its bearer.
/// </summary>
internal static class OwnOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    public static IApplicationBuilder UseOwnOrigin(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
                MayChangeSomething(context.Request) && !SessionSetup.IsByToken(context) && IsForeign(context)
                    ? Refused.WriteAsync(context, FrontRefusals.ForeignOrigin())
                    : next(context)
        );

    private static bool MayChangeSomething(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.Upgrade.Count > 0;

    private static bool IsForeign(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers[FetchSite].ToString() is { Length: > 0 } from)
            return from is not ("same-origin" or "none");
        if (headers.Origin.ToString() is not { Length: > 0 } origin)
            return false;
        return !Uri.TryCreate(origin, UriKind.Absolute, out var site)
            || !(
                site.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)
                || IsPublic(context.RequestServices.GetRequiredService<InstallationRegister>().PublicAddress, site)
            );
    }

    // Behind a proxy the host that arrives here may be another one than the reader's browser knows.
    private static bool IsPublic(string? address, Uri site) =>
        Uri.TryCreate(address, UriKind.Absolute, out var ours)
        && ours.GetLeftPart(UriPartial.Authority).Equals(site.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}
