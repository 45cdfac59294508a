using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>What may become of a proposal.</summary>
public enum ProposalVerb
{
    ConfirmProposal,
    RejectProposal,
    WithdrawProposal,
}

/// <summary>How somebody must stand to a proposal to do something with it.</summary>
public enum ProposalStanding
{
    /// <summary>Who made it.</summary>
    Proposer,

    /// <summary>A security administrator who neither made it nor is the one it is about.</summary>
    SecondPerson,
}

/// <summary>A line of the table.</summary>
public sealed record ProposalMove(ProposalVerb Verb, ProposalStanding By, ProposalStatus From, ProposalStatus To);

/// <summary>
/// What may follow what with a proposal (提请的流转): the one place where that is decided; printed in <c>docs/moves.md</c>. That it lapses is
/// nobody's act: see <see cref="Proposal.StatusAt"/>.
/// </summary>
public static class ProposalMoves
{
    public static IReadOnlyList<ProposalMove> Table { get; } =
    [
        new(ProposalVerb.ConfirmProposal, ProposalStanding.SecondPerson, ProposalStatus.Waiting, ProposalStatus.Confirmed),
        new(ProposalVerb.RejectProposal, ProposalStanding.SecondPerson, ProposalStatus.Waiting, ProposalStatus.Rejected),
        new(ProposalVerb.WithdrawProposal, ProposalStanding.Proposer, ProposalStatus.Waiting, ProposalStatus.Withdrawn),
    ];

    /// <summary>Why this officer may not do this with it now; null when he may.</summary>
    public static Error? Refuse(ProposalVerb verb, Proposal proposal, Officer? officer, DateTimeOffset now)
    {
        var move = Table.Single(line => line.Verb == verb);
        if (proposal.StatusAt(now) is var status && status != move.From)
            return Refusal.Conflict(RefusalCode.ProposalClosed, ("status", status), ("at", proposal.ClosedAt ?? proposal.LapsesAt));
        var isOwn = officer?.UserName == proposal.ProposedBy;
        if (move.By is ProposalStanding.Proposer)
            return isOwn ? null : Refusal.Forbidden(RefusalCode.ProposalOfAnother, ("officer", proposal.ProposedBy));
        if (officer is not { IsEnabled: true } || !officer.Is(Role.SecurityAdministrator))
            return Refusal.Forbidden(RefusalCode.SecurityAdministratorNeeded);
        if (isOwn)
            return Refusal.Forbidden(RefusalCode.ProposalOwn);
        return officer.UserName == proposal.Concerns ? OrganisationRefusals.OwnAccount() : null;
    }

    /// <summary>Takes the step that <see cref="Refuse"/> has allowed.</summary>
    internal static void Move(ProposalVerb verb, Proposal proposal, Act act, string? reason = null) =>
        (proposal.Status, proposal.ClosedBy, proposal.ClosedAt, proposal.Reason) = (
            Table.Single(line => line.Verb == verb).To,
            act.UserName,
            act.At.ToUniversalTime(),
            reason
        );
}
