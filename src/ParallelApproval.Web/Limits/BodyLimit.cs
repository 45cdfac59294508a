using Microsoft.AspNetCore.Http.Features;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// Answers a body that announces itself as too large. It is read to its end and thrown away first, because a client that is still sending when
/// the connection closes sees a broken connection instead of the answer.
/// </summary>
internal static class BodyLimit
{
    private const long MostThrownAway = 16 * RequestLimits.MostBodyBytes;

    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.Request.ContentLength > RequestLimits.MostBodyBytes ? RefuseAsync(context) : next(context));

    private static async Task RefuseAsync(HttpContext context)
    {
        if (context.Request.ContentLength <= MostThrownAway && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostThrownAway;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }

        await Refused.WriteAsync(context, FrontRefusals.BodyTooLarge());
    }
}
