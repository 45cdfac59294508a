using System.Text.Json.Serialization;
using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Jobs;
using ParallelApproval.Workflows;

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

    private static async Task<IResult> ReadyAsync(
        DatabaseSetup database,
        TimeProvider time,
        DamagedRecords damaged,
        DefinitionRegister definitions,
        CancellationToken cancellation
    )
    {
        if (!await database.AnswersAsync(cancellation))
            return NotServing("databaseUnavailable");
        var remarks = Remarks(time, damaged, definitions).ToArray();
        return TypedResults.Ok(remarks.Length == 0 ? new Health("ready") : new Health("degraded", remarks));
    }

    // It serves rightly all the same, so a load balancer need not take it out.
    private static IEnumerable<string> Remarks(TimeProvider time, DamagedRecords damaged, DefinitionRegister definitions)
    {
        if (time is DatabaseTime { IsOff: true } clock)
            yield return FormattableString.Invariant($"clockOff:{clock.Off.TotalSeconds:0}s");
        foreach (var broken in damaged.All.Select(record => record.Case).Distinct())
            yield return $"recordDamaged:{broken}";
        foreach (var version in definitions.Unreadable)
            yield return FormattableString.Invariant($"flowUnreadable:{version.DefinitionId}:{version.Version}");
    }
}

/// <summary>How the node is.</summary>
/// <param name="Status"><c>ready</c>, or <c>degraded</c> when it serves and there is something to be put right.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Remarks">What is to be put right: <c>clockOff:777600s</c>, the seconds by which the machine is ahead of the
/// database; <c>recordDamaged:</c> and the number of a case that cannot be read; <c>flowUnreadable:</c>, definition and version of a flow
/// on which no case starts.</param>
internal sealed record Health(
    string Status,
    string Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Remarks = null
)
{
    public Health(string status, IReadOnlyList<string>? remarks = null)
        : this(status, ProductVersion.Current, remarks) { }
}
