using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http.Timeouts;
using MudBlazor.Services;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// What the pages of the staff need beside those of everybody: open connections, the component library, and who sits there.
/// </summary>
internal static class WorkbenchSetup
{
    // The open connection itself, and where its script is sent by a redirection.
    private static readonly string[] Connections = ["/_blazor", "/_framework/opaque-redirect"];

    public static void AddWorkbench(this IServiceCollection services)
    {
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents()
            // Whatever somebody pastes into a field arrives in one message; a smaller limit would cut his connection.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = RequestLimits.MostBodyBytes);
        services.AddMudServices();
        services.AddScoped<Occupant>().AddSingleton<LiveNews>().AddSingleton<OneCommand>();
        services.AddScoped<CircuitLanguage>().AddScoped<CircuitHandler>(scope => scope.GetRequiredService<CircuitLanguage>());
    }

    /// <summary>Only somebody signed in opens a connection, and it lasts longer than a request may.</summary>
    public static void AddWorkbench(this RazorComponentsEndpointConventionBuilder pages)
    {
        pages.AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        pages.Add(endpoint =>
        {
            if (
                endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } pattern }
                || !Connections.Any(("/" + pattern.TrimStart('/')).StartsWith)
            )
                return;
            endpoint.Metadata.Add(new RequiresAttribute<SeeOwnSession>());
            endpoint.Metadata.Add(new DisableRequestTimeoutAttribute());
        });
    }
}
