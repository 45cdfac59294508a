using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Calendars;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>What the room offers to the container.</summary>
public static class ClocksServiceCollectionExtensions
{
    public static IServiceCollection AddClocks(this IServiceCollection services) =>
        services
            .AddSection<ClockSection>()
            .AddSingleton<ICountDays, EndedClocks>()
            .AddSingleton<ClockRules>()
            .AddSingleton<ExplainDates>()
            .AddSingleton<DatabaseClock>()
            .AddSingleton<ClockTurns>()
            .AddSingleton<IFallDue>(services => services.GetRequiredService<ClockTurns>())
            .AddSingleton<ClockSweep>()
            .AddAwait<ClockSweep>()
            .AddSingleton<JobRuns>()
            .AddSingleton<RecountClocks>()
            .AddSingleton<RecountPreview>();
}
