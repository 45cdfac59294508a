using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// What browsers are told about every answer: no foreign content, no framing, no guessing of types, no keeping of case data.
/// </summary>
internal static class SecurityHeaders
{
    private const string PagePolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // The component library sets sizes and places as style attributes; sheets and scripts come from files only.
    private const string StaffPolicy = PagePolicy + "; style-src-attr 'unsafe-inline'";

    // The API reference starts itself by a script in its page; it shows no case data.
    private const string ReferencePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

    // Studio runs .NET in the browser and sets styles from its code; the hashes are those of two inline scripts,
    // which watch for keys in its editor and in its list of instances.
    private const string StudioPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // A PDF is shown by the browser's own reader, which is an embedded object with a style of its own.
    private const string FramePolicy =
        "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    // At the start of the answer, because an exception clears what was set before it.
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
            {
                context.Response.OnStarting(Set, context);
                return next(context);
            }
        );

    private static string PolicyFor(HttpContext context, PathString path) =>
        path.StartsWithSegments("/studio") ? StudioPolicy
        : path.StartsWithSegments("/docs") ? ReferencePolicy
        : context.IsStaffPage() ? StaffPolicy
        : PagePolicy;

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var (headers, path) = (context.Response.Headers, context.Request.Path);
        var isFramed = context.GetEndpoint()?.Metadata.GetMetadata<ShownInOurFrames>() is not null;
        var isInStudio = context.GetEndpoint()?.Metadata.GetMetadata<ShownInStudioAttribute>() is not null;
        headers.ContentSecurityPolicy =
            isFramed ? FramePolicy
            : isInStudio ? StaffPolicy.Replace("frame-ancestors 'none'", "frame-ancestors 'self'", StringComparison.Ordinal)
            : PolicyFor(context, path);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = isFramed || isInStudio ? "SAMEORIGIN" : "DENY";
        headers["Referrer-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0 && !path.StartsWithSegments("/static") && !path.StartsWithSegments("/docs"))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
