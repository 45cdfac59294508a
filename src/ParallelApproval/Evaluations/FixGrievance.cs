using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>整改: the department has put right what was rated badly, and says what it did. Then it calls once more.</summary>
[Authority(
    "Put right what was rated badly, within five working days",
    Role.Clerk,
    Role.Approver,
    Role.Manager,
    Relation = Relation.OwnDepartment
)]
public sealed record FixGrievance(RatingNumber Rating, string Measures);

internal sealed class FixGrievanceValidator : AbstractValidator<FixGrievance>
{
    public FixGrievanceValidator() => RuleFor(command => command.Measures).Given().IsOpinion();
}

/// <inheritdoc cref="FixGrievance"/>
public sealed class FixGrievanceHandler(RemedySteps steps, RemedyLimits limits) : Handler<FixGrievance, RemedyState>
{
    protected override Task<ErrorOr<RemedyState>> CarryOutAsync(FixGrievance command, Act act, CancellationToken cancellation) =>
        steps.WorkOnAsync(command.Rating, RemedyStep.Fix, command.Measures, act, Fix, cancellation);

    private ErrorOr<DomainEvent> Fix(RemedyInHand found)
    {
        var due = limits.Begin(found.Remedy, RemedyStep.Recall, found.Today);
        return due.IsError ? due.Errors : new GrievanceFixed(found.Service, found.Department, found.Words, due.Value!.Value);
    }
}
