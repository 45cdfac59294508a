using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Certificates;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Organisation;

/// <summary>Approval seals (审批专用章) as administrators keep them, and the log of their uses.</summary>
internal static class SealEndpoints
{
    public static void MapSeals(this IEndpointRouteBuilder app)
    {
        var seals = app.MapGroup("/api/seals").WithTags("Organisation");
        seals
            .MapGet("", (OfficerRegister officers) =>
                new Listing<SealLine>([.. officers.Seals.Select(seal => SealLine.Of(seal, officers))])
            )
            .Requires<SeeSeals>()
            .WithSummary("The seals of the district, retired ones too");
        seals
            .MapPut(
                "/{number}",
                (
                    string number,
                    int expectedRevision,
                    SealBody body,
                    CallersAct act,
                    KeepSealHandler house,
                    OfficerRegister officers,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(
                            new(number, body.DepartmentCode, body.Inscription, body.Keeper, expectedRevision, body.From),
                            act,
                            cancellation
                        )
                        .Then(seal => SealLine.Of(seal, officers))
                        .Ok()
            )
            .Requires<KeepSeal>();
        seals
            .MapPost(
                "/{number}/retirement",
                (
                    string number,
                    RetirementBody body,
                    CallersAct act,
                    RetireSealHandler house,
                    OfficerRegister officers,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(new(number, body.Reason, body.ExpectedRevision, body.On), act, cancellation)
                        .Then(seal => SealLine.Of(seal, officers))
                        .Ok()
            )
            .Requires<RetireSeal>();
        seals.MapGet("/{number}/uses", UsesAsync).Requires<SeeSeals>().WithSummary("The uses of a seal, the newest first");
    }

    private static async Task<Results<Ok<Listing<SealUse>>, Refused>> UsesAsync(
        string number,
        SealUses uses,
        CancellationToken cancellation,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > SealUses.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, SealUses.LongestPage));
        var before = SealUseCursor.Parse(cursor);
        if (cursor is not null && before is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var page = await uses.OfAsync(number, before, limit, cancellation);
        return TypedResults.Ok(new Listing<SealUse>(page.Uses, page.Next?.ToString()));
    }
}

/// <summary>Body of <c>PUT /api/seals/{number}</c>.</summary>
/// <param name="Keeper">Account of an officer of the same body.</param>
/// <param name="From">First day of use; today when left out.</param>
internal sealed record SealBody(string DepartmentCode, string Inscription, string Keeper, DateOnly? From = null);

/// <summary>Body of <c>POST /api/seals/{number}/retirement</c>.</summary>
/// <param name="On">First day without it; today when left out.</param>
internal sealed record RetirementBody(string Reason, int ExpectedRevision, DateOnly? On = null);

/// <summary>A seal as it is listed.</summary>
/// <param name="Keeper">Account of the officer who keeps it.</param>
/// <param name="RetiredOn">First day without it; null while it is in use.</param>
internal sealed record SealLine(
    string Number,
    string DepartmentCode,
    string Inscription,
    string Keeper,
    DateOnly From,
    DateOnly? RetiredOn,
    int Revision
)
{
    public static SealLine Of(Seal seal, OfficerRegister officers) =>
        new(
            seal.Number,
            seal.DepartmentCode,
            seal.Inscription,
            officers.Find(seal.KeeperId)?.UserName ?? "",
            seal.From,
            seal.RetiredOn,
            seal.Revision
        );
}
