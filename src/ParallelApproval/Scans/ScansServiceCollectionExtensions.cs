using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;

namespace ParallelApproval.Scans;

/// <summary>What the room offers to the container.</summary>
public static class ScansServiceCollectionExtensions
{
    /// <summary>The limits are those of the settings when the front door has put them there, else the usual ones.</summary>
    public static IServiceCollection AddScans(this IServiceCollection services)
    {
        services.TryAddSingleton(new ScanLimits());
        services.TryAddSingleton(new ScannerAddress(null));
        return services.AddSection<ScanSection>().AddSingleton<ScanQueries>().AddSingleton<VirusScanner>().AddSingleton<UploadCheck>();
    }
}
