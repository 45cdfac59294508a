using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Branches;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval;

/// <summary>The house: all its rooms, ground floor first. A room uses rooms on lower floors only.</summary>
public static class House
{
    public static IServiceCollection AddHouse(this IServiceCollection services) => services
        .AddDatabase().AddEvents().AddCalendars().AddOrganisation()
        .AddCatalogue().AddClocks().AddWorkflows()
        .AddCases()
        .AddBranches()
        .AddCertificates();
}
