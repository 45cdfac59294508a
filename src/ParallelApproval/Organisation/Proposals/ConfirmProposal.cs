using System.Reflection;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>确认: a second person has done what the first one proposed.</summary>
[Authority(
    "Confirm what another person proposed; it is carried out at once",
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record ConfirmProposal(Guid Proposal);

/// <summary>What was proposed is done.</summary>
/// <param name="Passwords">Of accounts that it made or gave another one; told this once, to who confirmed it.</param>
public sealed record ConfirmedProposal(Proposal Proposal, IReadOnlyList<NewPassword> Passwords);

/// <summary>
/// Refuses what does not wait, one's own proposal and one about oneself; and whatever the act itself is refused for at this moment, or the
/// proposer may not do any more: then the proposal goes on waiting.
/// </summary>
public sealed class ConfirmProposalHandler(Registrar registrar, OfficerRegister officers, IServiceProvider services)
    : Handler<ConfirmProposal, ConfirmedProposal>
{
    private readonly Lazy<Dictionary<string, ITakeTwo>> _doers = new(() =>
        services.GetServices<ITakeTwo>().ToDictionary(doer => doer.Command.Name, StringComparer.Ordinal)
    );

    protected override Task<ErrorOr<ConfirmedProposal>> CarryOutAsync(ConfirmProposal command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation);

    private async Task<ErrorOr<Entry<ConfirmedProposal>>> EnterAsync(
        ApprovalDbContext db,
        ConfirmProposal command,
        Act act,
        CancellationToken cancellation
    )
    {
        var found = await db.FindProposalAsync(command.Proposal, ProposalVerb.ConfirmProposal, officers, act, cancellation);
        if (found.IsError)
            return found.Errors;
        var (proposal, doer) = (found.Value, _doers.Value[found.Value.Verb]);
        if (officers.Find(proposal.ProposedBy) is not { IsEnabled: true } proposer || !MayStill(proposer, doer))
            return Refusal.Conflict(RefusalCode.ProposerGone, ("officer", proposal.ProposedBy));
        var proposers = act with
        {
            UserName = proposer.UserName,
            Name = proposer.Name,
            Department = proposer.DepartmentCode ?? "",
            Key = null,
        };
        var done = await doer.EnterAsync(db, proposal.Command, proposers, act.UserName, cancellation);
        if (done.IsError)
            return done.Errors;
        db.Attach(proposal);
        ProposalMoves.Move(ProposalVerb.ConfirmProposal, proposal, act);
        return new Entry<ConfirmedProposal>(
            new(proposal, done.Value.Kept is ITellPasswords told ? [.. told.Told] : []),
            [.. done.Value.Happened, new ProposalConfirmed(proposal.Id, proposal.Verb, proposal.ProposedBy)]
        );
    }

    // Sheets have no row of their own: each of their rows asks.
    private bool MayStill(Officer proposer, ITakeTwo doer) =>
        doer.Command.GetCustomAttribute<AuthorityAttribute>() is not { } authority
        || authority.Allows(proposer.Roles, officers.Department(proposer.DepartmentCode)?.Tier ?? Tier.District);
}

/// <summary>Finding a proposal within a transaction.</summary>
internal static class ProposalsOfContext
{
    /// <summary>The proposal, not tracked, or why this officer may not do this with it.</summary>
    public static async Task<ErrorOr<Proposal>> FindProposalAsync(
        this ApprovalDbContext db,
        Guid id,
        ProposalVerb verb,
        OfficerRegister officers,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await db.Set<Proposal>().AsNoTracking().FirstOrDefaultAsync(held => held.Id == id, cancellation) is not { } proposal)
            return Refusal.NotFound(RefusalCode.ProposalNotFound, ("proposal", id));
        return ProposalMoves.Refuse(verb, proposal, officers.Find(act.UserName), act.At) is { } refused ? refused : proposal;
    }
}
