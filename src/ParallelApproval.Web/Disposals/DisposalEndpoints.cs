using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Cases;
using ParallelApproval.Disposals;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Reports;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Disposals;

/// <summary>Files whose term is over, what holds them, and the register of what was destroyed (到期鉴定、暂缓销毁、销毁清册).</summary>
internal static class DisposalEndpoints
{
    public static void MapDisposals(this IEndpointRouteBuilder app)
    {
        var disposals = app.MapGroup("/api/disposals").WithTags("Disposals");
        disposals
            .MapGet("/due", DueAsync)
            .Requires<SeeDisposals>()
            .WithSummary("Cases whose term is over and which are on no list yet, with what holds them");
        disposals.MapGet("", RegisterAsync).Requires<SeeDisposals>().WithSummary("The register of disposals, the newest list first");
        disposals.MapReport("/register", Verb.Of<SeeDisposals>(), "The register", format =>
            async (DisposalQueries house, DisposalSheet sheet, ReportPress press, CancellationToken cancellation, string? list = null) =>
                await press.AnswerAsync(
                    sheet.Of(list, await house.RegisterAsync(list, DisposalSheet.MostRows, cancellation)),
                    format,
                    cancellation
                )
        );
        disposals
            .MapPost("", (DisposalBody body, CallersAct act, DisposeOfCasesHandler house, CancellationToken cancellation) =>
                house.HandleAsync(new(body.Cases, body.Opinion), act, cancellation).Ok()
            )
            .Requires<DisposeOfCases>();
        disposals.MapGet("/holds", HoldsAsync).Requires<SeeDisposals>().WithSummary("Holds that are not lifted, the oldest first");
        disposals
            .MapPost(
                "/holds/{hold}/lifting",
                (Guid hold, ReasonBody body, CallersAct act, LiftHoldHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(hold, body.Reason), act, cancellation).Then(HoldLine.Of).Ok()
            )
            .Requires<LiftHold>();
        app.MapPost(
                "/api/cases/{no}/disposal-hold",
                (CaseNumber no, HoldBody body, CallersAct act, HoldDisposalHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Ground, body.Reason), act, cancellation).Then(HoldLine.Of).Ok()
            )
            .Requires<HoldDisposal>()
            .WithTags("Disposals");
    }

    private static async Task<Results<Ok<Listing<DueLine>>, Refused>> DueAsync(
        DisposalQueries house,
        CancellationToken cancellation,
        string? item = null,
        int? year = null,
        int limit = 100
    )
    {
        if (limit is < 1 or > DisposalQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, DisposalQueries.LongestPage));
        if (year is < DisposalSheet.FirstYear or > DisposalSheet.LastYear)
            return Refused.With(FrontRefusals.OutOfRange("year", DisposalSheet.FirstYear, DisposalSheet.LastYear));
        var due = await house.DueAsync(item, year, limit, cancellation);
        return TypedResults.Ok(new Listing<DueLine>([.. due.Select(DueLine.Of)]));
    }

    private static async Task<Results<Ok<Listing<DisposalLine>>, Refused>> RegisterAsync(
        DisposalQueries house,
        CancellationToken cancellation,
        string? list = null,
        int limit = 100
    )
    {
        if (limit is < 1 or > DisposalQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, DisposalQueries.LongestPage));
        var register = await house.RegisterAsync(list, limit, cancellation);
        return TypedResults.Ok(new Listing<DisposalLine>([.. register.Select(DisposalLine.Of)]));
    }

    private static async Task<Ok<Listing<HoldLine>>> HoldsAsync(DisposalQueries house, CancellationToken cancellation) =>
        TypedResults.Ok(new Listing<HoldLine>([.. (await house.OpenHoldsAsync(cancellation)).Select(HoldLine.Of)]));
}

/// <summary>Body of <c>POST /api/disposals</c>.</summary>
/// <param name="Cases">Numbers of the cases, 500 at most.</param>
/// <param name="Opinion">What the appraisal found.</param>
internal sealed record DisposalBody(IReadOnlyList<string> Cases, string Opinion);

/// <summary>Body of <c>POST /api/cases/{no}/disposal-hold</c>.</summary>
/// <param name="Ground">Reconsideration, lawsuit, inquiry or other; the rest is found by itself.</param>
internal sealed record HoldBody(HoldGround Ground, string Reason);

/// <summary>A case whose term is over.</summary>
/// <param name="EndedOn">The day on which it was closed.</param>
/// <param name="IsUndecided">Whether it ended without a decision on its matter.</param>
/// <param name="DueOn">The first day on which it may be destroyed.</param>
/// <param name="Holds">What keeps it off a list.</param>
internal sealed record DueLine(
    string CaseNumber,
    string ItemCode,
    DateOnly EndedOn,
    bool IsUndecided,
    DateOnly DueOn,
    IReadOnlyList<HoldGround> Holds
)
{
    public static DueLine Of(DueForDisposal due) =>
        new(due.Case.ToString(), due.ItemCode, due.EndedOn, due.IsUndecided, due.DueOn, due.Holds);
}

/// <summary>A hold that an officer has put.</summary>
internal sealed record HoldLine(
    Guid Id,
    string CaseNumber,
    HoldGround Ground,
    string Reason,
    string PutBy,
    DateTimeOffset PutAt,
    string? LiftedBy,
    DateTimeOffset? LiftedAt,
    string? LiftReason
)
{
    public static HoldLine Of(DisposalHold hold) =>
        new(
            hold.Id,
            new CaseNumber(hold.CaseKey).ToString(),
            hold.Ground,
            hold.Reason,
            hold.PutBy,
            hold.PutAt.InShanghai(),
            hold.LiftedBy,
            hold.LiftedAt?.InShanghai(),
            hold.LiftReason
        );
}

/// <summary>A line of the register.</summary>
/// <param name="DisposedAt">When it was destroyed; null before.</param>
/// <param name="DroppedFor">What held it when it was its turn, so that it was taken off the list; null else.</param>
internal sealed record DisposalLine(
    string List,
    string CaseNumber,
    string ItemCode,
    DateOnly EndedOn,
    DateOnly DueOn,
    string Opinion,
    string ProposedBy,
    string ApprovedBy,
    DateTimeOffset ApprovedAt,
    DateTimeOffset? DisposedAt,
    string? DroppedFor
)
{
    public static DisposalLine Of(Disposal line) =>
        new(
            line.List,
            new CaseNumber(line.CaseKey).ToString(),
            line.ItemCode,
            line.EndedOn,
            line.DueOn,
            line.Opinion,
            line.ProposedBy,
            line.ApprovedBy,
            line.ApprovedAt.InShanghai(),
            line.DisposedAt?.InShanghai(),
            line.DroppedFor
        );
}
