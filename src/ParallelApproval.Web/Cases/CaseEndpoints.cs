using ParallelApproval.Branches;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Cases (办件): what the window does with them, and how they stand.</summary>
internal static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder app)
    {
        var cases = app.MapGroup("/api/cases").WithTags("Cases");
        cases.MapPost("", (ReceiptBody body, CallersAct act, ReceiveCaseHandler house, CancellationToken cancellation) =>
                house.HandleAsync(body.Command(), act, cancellation).Created(receipt => $"/api/cases/{receipt.CaseNumber}"))
            .Requires(Verb.ReceiveCase).WithSummary("Receive: take the application in and give a receipt");
        cases.MapPost("/{no}/acceptance", (CaseNumber no, CallersAct act, AcceptCaseHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no), act, cancellation).Ok())
            .Requires(Verb.AcceptCase).WithSummary("Accept: the clocks start and every department gets its copy");
        cases.MapPost("/{no}/correction-notice", (CaseNumber no, CorrectionBody body, CallersAct act, NotifyCorrectionHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no, body.Faults), act, cancellation).Ok())
            .Requires(Verb.NotifyCorrection).WithSummary("Tell the applicant once everything that is missing or wrong");
        cases.MapPost("/{no}/supplement", (CaseNumber no, SupplementBody body, CallersAct act, SupplyMaterialsHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no, body.Materials), act, cancellation).Ok())
            .Requires(Verb.SupplyMaterials).WithSummary("Take in papers that were missing or wrong");
        cases.MapPost("/{no}/refusal", (CaseNumber no, RefusalBody body, CallersAct act, DeclineCaseHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no, body.Reason, body.CompetentBody), act, cancellation).Ok())
            .Requires(Verb.DeclineCase).WithSummary("Do not accept, with the reason and the competent body");
        cases.MapPost("/{no}/withdrawal", (CaseNumber no, WithdrawalBody body, CallersAct act, WithdrawCaseHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no, body.Reason, body.Branches), act, cancellation).Ok())
            .Requires(Verb.WithdrawCase).WithSummary("The applicant withdraws");
        cases.MapPost("/{no}/delivery", (CaseNumber no, DeliveryBody body, CallersAct act, DeliverCaseHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no, body.Receiver, body.Way), act, cancellation).Ok())
            .Requires(Verb.DeliverCase).WithSummary("Hand the results out");
        cases.MapPost("/{no}/refusal-answer", (CaseNumber no, RefusalAnswerBody body, CallersAct act, AnswerRefusalHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(no, body.Branch, body.Answer), act, cancellation).Ok())
            .Requires(Verb.AnswerRefusal).WithSummary("Told of a refusal, the applicant goes on with the rest or applies again for the branch");
    }
}
