using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Clocks;
using ParallelApproval.Evaluations;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Idempotency;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Evaluations;

/// <summary>Complaints (投诉): anybody lodges them, supervisors answer.</summary>
internal static class ComplaintEndpoints
{
    public static void MapComplaints(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/api/public/complaints").WithTags("Public").RequireRateLimiting(RequestLimits.PublicRate).OpenToAnybody();
        open.MapPost("", (ComplaintBody body, ComplaintIntake intake, HttpContext context, CancellationToken cancellation) =>
                intake
                    .LodgeAsync(body, IdempotencyHeader.Of(context), cancellation)
                    .Created(lodged => $"/api/public/complaints/{lodged.Complaint}")
            )
            .RequireRateLimiting(RequestLimits.PublicFormRate)
            .WithSummary("Complain, about a case or anonymously");
        open.MapGet("/{complaint}", FindAsync).WithSummary("How a complaint stands, by its number and code");

        var complaints = app.MapGroup("/api/complaints").WithTags("Complaints");
        complaints.MapGet("", ListAsync).Requires<SeeComplaints>();
        complaints
            .MapGet("/{complaint}/limits", LimitsAsync)
            .Requires<SeeComplaints>()
            .WithSummary("Why a complaint is to be answered by when it is, day by day");
        complaints.MapStep<ComplaintNumber, AcceptComplaintBody, AcceptComplaintHandler, ComplaintState>(
            "acceptance",
            Verb.Of<AcceptComplaint>(),
            (house, complaint, body, act, cancellation) => house.HandleAsync(new(complaint, body.Against), act, cancellation)
        );
        complaints.MapStep<ComplaintNumber, DeclineComplaintBody, DeclineComplaintHandler, ComplaintState>(
            "refusal",
            Verb.Of<DeclineComplaint>(),
            (house, complaint, body, act, cancellation) => house.HandleAsync(new(complaint, body.Reason), act, cancellation)
        );
        complaints.MapStep<ComplaintNumber, AnswerBody, AnswerComplaintHandler, ComplaintState>(
            "answer",
            Verb.Of<AnswerComplaint>(),
            (house, complaint, body, act, cancellation) => house.HandleAsync(new(complaint, body.Upheld, body.Answer), act, cancellation)
        );
        complaints.MapStep<ComplaintNumber, ResultToldBody, TellComplainantHandler, ComplaintState>(
            "result-told",
            Verb.Of<TellComplainant>(),
            (house, complaint, body, act, cancellation) => house.HandleAsync(new(complaint, body.Way), act, cancellation)
        );
    }

    private static async Task<Results<Ok<PublicComplaint>, Refused>> FindAsync(
        string complaint,
        ComplaintIntake intake,
        CancellationToken cancellation,
        string code = ""
    )
    {
        var found = await intake.FindAsync(complaint, code, cancellation);
        return found.IsError ? new Refused(found.Errors) : TypedResults.Ok(found.Value);
    }

    private static async Task<Results<Ok<Listing<ExplainedLimit>>, Refused>> LimitsAsync(
        ComplaintNumber complaint,
        ComplaintQueries house,
        RemedyLimits limits,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(complaint, time.GetUtcNow(), cancellation) is { } found
            ? limits.ExplainAnswer(found.LodgedAt, found.AnswerDue).Then(limit => (IReadOnlyList<ExplainedLimit>)[limit]).Limits()
            : Refused.With(ComplaintRefusals.NoSuchComplaint(complaint));

    private static async Task<Results<Ok<Listing<ComplaintLine>>, Refused>> ListAsync(
        ComplaintQueries house,
        TimeProvider time,
        CancellationToken cancellation,
        Named<ComplaintStatus>? status = null,
        string? against = null,
        ComplaintNumber? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > ComplaintQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, ComplaintQueries.LongestPage));
        var page = await house.ListAsync(new(status?.Value, against, cursor, limit), time.GetUtcNow(), cancellation);
        return TypedResults.Ok(new Listing<ComplaintLine>(page.Complaints, page.Next));
    }
}
