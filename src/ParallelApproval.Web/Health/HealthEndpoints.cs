using Npgsql;
using ParallelApproval.Web.Authority;

namespace ParallelApproval.Web.Health;

/// <summary>For load balancers and supervisors: does the process live, and can it serve.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => new Health("live")).OpenToAnybody().WithSummary("The process runs");
        health.MapGet("/ready", ReadyAsync).OpenToAnybody().WithSummary("The next request can be served")
            .Produces<Health>().Produces<Health>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellation);
            return TypedResults.Ok(new Health("ready"));
        }
        catch (NpgsqlException)
        {
            return TypedResults.Json(new Health("databaseUnavailable"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <summary>How the node is.</summary>
internal sealed record Health(string Status);
