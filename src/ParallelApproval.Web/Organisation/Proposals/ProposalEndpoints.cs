using System.Text.Json;
using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Organisation;

/// <summary>What one person proposed and a second one confirms or rejects (提请与确认).</summary>
internal static class ProposalEndpoints
{
    public static void MapProposals(this IEndpointRouteBuilder app)
    {
        var proposals = app.MapGroup("/api/proposals").WithTags("Organisation");
        proposals
            .MapGet("", async (ProposalQueries house, TimeProvider time, CancellationToken cancellation) =>
                new Listing<ProposalLine>([
                    .. (await house.NewestAsync(cancellation)).Select(proposal => ProposalLine.Of(proposal, time.GetUtcNow())),
                ])
            )
            .Requires<SeeProposals>()
            .WithSummary("What waits for a second person, and what became of what was proposed before, the newest first");
        proposals.MapGet("/{proposal}", OneAsync).Requires<SeeProposals>().WithSummary("One proposal, with the command as it was given");
        proposals
            .MapPost(
                "/{proposal}/confirmation",
                (Guid proposal, CallersAct act, ConfirmProposalHandler house, TimeProvider time, CancellationToken cancellation) =>
                    house
                        .HandleAsync(new(proposal), act, cancellation)
                        .Then(done => new ProposalDone(ProposalLine.Of(done.Proposal, time.GetUtcNow()), done.Passwords))
                        .Ok()
            )
            .Requires<ConfirmProposal>()
            .WithSummary("Confirm what another person proposed: it is carried out; passwords that it made are told this once");
        proposals
            .MapPost(
                "/{proposal}/rejection",
                (
                    Guid proposal,
                    ProposalRejectionBody body,
                    CallersAct act,
                    RejectProposalHandler house,
                    TimeProvider time,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(new(proposal, body.Reason), act, cancellation)
                        .Then(done => ProposalLine.Of(done, time.GetUtcNow()))
                        .Ok()
            )
            .Requires<RejectProposal>();
        proposals
            .MapPost(
                "/{proposal}/withdrawal",
                (Guid proposal, CallersAct act, WithdrawProposalHandler house, TimeProvider time, CancellationToken cancellation) =>
                    house.HandleAsync(new(proposal), act, cancellation).Then(done => ProposalLine.Of(done, time.GetUtcNow())).Ok()
            )
            .Requires<WithdrawProposal>();
    }

    private static async Task<Results<Ok<ProposalLine>, Refused>> OneAsync(
        Guid proposal,
        ProposalQueries house,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(proposal, cancellation) is { } found
            ? TypedResults.Ok(ProposalLine.Of(found, time.GetUtcNow()))
            : Refused.With(FrontRefusals.NoSuchProposal(proposal));
}

/// <summary>Body of <c>POST /api/proposals/{proposal}/rejection</c>.</summary>
internal sealed record ProposalRejectionBody(string Reason);

/// <summary>A proposal as it is listed.</summary>
/// <param name="Verb">Name of the command.</param>
/// <param name="Command">The command as it was given.</param>
/// <param name="Concerns">The account that it is about, which may not confirm it.</param>
internal sealed record ProposalLine(
    Guid Id,
    string Verb,
    JsonElement Command,
    string? Concerns,
    ProposalStatus Status,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    DateTimeOffset LapsesAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt,
    string? Reason
)
{
    public static ProposalLine Of(Proposal proposal, DateTimeOffset now) =>
        new(
            proposal.Id,
            proposal.Verb,
            JsonElement.Parse(proposal.Command),
            proposal.Concerns,
            proposal.StatusAt(now),
            proposal.ProposedBy,
            proposal.ProposedAt.InShanghai(),
            proposal.LapsesAt.InShanghai(),
            proposal.ClosedBy,
            proposal.ClosedAt?.InShanghai(),
            proposal.Reason
        );
}

/// <summary>What was confirmed.</summary>
/// <param name="Passwords">That it made; shown this once.</param>
internal sealed record ProposalDone(ProposalLine Proposal, IReadOnlyList<NewPassword> Passwords);
