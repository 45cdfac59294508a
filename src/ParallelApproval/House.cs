using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Appraisals;
using ParallelApproval.Bookings;
using ParallelApproval.Bulletins;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Disposals;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;
using ParallelApproval.Headlines;
using ParallelApproval.Imports;
using ParallelApproval.Installations;
using ParallelApproval.Library;
using ParallelApproval.Notices;
using ParallelApproval.Organisation;
using ParallelApproval.Outbound;
using ParallelApproval.Prechecks;
using ParallelApproval.Publication;
using ParallelApproval.Scans;
using ParallelApproval.Statistics;
using ParallelApproval.Supervision;
using ParallelApproval.Trials;
using ParallelApproval.Webhooks;
using ParallelApproval.Workflows;

namespace ParallelApproval;

/// <summary>The house: all its rooms, ground floor first. A room uses rooms on lower floors only.</summary>
public static class House
{
    public static IServiceCollection AddHouse(this IServiceCollection services) =>
        services
            .AddDatabase()
            .AddEvents()
            .AddOutbound()
            .AddOrganisation()
            .AddInstallations()
            .AddCalendars()
            .AddCatalogue()
            .AddClocks()
            .AddWorkflows()
            .AddCases()
            .AddCertificates()
            .AddScans()
            .AddTrials()
            .AddImports()
            .AddEvaluations()
            .AddPublication()
            .AddNotices()
            .AddWebhooks()
            .AddPrechecks()
            .AddBookings()
            .AddSupervision()
            .AddStatistics()
            .AddDisposals()
            .AddLibrary()
            .AddAppraisals()
            .AddHeadlines()
            .AddBulletins()
            .AddHandlers();

    /// <summary>
    /// Every handler of a command, found by its name: nobody has to enter it anywhere. One that asks for a context of the database lives as
    /// long as the request, all others as long as the house.
    /// </summary>
    private static IServiceCollection AddHandlers(this IServiceCollection services)
    {
        foreach (var handler in typeof(House).Assembly.GetTypes().Where(IsHandler))
        {
            services.Add(new(handler, handler, IsOfRequest(handler) ? ServiceLifetime.Scoped : ServiceLifetime.Singleton));
            if (handler.IsAssignableTo(typeof(ITakeTwo)))
                services.AddSingleton(provider => (ITakeTwo)provider.GetRequiredService(handler));
        }

        return services;
    }

    private static bool IsHandler(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Handler", StringComparison.Ordinal);

    private static bool IsOfRequest(Type type) =>
        type == typeof(ApprovalDbContext)
        || (IsHandler(type) && type.GetConstructors().Any(made => made.GetParameters().Any(asked => IsOfRequest(asked.ParameterType))));

    /// <summary>
    /// Brings the database up to this version, loads what comes with the product where it is not there yet, and reads the registers. Any
    /// number of nodes may do so at the same time.
    /// </summary>
    /// <param name="withSample">Whether the sample district is loaded, with accounts whose password is public: for demonstrations and
    /// tests. Without it the house is empty but for what law gives everybody.</param>
    /// <param name="definitions">The folder of the workflow files; null for the product's own.</param>
    /// <returns>What is wrong with the workflow files, one sentence each; the files that are right are loaded.</returns>
    public static async Task<IReadOnlyList<string>> OpenAsync(
        IServiceProvider services,
        bool withSample,
        CancellationToken cancellation,
        string? definitions = null
    )
    {
        await services.GetRequiredService<DatabaseSetup>().MigrateAsync(cancellation);
        await services.GetRequiredService<ReadPool>().LookAsync(cancellation);
        var time = services.GetRequiredService<TimeProvider>();
        if (time is DatabaseTime clock)
            await clock.AskAsync(services.GetRequiredService<NpgsqlDataSource>(), cancellation);
        await services.GetRequiredService<TrailSetup>().EstablishAsync(cancellation);
        await using (var db = await services.GetRequiredService<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(cancellation))
        {
            await KnownYears.LoadAsync(db, cancellation);
            if (withSample)
            {
                await SampleDistrict.LoadAsync(db, time, cancellation);
                await SampleOffers.LoadAsync(db, cancellation);
            }

            await DocumentTemplates.SeedAsync(db, time.GetUtcNow(), cancellation);
        }

        var faults = await services
            .GetRequiredService<DefinitionFolder>()
            .LoadAsync(definitions ?? DefinitionFolder.OfProduct, time.GetUtcNow(), cancellation);
        await services.GetRequiredService<RegisterCache>().RefreshAsync(cancellation);
        await services.GetRequiredService<Relay>().WelcomeAsync(cancellation);
        return faults;
    }
}
