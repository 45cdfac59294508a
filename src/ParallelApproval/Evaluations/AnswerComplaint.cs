using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>投诉答复: within five working days, upheld or not, by a supervisor who is not of the department complained of.</summary>
[Authority("Answer within five working days, upheld or not", Role.Supervisor, Role.Manager, Relation = Relation.OtherDepartment)]
public sealed record AnswerComplaint(ComplaintNumber Complaint, bool IsUpheld, string Answer);

internal sealed class AnswerComplaintValidator : AbstractValidator<AnswerComplaint>
{
    public AnswerComplaintValidator() => RuleFor(command => command.Answer).Given().IsOpinion();
}

/// <inheritdoc cref="AnswerComplaint"/>
public sealed class AnswerComplaintHandler(ComplaintStore complaints, ComplaintJudges judges) : Handler<AnswerComplaint, ComplaintState>
{
    protected override Task<ErrorOr<ComplaintState>> CarryOutAsync(AnswerComplaint command, Act act, CancellationToken cancellation) =>
        complaints.WorkOnAsync(command.Complaint, act, complaint => Answer(complaint, command, act), cancellation);

    private ErrorOr<DomainEvent> Answer(Complaint complaint, AnswerComplaint command, Act act)
    {
        if (complaint.Status is not ComplaintStatus.Accepted)
            return ComplaintRefusals.WrongStatus(complaint, ComplaintStatus.Accepted);
        if (judges.Refuse(complaint.Against, act) is { } notHis)
            return notHis;
        var answer = command.Answer.Trim();
        (complaint.Status, complaint.IsUpheld, complaint.Answer, complaint.AnsweredAt, complaint.NextAt) = (
            ComplaintStatus.Answered,
            command.IsUpheld,
            answer,
            act.At,
            null
        );
        return new ComplaintAnswered(complaint.Number.ToString(), complaint.Subject, complaint.Against!, command.IsUpheld, answer);
    }
}
