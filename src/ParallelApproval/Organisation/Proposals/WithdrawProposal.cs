using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Organisation;

/// <summary>撤回: who proposed it does not want it any more.</summary>
[Authority(
    "Withdraw one's own proposal",
    Role.Administrator,
    Role.SecurityAdministrator,
    Role.Manager,
    InDistrictOnly = true,
    InPerson = true
)]
public sealed record WithdrawProposal(Guid Proposal);

/// <summary>Refuses what does not wait and what another one proposed.</summary>
public sealed class WithdrawProposalHandler(Registrar registrar, OfficerRegister officers) : Handler<WithdrawProposal, Proposal>
{
    protected override Task<ErrorOr<Proposal>> CarryOutAsync(WithdrawProposal command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync<Proposal>(
            act,
            async db =>
            {
                var found = await db.FindProposalAsync(command.Proposal, ProposalVerb.WithdrawProposal, officers, act, cancellation);
                if (found.IsError)
                    return found.Errors;
                var proposal = found.Value;
                db.Attach(proposal);
                ProposalMoves.Move(ProposalVerb.WithdrawProposal, proposal, act);
                return new Entry<Proposal>(proposal, new ProposalWithdrawn(proposal.Id, proposal.Verb));
            },
            cancellation
        );
}
