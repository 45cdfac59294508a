using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>
/// 整改延期: a fix that cannot be done in five working days gets up to fifteen, once, with a reason, and before the five are over.
/// </summary>
/// <param name="Days">Working days for the whole fix, from its beginning: 6 to 15.</param>
[Authority(
    "Give the fix up to fifteen working days, once, with a reason",
    Role.Clerk,
    Role.Approver,
    Role.Manager,
    Relation = Relation.OwnDepartment
)]
public sealed record ExtendFix(RatingNumber Rating, int Days, string Reason);

internal sealed class ExtendFixValidator : AbstractValidator<ExtendFix>
{
    public ExtendFixValidator()
    {
        RuleFor(command => command.Days)
            .Refuses(
                (days, _) =>
                    days is <= RemedyLimits.FixDays or > RemedyLimits.LongestFixDays ? EvaluationRefusals.DaysOutOfRange(days) : null
            );
        RuleFor(command => command.Reason).Given().IsOpinion();
    }
}

/// <inheritdoc cref="ExtendFix"/>
public sealed class ExtendFixHandler(RemedySteps steps, RemedyLimits limits) : Handler<ExtendFix, RemedyState>
{
    protected override Task<ErrorOr<RemedyState>> CarryOutAsync(ExtendFix command, Act act, CancellationToken cancellation) =>
        steps.WorkOnAsync(command.Rating, RemedyStep.Fix, command.Reason, act, found => Extend(found, command), cancellation);

    private ErrorOr<DomainEvent> Extend(RemedyInHand found, ExtendFix command)
    {
        if (found.Remedy.IsExtended)
            return EvaluationRefusals.ExtendedAlready(command.Rating);
        if (found.Remedy.DueOn is { } last && ServiceLimit.HasEnded(last, found.At))
            return EvaluationRefusals.ExtendedTooLate(command.Rating, found.Remedy.DueOn);
        var due = limits.SetDue(found.Remedy, command.Days);
        if (due.IsError)
            return due.Errors;
        found.Remedy.IsExtended = true;
        return new FixExtended(found.Service, found.Department, command.Days, found.Words, due.Value!.Value);
    }
}
