using Elsa.Studio.Authentication.Abstractions.Contracts;
using Elsa.Studio.Branding;
using Elsa.Studio.Contracts;
using Elsa.Studio.Core.BlazorWasm.Extensions;
using Elsa.Studio.Extensions;
using Elsa.Studio.Localization;
using Elsa.Studio.Localization.BlazorWasm.Extensions;
using Elsa.Studio.Localization.Models;
using Elsa.Studio.Localization.Time;
using Elsa.Studio.Models;
using Elsa.Studio.Shell.Extensions;
using Elsa.Studio.Workflows.Domain.Contracts;
using Elsa.Studio.Workflows.Extensions;
using Elsa.Studio.Workflows.UI.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Studio.Server;

namespace ParallelApproval.Studio;

/// <summary>What Studio is made of: the modules that its makers register, then ours. Of two of a kind the last one counts.</summary>
internal static class StudioSetup
{
    public static void AddStudio(this IServiceCollection services)
    {
        // The door of the house has asked for name and role already.
        services.AddCore().AddShell(shell => shell.DisableAuthorization = true);
        services.AddRemoteBackend(
            new BackendApiConfig { ConfigureHttpClientBuilder = client => client.AuthenticationHandler = typeof(SessionHandler) }
        );
        services.AddWorkflowsModule();
        services.AddLocalizationModule(new LocalizationConfig());
        services.AddSingleton<ITimeZoneProvider, OfficialTime>();
        services.AddServer().AddLooks();
    }

    private static IServiceCollection AddServer(this IServiceCollection services) =>
        services
            .AddSingleton<SessionToken>()
            .AddScoped<IRemoteBackendAccessor, OwnServer>()
            .AddScoped<IHttpConnectionOptionsConfigurator, SessionOnHub>()
            .AddSingleton<IUnauthorizedComponentProvider, SignInAgain>();

    private static void AddLooks(this IServiceCollection services) =>
        services
            .Replace(ServiceDescriptor.Scoped<IMenuGroupProvider, Menu>())
            .Replace(ServiceDescriptor.Scoped<IMenuProvider, Menu>())
            .AddSingleton<ILocalizationProvider, ChineseTexts>()
            .AddScoped<IBrandingProvider, Brand>()
            .AddScoped<IActivityDisplaySettingsProvider, ActivityLooks>()
            .AddScoped<IActivityNameGenerator, SpokenNames>()
            .AddScoped<IWorkflowRootActivityTemplateProvider, FlowchartOnly>();
}
