using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// The part of Elsa's server API that Elsa Studio calls (流程设计器接口), under <c>/elsa/api</c>, answered from the house's own definitions and
/// cases. Its shapes are Elsa's; its rules are the house's.
/// </summary>
internal static class StudioApi
{
    public const string Root = "/elsa/api";

    public static WebApplicationBuilder AddStudioApi(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<LiveLists>()
            .AddSingleton<InstanceWatch>()
            .AddHostedService(services => services.GetRequiredService<InstanceWatch>());
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 4096);
        return builder;
    }

    /// <summary>
    /// The tool reads the whole toolbox again after every save, so its answers are compressed. Nothing secret is in them.
    /// </summary>
    public static IApplicationBuilder UseStudioCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root), studio => studio.UseResponseCompression());

    public static void MapStudioApi(this WebApplication app)
    {
        var studio = app.MapGroup(Root).ExcludeFromDescription().AddEndpointFilter(StudioRefused.InsteadOfProblemsAsync);
        studio.MapPost("/identity/login", SignInAsync).OpenToAnybody().RequireRateLimiting(RequestLimits.SignInRate);
        studio.MapDescriptors();
        studio.MapFixedLists();
        studio.MapDefinitions();
        studio.MapVersions();
        studio.MapTransfer();
        studio.MapSubgraphs();
        studio.MapInstances();
        studio.MapJournal();
        studio.MapExecutions();
        studio.MapCalls();
        studio.MapAbsentFeatures();
        // A connection that is looked through for hours is no request that takes too long.
        app.MapHub<InstanceHub>("/elsa/hubs/workflow-instance")
            .Requires(Verb.Of<SeeInstances>())
            .WithMetadata(new Microsoft.AspNetCore.Http.Timeouts.DisableRequestTimeoutAttribute());
    }

    // For programs made for Elsa's server; the same door as everybody's.
    private static async Task<object> SignInAsync(
        HttpRequest request,
        SignInHandler house,
        SessionTicket tickets,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var (userName, password) = (StudioAnswer.Text(body.Value, "username"), StudioAnswer.Text(body.Value, "password"));
        var signedIn = await house.HandleAsync(
            new(userName ?? "", password ?? ""),
            ClientPlace.PlaceOf(request.HttpContext),
            SessionKind.Program,
            cancellation
        );
        return signedIn.IsError
            ? new StudioRefused(signedIn.Errors, ProblemStatus.Of(signedIn.FirstError))
            : StudioAnswer.Json(
                new()
                {
                    ["isAuthenticated"] = true,
                    ["accessToken"] = tickets.Token(signedIn.Value).Value,
                    ["refreshToken"] = null,
                }
            );
    }
}
