using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>投诉不予受理: it is not for the centre to answer; the complainant is told why and who is competent.</summary>
[Authority("Do not take it up, with the reason", Role.Supervisor, Role.Manager, Relation = Relation.OtherDepartment)]
public sealed record DeclineComplaint(ComplaintNumber Complaint, string Reason);

internal sealed class DeclineComplaintValidator : AbstractValidator<DeclineComplaint>
{
    public DeclineComplaintValidator() => RuleFor(command => command.Reason).Given().IsOpinion();
}

/// <inheritdoc cref="DeclineComplaint"/>
public sealed class DeclineComplaintHandler(ComplaintStore complaints, ComplaintJudges judges) : Handler<DeclineComplaint, ComplaintState>
{
    protected override Task<ErrorOr<ComplaintState>> CarryOutAsync(DeclineComplaint command, Act act, CancellationToken cancellation) =>
        complaints.WorkOnAsync(command.Complaint, act, complaint => Decline(complaint, command, act), cancellation);

    private ErrorOr<DomainEvent> Decline(Complaint complaint, DeclineComplaint command, Act act)
    {
        if (complaint.Status is not ComplaintStatus.Lodged)
            return ComplaintRefusals.WrongStatus(complaint, ComplaintStatus.Lodged);
        if (judges.Refuse(complaint.Against, act) is { } notHis)
            return notHis;
        var reason = command.Reason.Trim();
        (complaint.Status, complaint.Answer, complaint.AnsweredAt, complaint.NextAt) = (ComplaintStatus.Declined, reason, act.At, null);
        return new ComplaintDeclined(complaint.Number.ToString(), reason);
    }
}
