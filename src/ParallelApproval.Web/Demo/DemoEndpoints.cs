using ParallelApproval.Calendars;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Demo;

/// <summary>What only the Demo environment has; elsewhere these addresses do not exist.</summary>
internal static class DemoEndpoints
{
    public const string Environment = "Demo";

    public static bool IsDemo(this IHostEnvironment environment) => environment.IsEnvironment(Environment);

    public static void MapDemo(this WebApplication app)
    {
        if (!app.Environment.IsDemo())
            return;
        var clock = app.MapGroup("/api/demo/clock").WithTags("Demo");
        clock
            .MapGet("", (DemoClock time) => new DemoTime(time.OfficialNow(), time.OfficialToday()))
            .Requires<MoveDemoClock>()
            .WithSummary("What time it is in the demonstration");
        clock
            .MapPost("", (MoveDemoClock command, CallersAct act, MoveDemoClockHandler house, CancellationToken cancellation) =>
                house.HandleAsync(command, act, cancellation).Ok()
            )
            .Requires<MoveDemoClock>()
            .WithSummary("Move the demonstration's clock forward")
            .WithRequestTimeout(RequestLimits.TakesLong);
    }
}
