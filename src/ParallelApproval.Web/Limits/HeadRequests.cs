namespace ParallelApproval.Web.Limits;

/// <summary>
/// HEAD is answered as GET would be, without the body (RFC 9110 section 9.3.2): link checkers and proxies ask so. The server itself leaves
/// the body out, for it remembers how it was asked.
/// </summary>
internal static class HeadRequests
{
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                    context.Request.Method = HttpMethods.Get;
                return next(context);
            }
        );
}
