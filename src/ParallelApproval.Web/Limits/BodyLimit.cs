using Microsoft.AspNetCore.Http.Features;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// Answers a body that announces itself as too large. It is read to its end and thrown away first, because a client that is still sending
/// when the connection closes sees a broken connection instead of the answer.
/// </summary>
internal static class BodyLimit
{
    private const int ThrownAwayFor = 16;

    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
                context.Request.ContentLength > RequestLimits.Of(context) ? RefuseAsync(context, RequestLimits.Of(context)) : next(context)
        );

    private static async Task RefuseAsync(HttpContext context, long limit)
    {
        if (
            context.Request.ContentLength <= ThrownAwayFor * limit
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature
        )
        {
            feature.MaxRequestBodySize = ThrownAwayFor * limit;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }

        await Refused.WriteAsync(context, FrontRefusals.BodyTooLarge(limit));
    }
}
