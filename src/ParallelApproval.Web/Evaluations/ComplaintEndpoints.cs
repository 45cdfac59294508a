using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Evaluations;
using ParallelApproval.Web.Authority;
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
            intake.LodgeAsync(body, IdempotencyHeader.Of(context), cancellation).Created(lodged => $"/api/public/complaints/{lodged.Complaint}")).WithSummary("Complain, about a case or anonymously");
        open.MapGet("/{complaint}", FindAsync).WithSummary("How a complaint stands, by its number and code");

        var complaints = app.MapGroup("/api/complaints").WithTags("Complaints");
        complaints.MapGet("", ListAsync).Requires(Verb.SeeComplaints).WithSummary("Complaints, the newest first");
        complaints.MapPost("/{complaint}/acceptance", (ComplaintNumber complaint, AcceptComplaintBody body, CallersAct act, AcceptComplaintHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(complaint, body.Against), act, cancellation).Ok())
            .Requires(Verb.AcceptComplaint).WithSummary("Take a complaint up");
        complaints.MapPost("/{complaint}/refusal", (ComplaintNumber complaint, DeclineComplaintBody body, CallersAct act, DeclineComplaintHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(complaint, body.Reason), act, cancellation).Ok())
            .Requires(Verb.DeclineComplaint).WithSummary("Do not take it up, with the reason");
        complaints.MapPost("/{complaint}/answer", (ComplaintNumber complaint, AnswerBody body, CallersAct act, AnswerComplaintHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(complaint, body.Upheld, body.Answer), act, cancellation).Ok())
            .Requires(Verb.AnswerComplaint).WithSummary("Answer within five working days, upheld or not");
        complaints.MapPost("/{complaint}/result-told", (ComplaintNumber complaint, ResultToldBody body, CallersAct act, TellComplainantHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(complaint, body.Way), act, cancellation).Ok())
            .Requires(Verb.TellComplainant).WithSummary("The complainant has been told");
    }

    private static async Task<Results<Ok<PublicComplaint>, Refused>> FindAsync(string complaint, ComplaintIntake intake, CancellationToken cancellation, string code = "")
    {
        var found = await intake.FindAsync(complaint, code, cancellation);
        return found.IsError ? new Refused(found.Errors) : TypedResults.Ok(found.Value);
    }

    private static async Task<Results<Ok<Listing<ComplaintLine>>, Refused>> ListAsync(
        ComplaintQueries house, TimeProvider time, CancellationToken cancellation,
        Named<ComplaintStatus>? status = null, string? against = null, ComplaintNumber? cursor = null, int limit = 50)
    {
        if (limit is < 1 or > ComplaintQueries.LongestPage) return Refused.With(FrontRefusals.OutOfRange("limit", 1, ComplaintQueries.LongestPage));
        var page = await house.ListAsync(new(status?.Value, against, cursor, limit), time.OfficialToday(), cancellation);
        return TypedResults.Ok(new Listing<ComplaintLine>(page.Complaints, page.Next));
    }
}
