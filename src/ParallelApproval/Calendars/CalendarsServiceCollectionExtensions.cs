using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Calendars;

/// <summary>What the room offers to the container.</summary>
public static class CalendarsServiceCollectionExtensions
{
    public static IServiceCollection AddCalendars(this IServiceCollection services) =>
        services
            .AddRegister<CalendarRegister>()
            .AddSingleton<IKnowWorkingHours, WorkingHours>()
            .AddSingleton<CalendarEntries>()
            .AddSingleton<CalendarOutlooks>()
            .AddSingleton<LocalDaysOutlooks>();
}
