using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Clocks;
using ParallelApproval.Evaluations;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Web.Supervision;

namespace ParallelApproval.Web.Evaluations;

/// <summary>Ratings (好差评): the applicant gives them, the department answers for the bad ones.</summary>
internal static class RatingEndpoints
{
    public static void MapRatings(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/api/public").WithTags("Public").RequireRateLimiting(RequestLimits.PublicRate).OpenToAnybody();
        open.MapGet("/cases/{no}/services", ServicesAsync)
            .WithSummary("What can be rated in a case, by the number and the query code of its receipt");
        open.MapPost("/evaluations", (RatingBody body, RatingReader reader, HttpContext context, CancellationToken cancellation) =>
                reader.RateAsync(body, context, cancellation).Created(rated => $"/api/public/cases/{rated.CaseNumber}/services")
            )
            .RequireRateLimiting(RequestLimits.PublicFormRate)
            .WithSummary("Rate a service, once");

        var ratings = app.MapGroup("/api/evaluations").WithTags("Evaluations");
        ratings.MapGet("", ListAsync).Requires<SeeRatings>();
        ratings
            .MapGet("/{rating}/limits", LimitsAsync)
            .Requires<SeeRatings>()
            .WithSummary("Why what is to be done about a rating, and an appeal, are due when they are, day by day");
        ratings.MapStep<RatingNumber, CallBackBody, CallBackRaterHandler, RemedyState>(
            "call-back",
            Verb.Of<CallBackRater>(),
            (house, rating, body, act, cancellation) => house.HandleAsync(new(rating, body.Outcome, body.Words), act, cancellation)
        );
        ratings.MapStep<RatingNumber, FixBody, FixGrievanceHandler, RemedyState>(
            "fix",
            Verb.Of<FixGrievance>(),
            (house, rating, body, act, cancellation) => house.HandleAsync(new(rating, body.Measures), act, cancellation)
        );
        ratings.MapStep<RatingNumber, FixExtensionBody, ExtendFixHandler, RemedyState>(
            "fix-extension",
            Verb.Of<ExtendFix>(),
            (house, rating, body, act, cancellation) => house.HandleAsync(new(rating, body.Days, body.Reason), act, cancellation)
        );
        ratings.MapStep<RatingNumber, RecallBody, RecallRaterHandler, RemedyState>(
            "recall",
            Verb.Of<RecallRater>(),
            (house, rating, body, act, cancellation) => house.HandleAsync(new(rating, body.Outcome, body.Words), act, cancellation)
        );
        ratings.MapStep<RatingNumber, AppealBody, AppealRatingHandler, AppealState>(
            "appeal",
            Verb.Of<AppealRating>(),
            (house, rating, body, act, cancellation) => house.HandleAsync(new(rating, body.Grounds), act, cancellation)
        );
        ratings.MapStep<RatingNumber, AppealDecisionBody, DecideRatingAppealHandler, AppealState>(
            "appeal-decision",
            Verb.Of<DecideRatingAppeal>(),
            (house, rating, body, act, cancellation) => house.HandleAsync(new(rating, body.Grant, body.Reasons), act, cancellation)
        );
    }

    private static async Task<Results<Ok<Listing<RateableService>>, Refused>> ServicesAsync(
        string no,
        RatingReader reader,
        CancellationToken cancellation,
        string code = ""
    )
    {
        var services = await reader.ServicesAsync(no, code, cancellation);
        return services.IsError ? new Refused(services.Errors) : TypedResults.Ok(new Listing<RateableService>(services.Value));
    }

    private static async Task<Results<Ok<Listing<ExplainedLimit>>, Refused>> LimitsAsync(
        RatingNumber rating,
        RatingQueries house,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(rating, time.GetUtcNow(), cancellation) is { } found
        && (SupervisionEndpoints.SeesAll(caller) || found.Department == caller.DepartmentCode)
            ? (await house.LimitsAsync(rating, cancellation)).Limits()
            : Refused.With(EvaluationRefusals.NoSuchRating(rating));

    private static async Task<Results<Ok<Listing<RatingLine>>, Refused>> ListAsync(
        RatingQueries house,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation,
        string? department = null,
        Named<Grade>? grade = null,
        Named<RemedyStep>? step = null,
        bool? suspect = null,
        bool? appealed = null,
        string? cursor = null,
        int limit = 50,
        DateOnly? since = null
    )
    {
        if (limit is < 1 or > RatingQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, RatingQueries.LongestPage));
        var after = RatingCursor.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var filter = new RatingFilter(
            SupervisionEndpoints.Scope(caller, department),
            grade?.Value,
            step?.Value,
            suspect,
            appealed,
            after,
            limit,
            since
        );
        var page = await house.ListAsync(filter, time.GetUtcNow(), cancellation);
        return TypedResults.Ok(new Listing<RatingLine>(page.Ratings, page.Next?.ToString()));
    }
}
