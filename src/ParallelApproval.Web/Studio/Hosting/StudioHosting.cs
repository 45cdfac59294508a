using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Elsa Studio under <c>/studio</c>: its page for designers, its files, and the addresses that it forgets to put below its own.
/// </summary>
internal static class StudioHosting
{
    private const string FirstPage = "/studio/workflows/definitions";

    public static IServiceCollection AddStudioHosting(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => StudioInstallation.Find(AppContext.BaseDirectory));
        return services.AddSingleton<StudioFiles>();
    }

    public static void MapStudioHosting(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<StudioInstallation>().Package is null)
            app.ServiceProvider.GetRequiredService<ILogger<StudioInstallation>>()
                .LogWarning(
                    "The process designer (/studio) is not installed, for the build found no npm. Install Node.js 18 or later with npm "
                        + "(Debian: apt-get install nodejs npm) and build again; everything else works."
                );
        var studio = app.MapGroup("").ExcludeFromDescription();
        MapFiles(studio);
        studio.MapGet("/studio", () => TypedResults.LocalRedirect(FirstPage)).Requires<SeeWorkflows>();
        studio.MapGet("/studio/{**page:nonfile}", Page).Requires<SeeWorkflows>();
        studio
            .MapGet("/workflows/{**page:nonfile}", (HttpRequest request) =>
                TypedResults.LocalRedirect("/studio" + request.Path + request.QueryString)
            )
            .Requires<SeeWorkflows>();
        // The viewer has one link that leads out of Studio: to logs of Elsa's server. Here, and in our texts, it leads to the case.
        studio.MapGet("/diagnostics/structured-logs", ToCase).Requires<SeeInstances>();
    }

    private static IResult ToCase(string? workflowInstanceId) =>
        CaseNumber.TryParse(workflowInstanceId, out var number)
            ? TypedResults.LocalRedirect(number.IsOfFlow ? $"/flows/runs/{number}" : $"/cases/{number}")
            : TypedResults.NotFound();

    private static void MapFiles(RouteGroupBuilder studio)
    {
        string[] reads = [HttpMethods.Get, HttpMethods.Head];
        foreach (var folder in (string[])["_framework", "_content", "shell"])
            studio
                .MapMethods($"/studio/{folder}/{{**file}}", reads, (string file, StudioFiles files, HttpContext context) =>
                    files.Answer(context, $"{folder}/{file}")
                )
                .OpenToAnybody();
        studio
            .MapMethods("/studio/{file}.css", reads, (string file, StudioFiles files, HttpContext context) =>
                files.Answer(context, file + ".css")
            )
            .OpenToAnybody();
        // Studio looks for its settings; all it needs comes with the page.
        studio.MapMethods("/studio/appsettings.json", reads, () => TypedResults.Json(new { })).OpenToAnybody();
        studio
            .MapMethods("/studio/appsettings.{environment}.json", reads, (string environment) => TypedResults.Json(new { }))
            .OpenToAnybody();
    }

    private static IResult Page(string? page, StudioFiles files)
    {
        if (string.IsNullOrEmpty(page))
            return TypedResults.LocalRedirect(FirstPage);
        if (files.IsInstalled)
            return new RazorComponentResult<StudioPage>(new { files.ShellAddress }) { PreventStreamingRendering = true };
        return new RazorComponentResult<StudioMissing> { StatusCode = StatusCodes.Status503ServiceUnavailable };
    }
}
