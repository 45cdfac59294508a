using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>结果告知: the complainant has been told the result. He can also read it himself, by the number and code he was given.</summary>
/// <param name="Way">How he was told, e.g. by telephone.</param>
[Authority("The complainant has been told", Role.Supervisor, Role.Manager)]
public sealed record TellComplainant(ComplaintNumber Complaint, string Way);

internal sealed class TellComplainantValidator : AbstractValidator<TellComplainant>
{
    public TellComplainantValidator() => RuleFor(command => command.Way).Given().IsOpinion();
}

/// <inheritdoc cref="TellComplainant"/>
public sealed class TellComplainantHandler(ComplaintStore complaints) : Handler<TellComplainant, ComplaintState>
{
    protected override Task<ErrorOr<ComplaintState>> CarryOutAsync(TellComplainant command, Act act, CancellationToken cancellation) =>
        complaints.WorkOnAsync(command.Complaint, act, complaint => Tell(complaint, command, act), cancellation);

    private static ErrorOr<DomainEvent> Tell(Complaint complaint, TellComplainant command, Act act)
    {
        if (complaint.Status is not (ComplaintStatus.Answered or ComplaintStatus.Declined))
            return ComplaintRefusals.WrongStatus(complaint, ComplaintStatus.Answered, ComplaintStatus.Declined);
        (complaint.Status, complaint.ToldAt) = (ComplaintStatus.Told, act.At);
        return new ComplainantTold(complaint.Number.ToString(), command.Way.Trim());
    }
}
