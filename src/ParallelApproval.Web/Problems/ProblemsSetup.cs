using Microsoft.AspNetCore.Diagnostics;

namespace ParallelApproval.Web.Problems;

/// <summary>Nothing leaves the API but an answer or a problem: not an empty 404, not a stack trace.</summary>
internal static class ProblemsSetup
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<FaultAnswer>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.AddProblemDetails();
    }

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) =>
        app.UseExceptionHandler(
                new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context => FaultAnswer.IsCallersFault(context.Exception) }
            )
            .UseStatusCodePages(context => context.HttpContext.WantsPage() ? ShowPageAsync(context) : AnswerAsync(context.HttpContext));

    // The status stays; the page takes the place of an empty answer.
    private static async Task ShowPageAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var before = context.RequestServices;
        // A page may have been drawn before it was found that the form is gone; services of a page are there for one drawing.
        await using var scope = before.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        context.Features.Set<IStatusCodeReExecuteFeature>(
            new StatusCodeReExecuteFeature { OriginalPath = context.Request.Path, OriginalPathBase = context.Request.PathBase }
        );
        context.Request.Path = "/not-found";
        context.Request.Method = HttpMethods.Get;
        context.Request.RouteValues.Clear();
        context.SetEndpoint(null);
        try
        {
            await status.Next(context);
        }
        finally
        {
            context.RequestServices = before;
        }
    }

    private static Task AnswerAsync(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => Refused.WriteAsync(context, FrontRefusals.SignInNeeded()),
            StatusCodes.Status403Forbidden => Refused.WriteAsync(context, FrontRefusals.VerbNotAllowed()),
            StatusCodes.Status404NotFound => Refused.WriteAsync(context, FrontRefusals.NoSuchAddress()),
            StatusCodes.Status405MethodNotAllowed => Refused.WriteAsync(context, FrontRefusals.MethodNotAllowed(context.Request.Method)),
            StatusCodes.Status413PayloadTooLarge => Refused.WriteAsync(
                context,
                FrontRefusals.BodyTooLarge(Limits.RequestLimits.Of(context))
            ),
            StatusCodes.Status415UnsupportedMediaType => Refused.WriteAsync(context, FrontRefusals.NotJson()),
            StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => Refused.WriteAsync(
                context,
                FrontRefusals.TookTooLong()
            ),
            >= 500 => Refused.WriteAsync(context, FrontRefusals.Unexpected()),
            _ => Refused.WriteAsync(context, FrontRefusals.MalformedRequest()),
        };

    /// <summary>Whether a person with a browser asked for a page, rather than a program for data.</summary>
    public static bool WantsPage(this HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
