using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>投诉受理: a supervisor who is not of the department complained of, or who stands in for him, takes the complaint up.</summary>
/// <param name="Against">The department it is about, as he finds it; null keeps the one the complainant named.</param>
[Authority("Take a complaint up", Role.Supervisor, Role.Manager, Relation = Relation.OtherDepartment)]
public sealed record AcceptComplaint(ComplaintNumber Complaint, string? Against = null);

internal sealed class AcceptComplaintValidator : AbstractValidator<AcceptComplaint>
{
    public AcceptComplaintValidator() => RuleFor(command => command.Against).IsCode();
}

/// <inheritdoc cref="AcceptComplaint"/>
public sealed class AcceptComplaintHandler(ComplaintStore complaints, OfficerRegister officers, ComplaintJudges judges)
    : Handler<AcceptComplaint, ComplaintState>
{
    protected override Task<ErrorOr<ComplaintState>> CarryOutAsync(AcceptComplaint command, Act act, CancellationToken cancellation) =>
        complaints.WorkOnAsync(command.Complaint, act, complaint => Accept(complaint, command, act), cancellation);

    private ErrorOr<DomainEvent> Accept(Complaint complaint, AcceptComplaint command, Act act)
    {
        if (complaint.Status is not ComplaintStatus.Lodged)
            return ComplaintRefusals.WrongStatus(complaint, ComplaintStatus.Lodged);
        var against = string.IsNullOrEmpty(command.Against) ? complaint.Against : command.Against;
        if (against is null || officers.Department(against) is null)
            return ComplaintRefusals.UnknownDepartment(against);
        if (judges.Refuse(against, act) is { } notHis)
            return notHis;
        (complaint.Against, complaint.Status) = (against, ComplaintStatus.Accepted);
        return new ComplaintAccepted(complaint.Number.ToString(), against);
    }
}
