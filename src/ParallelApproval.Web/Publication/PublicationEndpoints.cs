using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Identities;
using ParallelApproval.Publication;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Publication;

/// <summary>What is kept from the public, and published again (不予公开、恢复公开).</summary>
internal static class PublicationEndpoints
{
    public static void MapPublication(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/publication/withheld", ListAsync)
            .Requires<SeeWithheld>()
            .WithTags("Publication")
            .WithSummary("Results that are kept from the public, the newest first");
        var cases = app.MapGroup("/api/cases/{no}").WithTags("Publication");
        cases
            .MapPost(
                "/withholding",
                (CaseNumber no, WithholdingBody body, CallersAct act, WithholdResultHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Ground, body.Reason), act, cancellation).Ok()
            )
            .Requires<WithholdResult>();
        cases
            .MapPost(
                "/restoration",
                (CaseNumber no, ReasonBody body, CallersAct act, RestoreResultHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Reason), act, cancellation).Ok()
            )
            .Requires<RestoreResult>();
    }

    private static async Task<Results<Ok<Listing<WithheldLine>>, Refused>> ListAsync(
        WithheldQueries withheld,
        CancellationToken cancellation,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > WithheldQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, WithheldQueries.LongestPage));
        var after = ResultCursor.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var page = await withheld.ListAsync(after, limit, cancellation);
        return TypedResults.Ok(new Listing<WithheldLine>([.. page.Results.Select(WithheldLine.Of)], page.Next?.ToString()));
    }
}

/// <summary>Body of <c>POST /api/cases/{no}/withholding</c>.</summary>
/// <param name="Reason">Whose secret it is and why publishing would harm, in at most 1000 characters.</param>
internal sealed record WithholdingBody(WithholdingGround Ground, string Reason);

/// <summary>A result that is kept from the public.</summary>
internal sealed record WithheldLine(
    string CaseNumber,
    WithholdingGround Ground,
    string Reason,
    string WithheldBy,
    DateTimeOffset WithheldAt
)
{
    public static WithheldLine Of(WithheldResult result) =>
        new(result.Case.ToString(), result.Ground, result.Reason, result.WithheldBy, result.WithheldAt);
}
