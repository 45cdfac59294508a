using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Cases (办件): what the window does with them, and how they stand.</summary>
internal static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder app)
    {
        app.MapAcceptance();
        app.MapHearings();
        var cases = app.MapGroup("/api/cases").WithTags("Cases");
        cases
            .MapPost("", (ReceiptBody body, CallersAct act, ReceiveCaseHandler house, CancellationToken cancellation) =>
                house.HandleAsync(body.Command(), act, cancellation).Created(receipt => $"/api/cases/{receipt.CaseNumber}")
            )
            .Requires<ReceiveCase>();
        app.MapGet("/cases/{no}/receipt.pdf", ReceiptAsync).Requires<ReceiveCase>().ExcludeFromDescription();
        cases
            .MapGet("", ListAsync)
            .Requires<ListCases>()
            .Deprecates("search", "Use POST /api/cases/search for names, numbers and telephones.");
        cases
            .MapPost("/search", SearchAsync)
            .Requires<ListCases>()
            .WithSummary("The same list, narrowed by what stands in no address and in no log");
        cases.MapGet("/{no}", FindAsync).Requires<SeeCase>().WithSummary("One case: branches, clocks, materials, timeline, workflow");
        cases
            .MapGet("/{no}/clocks", ClocksAsync)
            .Requires<SeeCase>()
            .WithSummary("Why each date of the case is what it is, day by day, and whose its working days were");
        cases.MapPost("/{no}/applicant/disclosure", ShowApplicantAsync).Requires<ShowApplicant>();
        cases
            .MapPost(
                "/{no}/acceptance",
                (CaseNumber no, [FromQuery] string[]? confirmed, CallersAct act, AcceptCaseHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, confirmed), act, cancellation).Ok()
            )
            .Requires<AcceptCase>();
        cases
            .MapPost(
                "/{no}/correction-notice",
                (CaseNumber no, CorrectionBody body, CallersAct act, NotifyCorrectionHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Faults), act, cancellation).Ok()
            )
            .Requires<NotifyCorrection>();
        cases
            .MapPost(
                "/{no}/supplement",
                (CaseNumber no, SupplementBody body, CallersAct act, SupplyMaterialsHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Materials), act, cancellation).Ok()
            )
            .Requires<SupplyMaterials>();
        cases
            .MapPost(
                "/{no}/refusal",
                (CaseNumber no, RefusalBody body, CallersAct act, DeclineCaseHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Reason, body.CompetentBody, body.Ground), act, cancellation).Ok()
            )
            .Requires<DeclineCase>();
        cases
            .MapPost(
                "/{no}/withdrawal",
                (CaseNumber no, WithdrawalBody body, CallersAct act, WithdrawCaseHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Reason, body.Branches), act, cancellation).Ok()
            )
            .Requires<WithdrawCase>();
        cases
            .MapPost(
                "/{no}/extension",
                (CaseNumber no, ExtensionBody body, CallersAct act, ExtendCaseHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Days, body.Reason, body.ApprovedBy), act, cancellation).Ok()
            )
            .Requires<ExtendCase>();
        cases
            .MapPost(
                "/{no}/delivery",
                (CaseNumber no, DeliveryBody body, CallersAct act, DeliverCaseHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Receiver, body.Way), act, cancellation).Ok()
            )
            .Requires<DeliverCase>();
        cases
            .MapPost(
                "/{no}/refusal-answer",
                (CaseNumber no, RefusalAnswerBody body, CallersAct act, AnswerRefusalHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Branch, body.Answer), act, cancellation).Ok()
            )
            .Requires<AnswerRefusal>();
    }

    private static async Task<IResult> ReceiptAsync(
        CaseNumber no,
        CaseStore store,
        ReceiptPdf receipts,
        CaseSheets sheets,
        Caller caller,
        CallersAct act,
        CancellationToken cancellation
    )
    {
        // Whoever may see the case.
        if (await sheets.FindAsync(no, caller, act, cancellation) is null || await store.ReadAsync(no, act, cancellation) is not { } file)
            return Refused.With(FrontRefusals.NoSuchCase(no));
        var made = receipts.Make(file);
        return made.IsError ? new Refused(made.Errors) : TypedResults.File(made.Value, "application/pdf", $"{no}.pdf");
    }

    private static Task<Results<Ok<Listing<CaseLine>>, Refused>> ListAsync(
        CaseQueries house,
        StationGate gate,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation,
        Named<CaseStatus>? status = null,
        string? department = null,
        Named<ClockColour>? colour = null,
        string? search = null,
        bool? open = null,
        CaseNumber? cursor = null,
        int limit = 50
    ) =>
        NarrowedAsync(
            new(status?.Value, department, colour?.Value, search, After: cursor, IsOpen: open, Limit: limit),
            house,
            gate,
            caller,
            time,
            cancellation
        );

    private static async Task<Results<Ok<Listing<CaseLine>>, Refused>> SearchAsync(
        CaseSearchBody body,
        CaseQueries house,
        StationGate gate,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        body.Cursor is { } written && !CaseNumber.TryParse(written, out _)
            ? Refused.With(FrontRefusals.WrongType("cursor"))
            : await NarrowedAsync(
                new(
                    body.Status,
                    body.Department,
                    body.Colour,
                    body.Search,
                    IsOpen: body.Open,
                    After: CaseNumber.TryParse(body.Cursor, out var cursor) ? cursor : null,
                    Limit: body.Limit
                ),
                house,
                gate,
                caller,
                time,
                cancellation
            );

    private static async Task<Results<Ok<Listing<CaseLine>>, Refused>> NarrowedAsync(
        CaseFilter asked,
        CaseQueries house,
        StationGate gate,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (asked.Limit is < 1 or > CaseQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, CaseQueries.LongestPage));
        if (asked.Search?.Length > TextLengths.Line)
            return Refused.With(InputRefusals.TextTooLong("search", TextLengths.Line));
        var filter = asked with
        {
            Department = caller.SeesOnlyHisDepartment && caller.Tier is Tier.District ? caller.DepartmentCode : asked.Department,
            Stations = caller.Stations(gate),
        };
        var page = await house.ListAsync(filter, time.OfficialNow(), cancellation);
        return TypedResults.Ok(new Listing<CaseLine>(page.Cases, page.Next));
    }

    private static async Task<Results<Ok<CaseClocksSheet>, Refused>> ClocksAsync(
        CaseNumber no,
        CaseClocks clocks,
        Caller caller,
        CallersAct act,
        CancellationToken cancellation
    ) =>
        await clocks.FindAsync(no, caller, act, cancellation) is not { } found ? Refused.With(FrontRefusals.NoSuchCase(no))
        : found.IsError ? new Refused(found.Errors)
        : TypedResults.Ok(found.Value);

    private static async Task<Results<Ok<Applicant>, Refused>> ShowApplicantAsync(
        CaseNumber no,
        ReasonBody body,
        CaseReaders readers,
        Caller caller,
        CallersAct act,
        ShowApplicantHandler house,
        CancellationToken cancellation
    ) =>
        await readers.MaySeePersonsAsync(no, caller, cancellation)
            ? await house.HandleAsync(new(no, body.Reason), act, cancellation).Ok()
            : Refused.With(FrontRefusals.NoSuchCase(no));

    private static async Task<Results<Ok<CaseSheet>, Refused>> FindAsync(
        CaseNumber no,
        CaseSheets sheets,
        Caller caller,
        CallersAct act,
        CancellationToken cancellation
    ) =>
        await sheets.FindAsync(no, caller, act, cancellation) is { } sheet
            ? TypedResults.Ok(sheet)
            : Refused.With(FrontRefusals.NoSuchCase(no));
}
