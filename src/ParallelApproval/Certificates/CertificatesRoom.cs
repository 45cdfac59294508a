using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>What the room offers to the container.</summary>
public static class CertificatesRoom
{
    public static IServiceCollection AddCertificates(this IServiceCollection services) => services
        .AddDrawer<CertificateDrawer>().AddDrawer<DocumentDrawer>()
        .AddActivity<IssueCertificatesActivity>().AddActivity<DeliverActivity>()
        .AddSingleton<DeliverCaseHandler>().AddSingleton<SealDeemedGrantHandler>()
        .AddSingleton<DocumentNumbers>().AddSingleton<DocumentTemplates>().AddSingleton<DocumentFacts>().AddSingleton<DocumentQueries>().AddSingleton<PublishTemplateHandler>()
        .AddSingleton<IListener, DocumentClerk>();
}
