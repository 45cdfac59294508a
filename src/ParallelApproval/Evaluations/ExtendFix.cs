using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>整改延期: a fix that cannot be done in five working days gets up to fifteen, once, with a reason, and before the five are over.</summary>
/// <param name="Days">Working days for the whole fix, from its beginning: 6 to 15.</param>
public sealed record ExtendFix(RatingNumber Rating, int Days, string Reason);

/// <inheritdoc cref="ExtendFix"/>
public sealed class ExtendFixHandler(CaseCabinet cabinet, RemedyLimits limits)
{
    public Task<ErrorOr<RemedyState>> HandleAsync(ExtendFix command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync(command.Rating.Case, act, file => Extend(file, command), cancellation, Contents.Everything);

    private ErrorOr<RemedyState> Extend(CaseFile file, ExtendFix command)
    {
        var found = RemedyDesk.Own(file, command.Rating, RemedyStep.Fix);
        if (found.IsError) return found.Errors;
        var reason = EvaluationRefusals.Words(command.Reason, "reason");
        if (reason.IsError) return reason.Errors;
        var remedy = found.Value.Remedy!;
        if (command.Days is <= RemedyLimits.FixDays or > RemedyLimits.LongestFixDays) return EvaluationRefusals.DaysOutOfRange(command.Days);
        if (remedy.IsExtended) return EvaluationRefusals.ExtendedAlready(command.Rating);
        if (file.Act.Today > remedy.DueOn) return EvaluationRefusals.ExtendedTooLate(command.Rating, remedy.DueOn);

        var due = limits.SetDue(remedy, command.Days);
        if (due.IsError) return due.Errors;
        remedy.IsExtended = true;
        file.Drawer<EvaluationDrawer>().Put(found.Value, remedy);
        file.Record(new FixExtended(found.Value.Number, file.Act.Department, command.Days, reason.Value, due.Value!.Value));
        return RemedyDesk.State(command.Rating, remedy);
    }
}
