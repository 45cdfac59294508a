using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Demo;

/// <summary>What only the Demo environment has; elsewhere these addresses do not exist.</summary>
internal static class DemoEndpoints
{
    public const string Environment = "Demo";

    public static bool IsDemo(this IHostEnvironment environment) => environment.IsEnvironment(Environment);

    public static void MapDemo(this WebApplication app)
    {
        if (!app.Environment.IsDemo()) return;
        app.MapPost("/api/demo/clock", (MoveDemoClock command, MoveDemoClockHandler house, CancellationToken cancellation) => house.HandleAsync(command, cancellation).Ok())
            .Requires(Verb.MoveDemoClock).WithTags("Demo").WithSummary("Move the demonstration's clock forward");
    }
}
