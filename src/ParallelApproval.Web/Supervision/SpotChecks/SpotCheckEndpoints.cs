using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Supervision;

/// <summary>Body of <c>POST /api/supervision/spot-checks</c>.</summary>
internal sealed record SpotCheckBody(DateOnly From, DateOnly To, int Count, SpotCheckScope Scope = SpotCheckScope.All);

/// <summary>Body of <c>POST /api/supervision/spot-checks/{id}/results</c>: 真实、实时、完整、准确.</summary>
/// <param name="Remark">What is wrong; required as soon as something is.</param>
internal sealed record SpotCheckResultBody(
    [property: NumberText(NumberTextAttribute.Case)] string Case,
    bool True,
    bool InTime,
    bool Complete,
    bool Accurate,
    string? Remark = null
);

/// <summary>A spot check as it is shown.</summary>
internal sealed record SpotCheckSheet(
    string Id,
    DateOnly From,
    DateOnly To,
    SpotCheckScope Scope,
    int Wanted,
    long Seed,
    string By,
    DateTimeOffset At,
    IReadOnlyList<SpotCheckLine> Cases
);

/// <summary>A drawn case, and what was found in it; null while nobody has looked.</summary>
internal sealed record SpotCheckLine(string Case, SpotCheckResult? Result);

/// <summary>Spot checks (抽查): drawn, looked through, listed.</summary>
internal static class SpotCheckEndpoints
{
    public static void Map(RouteGroupBuilder checks)
    {
        checks.MapGet("", ListAsync).Requires<SeeSpotChecks>().WithSummary("Spot checks, the newest first");
        checks.MapGet("/{id}", FindAsync).Requires<SeeSpotChecks>().WithSummary("One spot check with its results");
        checks.MapPost("", DrawAsync).Requires<DrawSpotCheck>();
        checks.MapPost("/{id}/results", RecordAsync).Requires<RecordSpotCheck>();
    }

    private static async Task<Results<Ok<Listing<SpotCheckSheet>>, Refused>> ListAsync(
        SpotCheckQueries house,
        CancellationToken cancellation,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > SupervisionQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, SupervisionQueries.LongestPage));
        var after = SupervisionCursor.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var (checks, next) = await house.ListAsync(after, limit, cancellation);
        return TypedResults.Ok(
            new Listing<SpotCheckSheet>(
                [.. checks.Select(check => Sheet(new(check, new Dictionary<CaseNumber, SpotCheckResult>())))],
                next?.ToString()
            )
        );
    }

    private static async Task<Results<Ok<SpotCheckSheet>, Refused>> FindAsync(
        SpotCheckNumber id,
        SpotCheckQueries house,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(id, cancellation) is { } found
            ? TypedResults.Ok(Sheet(found))
            : Refused.With(SupervisionRefusals.NoSuchCheck(id));

    private static async Task<Results<Created<SpotCheckSheet>, Refused>> DrawAsync(
        SpotCheckBody body,
        CallersAct act,
        DrawSpotCheckHandler house,
        CancellationToken cancellation
    )
    {
        var drawn = await house.HandleAsync(new(body.From, body.To, body.Count, body.Scope), act, cancellation);
        return drawn.IsError
            ? new Refused(drawn.Errors)
            : TypedResults.Created(
                $"/api/supervision/spot-checks/{drawn.Value.Number}",
                Sheet(new(drawn.Value, new Dictionary<CaseNumber, SpotCheckResult>()))
            );
    }

    private static async Task<Results<Ok<SpotCheckResult>, Refused>> RecordAsync(
        SpotCheckNumber id,
        SpotCheckResultBody body,
        CallersAct act,
        RecordSpotCheckHandler house,
        CancellationToken cancellation
    )
    {
        if (!CaseNumber.TryParse(body.Case, out var number))
            return Refused.With(FrontRefusals.WrongType("case"));
        return await house
            .HandleAsync(new(id, number, body.True, body.InTime, body.Complete, body.Accurate, body.Remark), act, cancellation)
            .Sheet(result => result);
    }

    private static SpotCheckSheet Sheet(SpotCheckFound found) =>
        new(
            found.Check.Number.ToString(),
            found.Check.From,
            found.Check.To,
            found.Check.Scope,
            found.Check.Wanted,
            found.Check.Seed,
            found.Check.By,
            found.Check.At.InShanghai(),
            [.. found.Check.Cases.Select(number => new SpotCheckLine(number.ToString(), found.Results.GetValueOrDefault(number)))]
        );
}
