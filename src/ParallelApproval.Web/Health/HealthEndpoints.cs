using System.Text.Json.Serialization;
using ParallelApproval.Database;
using ParallelApproval.Installations;
using ParallelApproval.Web.Authority;

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

    private static async Task<IResult> ReadyAsync(HealthWatch watch, InstallationRegister installation)
    {
        var (health, isServing) = await watch.AnswerAsync();
        health = health with { Region = installation.Current?.Region };
        return isServing ? TypedResults.Ok(health) : NotServing(health);
    }

    private static async Task<IResult> SweepAsync(HealthWatch watch) =>
        await watch.SweepFaultAsync() is { } fault ? NotServing(new(fault)) : TypedResults.Ok(new Health("sweeping"));

    private static IResult NotServing(Health health) => TypedResults.Json(health, statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <summary>How the node is.</summary>
/// <param name="Status"><c>ready</c>, or <c>degraded</c> when it serves and there is something to be put right; with 503
/// <c>databaseUnavailable</c>, <c>databaseStalled</c> (no answer in time), <c>standbyAwaited</c> (commits wait for a standby),
/// <c>databaseReadOnly</c>, <c>databaseFull</c>, or <c>stopping</c>.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Remarks">What is to be put right: <c>clockOff:777600s</c>, the seconds by which the machine is ahead of the
/// database; <c>listenersBehind:45s</c>, since when papers, cards and figures have waited; <c>diskNearlyFull:120MiB</c>, what is free;
/// <c>standbyMissing:0of1</c>; <c>standbyNotSynchronous</c>, commits do not wait for one; <c>replicaAway</c>, <c>replicaBehind:12s</c>,
/// <c>replicaForeign</c>, pages read from the primary instead of the standby that is named for it; <c>recordDamaged:</c> and the number of
/// a case that cannot be read; <c>flowUnreadable:</c>, definition and version of a flow on which no case starts; <c>signingFault:</c>
/// and why papers cannot be signed; <c>scannerAway</c>, the virus scanner does not answer; <c>signingEnds:</c>, the last day of the certificate
/// that signs them.</param>
internal sealed record Health(
    string Status,
    string Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Remarks = null
)
{
    public Health(string status, IReadOnlyList<string>? remarks = null)
        : this(status, ProductVersion.Current, remarks) { }

    /// <summary>Left out where two roles of the database guard the trail; else <c>OneRole</c>, or <c>TooManyRights</c> for the second. It
    /// is a choice of the installation and makes the node no worse.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GuardState? TrailGuard { get; init; }

    /// <summary>
    /// Whom the house serves, so that a proxy before several houses notices when it was led to another one; left out until somebody has
    /// said it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Region { get; init; }
}
