using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>What the room offers to the container.</summary>
public static class CertificatesServiceCollectionExtensions
{
    public static IServiceCollection AddCertificates(this IServiceCollection services) =>
        services
            .AddSection<CertificateSection>()
            .AddSection<DocumentSection>()
            .AddSingleton<IMakeResults, MakeCertificates>()
            .AddActivity<IssueCertificatesActivity>()
            .AddActivity<DeliverActivity>()
            .AddSingleton<IDocumentMarks, DocumentMarks>()
            .AddSingleton<DocumentNumbers>()
            .AddSingleton(DocumentNumbers.Series)
            .AddSingleton<DocumentTemplates>()
            .AddSingleton<DocumentFacts>()
            .AddSingleton<DocumentQueries>()
            .AddSingleton<DocumentPrints>()
            .AddSingleton<SealUses>()
            .AddSingleton<IListener, DocumentClerk>();
}
