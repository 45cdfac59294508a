using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>
/// 回访: the department calls whoever rated badly, within one working day, and tells what comes of it. What is simple and justified is put right at once;
/// what is not, within five days; what has no ground in law is explained (国办发〔2019〕51号).
/// </summary>
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

/// <inheritdoc cref="CallBackRater"/>
public sealed class CallBackRaterHandler(CaseCabinet cabinet, RemedyLimits limits)
{
    public Task<ErrorOr<RemedyState>> HandleAsync(CallBackRater command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync(command.Rating.Case, act, file => CallBack(file, command), cancellation, Contents.Everything);

    private ErrorOr<RemedyState> CallBack(CaseFile file, CallBackRater command)
    {
        var found = RemedyDesk.Own(file, command.Rating, RemedyStep.CallBack);
        if (found.IsError) return found.Errors;
        var words = EvaluationRefusals.Words(command.Words, "words");
        if (words.IsError) return words.Errors;

        var remedy = found.Value.Remedy!;
        if (command.Outcome is CallBackOutcome.NotReached) RemedyDesk.CallInVain(remedy);
        else if (command.Outcome is CallBackOutcome.NeedsFix)
        {
            if (limits.Begin(remedy, RemedyStep.Fix, file.Act.Today) is { IsError: true } noCalendar) return noCalendar.Errors;
        }
        else RemedyLimits.Close(remedy, command.Outcome is CallBackOutcome.Explained ? RemedyEnd.Explained : RemedyEnd.Fixed);

        file.Drawer<EvaluationDrawer>().Put(found.Value, remedy);
        file.Record(new RaterCalledBack(found.Value.Number, file.Act.Department, command.Outcome, words.Value, remedy.DueOn));
        return RemedyDesk.State(command.Rating, remedy);
    }
}
