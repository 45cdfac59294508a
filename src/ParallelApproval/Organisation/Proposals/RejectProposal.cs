using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Organisation;

/// <summary>驳回: what was proposed is not done.</summary>
[Authority("Reject what another person proposed, with the reason", Role.SecurityAdministrator, InDistrictOnly = true, InPerson = true)]
public sealed record RejectProposal(Guid Proposal, string Reason);

internal sealed class RejectProposalValidator : AbstractValidator<RejectProposal>
{
    public RejectProposalValidator() => RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
}

/// <summary>Refuses what does not wait, one's own proposal, one about oneself, and a reason left out.</summary>
public sealed class RejectProposalHandler(Registrar registrar, OfficerRegister officers) : Handler<RejectProposal, Proposal>
{
    protected override Task<ErrorOr<Proposal>> CarryOutAsync(RejectProposal command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync<Proposal>(
            act,
            async db =>
            {
                var found = await db.FindProposalAsync(command.Proposal, ProposalVerb.RejectProposal, officers, act, cancellation);
                if (found.IsError)
                    return found.Errors;
                var proposal = found.Value;
                db.Attach(proposal);
                ProposalMoves.Move(ProposalVerb.RejectProposal, proposal, act, command.Reason.Trim());
                return new Entry<Proposal>(
                    proposal,
                    new ProposalRejected(proposal.Id, proposal.Verb, proposal.ProposedBy, command.Reason.Trim())
                );
            },
            cancellation
        );
}
