using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>再次回访: after the fix the department asks the applicant whether it is right now. If not, it is put right once more.</summary>
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

/// <inheritdoc cref="RecallRater"/>
public sealed class RecallRaterHandler(CaseCabinet cabinet, RemedyLimits limits)
{
    public Task<ErrorOr<RemedyState>> HandleAsync(RecallRater command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync(command.Rating.Case, act, file => Recall(file, command), cancellation, Contents.Everything);

    private ErrorOr<RemedyState> Recall(CaseFile file, RecallRater command)
    {
        var found = RemedyDesk.Own(file, command.Rating, RemedyStep.Recall);
        if (found.IsError) return found.Errors;
        var words = EvaluationRefusals.Words(command.Words, "words");
        if (words.IsError) return words.Errors;

        var remedy = found.Value.Remedy!;
        if (command.Outcome is RecallOutcome.NotReached) RemedyDesk.CallInVain(remedy);
        else if (command.Outcome is RecallOutcome.Satisfied) RemedyLimits.Close(remedy, RemedyEnd.Fixed);
        else if (FixAgain(remedy, file.Act.Today) is { IsError: true } noCalendar) return noCalendar.Errors;

        file.Drawer<EvaluationDrawer>().Put(found.Value, remedy);
        file.Record(new RaterRecalled(found.Value.Number, file.Act.Department, command.Outcome, words.Value, remedy.DueOn));
        return RemedyDesk.State(command.Rating, remedy);
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
