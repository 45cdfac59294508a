using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>What the room offers to the container.</summary>
public static class CertificatesRoom
{
    public static IServiceCollection AddCertificates(this IServiceCollection services) => services
        .AddDrawer<CertificateDrawer>()
        .AddActivity<IssueCertificatesActivity>().AddActivity<DeliverActivity>()
        .AddSingleton<DeliverCaseHandler>().AddSingleton<SealDeemedGrantHandler>();
}
