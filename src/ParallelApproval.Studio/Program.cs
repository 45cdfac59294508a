using Elsa.Studio.Contracts;
using Elsa.Studio.Localization.BlazorWasm.Extensions;
using Elsa.Studio.Shell;
using Elsa.Studio.Workflows.Designer.Extensions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace ParallelApproval.Studio;

/// <summary>
/// The whole of Elsa Studio (流程设计器) in the browser: the published package, started by this assembly in place of its own, so that menu,
/// language, name and sign-in are those of the house. Nothing of the package is changed.
/// </summary>
public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebAssemblyHostBuilder.CreateDefault(args);
        var page = (IJSRuntime)builder.Services.Single(service => service.ServiceType == typeof(IJSRuntime)).ImplementationInstance!;
        try
        {
            await OpenAsync(builder);
        }
        catch (Exception fault)
        {
            // A package that our code no longer fits: the page shows the package's own elements.
            await page.InvokeAsync<string>("parallelApproval.shellFailed", [fault.ToString()]);
        }
    }

    private static async Task OpenAsync(WebAssemblyHostBuilder builder)
    {
        builder.RootComponents.RegisterCustomElsaStudioElements();
        builder.RootComponents.Add(typeof(App), "#app", ParameterView.Empty);
        builder.Services.AddStudio();

        var app = builder.Build();
        await app.UseElsaLocalization();
        foreach (var task in app.Services.GetServices<IStartupTask>())
            await task.ExecuteAsync();
        await app.RunAsync();
    }
}
