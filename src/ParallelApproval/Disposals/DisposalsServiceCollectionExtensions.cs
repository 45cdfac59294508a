using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Disposals;

/// <summary>What the room offers to the container.</summary>
public static class DisposalsServiceCollectionExtensions
{
    public static IServiceCollection AddDisposals(this IServiceCollection services) =>
        services
            .AddListener<NoteEndings>()
            .AddSingleton<Holds>()
            .AddSingleton<FindDueCases>()
            .AddSingleton<CarryOutDisposals>()
            .AddSingleton<DisposalQueries>();
}
