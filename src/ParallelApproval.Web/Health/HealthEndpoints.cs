using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Jobs;

namespace ParallelApproval.Web.Health;

/// <summary>For load balancers and supervisors: does the process live, and can it serve.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("", () => new Health("live")).OpenToAnybody().WithSummary("The process runs, and which version it is");
        health.MapGet("/live", () => new Health("live")).OpenToAnybody().WithSummary("The process runs");
        health
            .MapGet("/ready", ReadyAsync)
            .OpenToAnybody()
            .WithSummary("The next request can be served")
            .Produces<Health>()
            .Produces<Health>(StatusCodes.Status503ServiceUnavailable);
        health
            .MapGet("/sweep", SweepAsync)
            .OpenToAnybody()
            .WithSummary("The clocks are watched")
            .Produces<Health>()
            .Produces<Health>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> SweepAsync(JobRuns runs, CancellationToken cancellation)
    {
        try
        {
            var age = await runs.AgeAsync(SweepDuty.Name, cancellation);
            return age < SweepDuty.Late ? TypedResults.Ok(new Health("sweeping")) : NotServing(age is null ? "neverSwept" : "sweepLate");
        }
        catch (NpgsqlException)
        {
            return NotServing("databaseUnavailable");
        }
    }

    private static IResult NotServing(string status) =>
        TypedResults.Json(new Health(status), statusCode: StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ReadyAsync(DatabaseSetup database, CancellationToken cancellation) =>
        await database.AnswersAsync(cancellation) ? TypedResults.Ok(new Health("ready")) : NotServing("databaseUnavailable");
}

/// <summary>How the node is.</summary>
/// <param name="Version">Of the program.</param>
internal sealed record Health(string Status, string Version)
{
    public Health(string status)
        : this(status, ProductVersion.Current) { }
}
