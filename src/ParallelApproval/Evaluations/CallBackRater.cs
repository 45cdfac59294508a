using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>
/// 回访: the department calls whoever rated badly, within one working day, and tells what comes of it. What is simple and justified is put
/// right at once; what is not, within five days; what has no ground in law is explained (国办发〔2019〕51号).
/// </summary>
[Authority(
    "Call back whoever rated badly, within one working day",
    Role.Clerk,
    Role.Approver,
    Role.Manager,
    Relation = Relation.OwnDepartment
)]
public sealed record CallBackRater(RatingNumber Rating, CallBackOutcome Outcome, string Words);

/// <summary>What a call-back came to.</summary>
public enum CallBackOutcome
{
    /// <summary>当场整改: put right during the call.</summary>
    FixedAtOnce,

    /// <summary>解释说明: what was asked for has no ground; it was explained.</summary>
    Explained,

    /// <summary>限期整改.</summary>
    NeedsFix,

    /// <summary>未接通: nobody answered; the third time ends it.</summary>
    NotReached,
}

internal sealed class CallBackRaterValidator : AbstractValidator<CallBackRater>
{
    public CallBackRaterValidator() => RuleFor(command => command.Words).Given().IsOpinion();
}

/// <inheritdoc cref="CallBackRater"/>
public sealed class CallBackRaterHandler(RemedySteps steps, RemedyLimits limits) : Handler<CallBackRater, RemedyState>
{
    protected override Task<ErrorOr<RemedyState>> CarryOutAsync(CallBackRater command, Act act, CancellationToken cancellation) =>
        steps.WorkOnAsync(command.Rating, RemedyStep.CallBack, command.Words, act, found => CallBack(found, command.Outcome), cancellation);

    private ErrorOr<DomainEvent> CallBack(RemedyInHand found, CallBackOutcome outcome)
    {
        if (outcome is CallBackOutcome.NotReached)
            found.CallInVain();
        else if (outcome is CallBackOutcome.NeedsFix)
        {
            if (limits.Begin(found.Remedy, RemedyStep.Fix, found.Today) is { IsError: true } noCalendar)
                return noCalendar.Errors;
        }
        else
            RemedyLimits.Close(found.Remedy, outcome is CallBackOutcome.Explained ? RemedyEnd.Explained : RemedyEnd.Fixed);

        return new RaterCalledBack(found.Service, found.Department, outcome, found.Words, found.Remedy.DueOn);
    }
}
