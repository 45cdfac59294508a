using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>The block list (限制申请名单).</summary>
internal static class BlockEndpoints
{
    public static void MapBlocks(this IEndpointRouteBuilder app)
    {
        var blocks = app.MapGroup("/api/blocks").WithTags("Blocks");
        blocks.MapGet("", ListAsync).Requires<SeeBlocks>();
        blocks
            .MapPost("/search", (BlockSearchBody body, BlockQueries house, CancellationToken cancellation) =>
                FindAsync(house, cancellation, body.IdNumber)
            )
            .Requires<SeeBlocks>()
            .WithSummary("The lines of one number, which stands in no address");
        blocks
            .MapPost("", (BlockBody body, CallersAct act, BlockApplicantHandler house, CancellationToken cancellation) =>
                house
                    .HandleAsync(new(body.IdNumber, body.ItemCode, body.Ground, body.Reason, body.Until), act, cancellation)
                    .Then(BlockLine.Of)
                    .Ok()
            )
            .Requires<BlockApplicant>();
        blocks
            .MapPost(
                "/{line}/lifting",
                (Guid line, ReasonBody body, CallersAct act, LiftBlockHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(line, body.Reason), act, cancellation).Then(BlockLine.Of).Ok()
            )
            .Requires<LiftBlock>();
    }

    private static Task<Ok<Listing<BlockLine>>> ListAsync(BlockQueries house, CancellationToken cancellation) =>
        FindAsync(house, cancellation, idNumber: null);

    private static async Task<Ok<Listing<BlockLine>>> FindAsync(BlockQueries house, CancellationToken cancellation, string? idNumber) =>
        TypedResults.Ok(new Listing<BlockLine>([.. (await house.NewestAsync(idNumber, cancellation)).Select(BlockLine.Of)]));
}

/// <summary>Body of <c>POST /api/blocks</c>.</summary>
/// <param name="ItemCode">Every item when left out.</param>
/// <param name="Until">The last day; what the law says when left out.</param>
internal sealed record BlockBody(string IdNumber, BlockGround Ground, string Reason, string? ItemCode = null, DateOnly? Until = null);

/// <summary>Body of <c>POST /api/blocks/search</c>.</summary>
/// <param name="IdNumber">Citizen number or credit code.</param>
internal sealed record BlockSearchBody(string IdNumber);

/// <summary>A line of the list; the number is masked.</summary>
internal sealed record BlockLine(
    Guid Id,
    string IdNumber,
    string? ItemCode,
    BlockGround Ground,
    DateOnly From,
    DateOnly Until,
    string Reason,
    string AddedBy,
    DateOnly? LiftedOn,
    string? LiftReason
)
{
    public static BlockLine Of(Block line) =>
        new(
            line.Id,
            Masks.Number(line.IdNumber),
            line.ItemCode,
            line.Ground,
            line.From,
            line.Until,
            line.Reason,
            line.AddedBy,
            line.LiftedOn,
            line.LiftReason
        );
}
