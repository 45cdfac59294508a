using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>再次回访: after the fix the department asks the applicant whether it is right now. If not, it is put right once more.</summary>
[Authority("Ask the applicant whether it is right now", Role.Clerk, Role.Approver, Role.Manager, Relation = Relation.OwnDepartment)]
public sealed record RecallRater(RatingNumber Rating, RecallOutcome Outcome, string Words);

/// <summary>What the applicant said to the fix.</summary>
public enum RecallOutcome
{
    /// <summary>满意.</summary>
    Satisfied,

    /// <summary>仍不满意.</summary>
    NotSatisfied,

    /// <summary>未接通: nobody answered; the third time ends it.</summary>
    NotReached,
}

internal sealed class RecallRaterValidator : AbstractValidator<RecallRater>
{
    public RecallRaterValidator() => RuleFor(command => command.Words).Given().IsOpinion();
}

/// <inheritdoc cref="RecallRater"/>
public sealed class RecallRaterHandler(RemedySteps steps, RemedyLimits limits) : Handler<RecallRater, RemedyState>
{
    protected override Task<ErrorOr<RemedyState>> CarryOutAsync(RecallRater command, Act act, CancellationToken cancellation) =>
        steps.WorkOnAsync(command.Rating, RemedyStep.Recall, command.Words, act, found => Recall(found, command.Outcome), cancellation);

    private ErrorOr<DomainEvent> Recall(RemedyInHand found, RecallOutcome outcome)
    {
        if (outcome is RecallOutcome.NotReached)
            found.CallInVain();
        else if (outcome is RecallOutcome.Satisfied)
            RemedyLimits.Close(found.Remedy, RemedyEnd.Fixed);
        else if (FixAgain(found.Remedy, found.Today) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        return new RaterRecalled(found.Service, found.Department, outcome, found.Words, found.Remedy.DueOn);
    }

    private ErrorOr<Success> FixAgain(Remedy remedy, DateOnly today)
    {
        if (remedy.Round >= RemedyLimits.MostRounds)
        {
            RemedyLimits.Close(remedy, RemedyEnd.Unresolved);
            return Result.Success;
        }

        (remedy.Round, remedy.IsExtended) = (remedy.Round + 1, false);
        var due = limits.Begin(remedy, RemedyStep.Fix, today);
        return due.IsError ? due.Errors : Result.Success;
    }
}
