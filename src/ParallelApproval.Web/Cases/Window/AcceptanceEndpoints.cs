using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>
/// The other exits of the window (受理), what is decided there at once, and what passes between the tiers and the departments of one case.
/// </summary>
internal static class AcceptanceEndpoints
{
    public static void MapAcceptance(this IEndpointRouteBuilder app)
    {
        var cases = app.MapGroup("/api/cases").WithTags("Cases");
        cases
            .MapPost(
                "/{no}/correction-on-the-spot",
                (CaseNumber no, OnTheSpotBody body, CallersAct act, CorrectOnTheSpotHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Corrections, body.Form), act, cancellation).Ok()
            )
            .Requires<CorrectOnTheSpot>();
        cases
            .MapPost(
                "/{no}/deferred-acceptance",
                (CaseNumber no, DeferralBody body, CallersAct act, AcceptDeferringHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Papers, body.Days, body.IsSigned, body.Confirmed), act, cancellation).Ok()
            )
            .Requires<AcceptDeferring>();
        cases
            .MapPost(
                "/{no}/commitment",
                (CaseNumber no, CommitmentBody body, CallersAct act, AcceptOnCommitmentHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.IsSigned, body.Confirmed), act, cancellation).Ok()
            )
            .Requires<AcceptOnCommitment>();
        cases
            .MapPost(
                "/{no}/correction-exception-request",
                (CaseNumber no, ReasonBody body, CallersAct act, AskSecondCorrectionHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Reason), act, cancellation).Ok()
            )
            .Requires<AskSecondCorrection>();
        cases
            .MapPost(
                "/{no}/correction-exception",
                (CaseNumber no, ReasonBody body, CallersAct act, GrantSecondCorrectionHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Reason), act, cancellation).Ok()
            )
            .Requires<GrantSecondCorrection>();
        cases
            .MapPost(
                "/{no}/on-the-spot-decision",
                (CaseNumber no, OnTheSpotDecisionBody body, CallersAct act, DecideOnTheSpotHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Decision, body.Opinion, body.Reasons), act, cancellation).Ok()
            )
            .Requires<DecideOnTheSpot>();
        cases
            .MapPost("/{no}/fees", (CaseNumber no, FeeBody body, CallersAct act, ChargeFeeHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no, body.Branch, body.Amount, body.ReceiptNumber), act, cancellation).Ok()
            )
            .Requires<ChargeFee>();
        cases
            .MapPost(
                "/{no}/fees/correction",
                (CaseNumber no, FeeChangeBody body, CallersAct act, CorrectFeeHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Branch, body.Amount, body.Reason, body.ReceiptNumber), act, cancellation).Ok()
            )
            .Requires<CorrectFee>();
        cases
            .MapPost(
                "/{no}/fees/refund",
                (CaseNumber no, FeeChangeBody body, CallersAct act, RefundFeeHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Branch, body.Amount, body.Reason, body.ReceiptNumber), act, cancellation).Ok()
            )
            .Requires<RefundFee>();
        cases
            .MapPost(
                "/{no}/sending-up",
                (CaseNumber no, SendingUpBody body, CallersAct act, SendUpHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Agrees, body.Opinion), act, cancellation).Ok()
            )
            .Requires<SendUp>();
        cases
            .MapPost(
                "/{no}/follow-up",
                (CaseNumber no, FollowUpBody body, CallersAct act, RecordFollowUpHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.IsMet, body.Findings, body.Inspectors), act, cancellation).Ok()
            )
            .Requires<RecordFollowUp>();
        MapRecusal(cases);
        MapVisits(cases);
    }

    private static void MapRecusal(RouteGroupBuilder cases)
    {
        cases
            .MapPost(
                "/{no}/recusal",
                (CaseNumber no, RecusalBody body, CallersAct act, AskRecusalHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Branch, body.Officer, body.Ground, body.AskedBy), act, cancellation).Ok()
            )
            .Requires<AskRecusal>();
        cases
            .MapPost(
                "/{no}/recusal-decision",
                (CaseNumber no, RecusalDecisionBody body, CallersAct act, DecideRecusalHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Branch, body.Withdraws, body.Reason, body.To), act, cancellation).Ok()
            )
            .Requires<DecideRecusal>();
    }

    private static void MapVisits(RouteGroupBuilder cases)
    {
        cases
            .MapPost(
                "/{no}/site-visit",
                (CaseNumber no, SiteVisitBody body, CallersAct act, CallSiteVisitHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.At, body.Place), act, cancellation).Ok()
            )
            .Requires<CallSiteVisit>();
        cases
            .MapPost(
                "/{no}/site-visit/conclusion",
                (CaseNumber no, VisitConclusionBody body, CallersAct act, RecordSiteVisitHandler house, CancellationToken cancellation) =>
                    house
                        .HandleAsync(
                            new(no, body.Branch, body.Officers, body.Passes, body.Text, body.Defects ?? [], body.At, body.Place),
                            act,
                            cancellation
                        )
                        .Ok()
            )
            .Requires<RecordSiteVisit>();
        cases
            .MapPost(
                "/{no}/site-visit/closing",
                (CaseNumber no, CallersAct act, CloseSiteVisitHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no), act, cancellation).Ok()
            )
            .Requires<CloseSiteVisit>();
        cases.MapGet("/{no}/site-visits", VisitsAsync).Requires<SeeCase>().WithSummary("The site visits of a case");
    }

    private static async Task<Results<Ok<Listing<SiteVisit>>, Refused>> VisitsAsync(
        CaseNumber no,
        CaseSheets sheets,
        CaseStore store,
        Caller caller,
        CallersAct act,
        CancellationToken cancellation
    )
    {
        if (await sheets.FindAsync(no, caller, act, cancellation) is null || await store.ReadAsync(no, act, cancellation) is not { } file)
            return Refused.With(FrontRefusals.NoSuchCase(no));
        return TypedResults.Ok(new Listing<SiteVisit>(file.SiteVisits));
    }
}
