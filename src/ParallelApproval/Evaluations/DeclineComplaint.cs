using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>投诉不予受理: it is not for the centre to answer; the complainant is told why and who is competent.</summary>
[Authority("Do not take it up, with the reason", Role.Supervisor, Relation = Relation.OtherDepartment)]
public sealed record DeclineComplaint(ComplaintNumber Complaint, string Reason);

/// <inheritdoc cref="DeclineComplaint"/>
public sealed class DeclineComplaintHandler(ComplaintStore complaints)
{
    public Task<ErrorOr<ComplaintState>> HandleAsync(DeclineComplaint command, Act act, CancellationToken cancellation) =>
        complaints.WorkOnAsync(command.Complaint, act, complaint => Decline(complaint, command, act), cancellation);

    private static ErrorOr<DomainEvent> Decline(Complaint complaint, DeclineComplaint command, Act act)
    {
        if (complaint.Status is not ComplaintStatus.Lodged) return ComplaintRefusals.WrongStatus(complaint, "lodged");
        if (complaint.Against is { } against && against == act.Department) return EvaluationRefusals.OwnDepartment(against);
        var reason = EvaluationRefusals.Words(command.Reason, "reason");
        if (reason.IsError) return reason.Errors;
        (complaint.Status, complaint.Answer, complaint.AnsweredAt, complaint.NextAt) = (ComplaintStatus.Declined, reason.Value, act.At, null);
        return new ComplaintDeclined(complaint.Number.ToString(), reason.Value);
    }
}
