using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>What the room offers to the container.</summary>
public static class CertificatesServiceCollectionExtensions
{
    /// <summary>The prefix is that of the settings when the front door has put it there, else the usual one.</summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        services.TryAddSingleton(DocumentPrefix.Usual);
        return services
            .AddSection<CertificateSection>()
            .AddSection<DocumentSection>()
            .AddActivity<IssueCertificatesActivity>()
            .AddActivity<DeliverActivity>()
            .AddSingleton<DocumentNumbers>()
            .AddSingleton<DocumentTemplates>()
            .AddSingleton<DocumentFacts>()
            .AddSingleton<DocumentQueries>()
            .AddSingleton<SealUses>()
            .AddSingleton<IListener, DocumentClerk>();
    }
}
