using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>整改: the department has put right what was rated badly, and says what it did. Then it calls once more.</summary>
public sealed record FixGrievance(RatingNumber Rating, string Measures);

/// <inheritdoc cref="FixGrievance"/>
public sealed class FixGrievanceHandler(CaseCabinet cabinet, RemedyLimits limits)
{
    public Task<ErrorOr<RemedyState>> HandleAsync(FixGrievance command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync(command.Rating.Case, act, file => Fix(file, command), cancellation, Contents.Everything);

    private ErrorOr<RemedyState> Fix(CaseFile file, FixGrievance command)
    {
        var found = RemedyDesk.Own(file, command.Rating, RemedyStep.Fix);
        if (found.IsError) return found.Errors;
        var measures = EvaluationRefusals.Words(command.Measures, "measures");
        if (measures.IsError) return measures.Errors;
        var remedy = found.Value.Remedy!;
        var due = limits.Begin(remedy, RemedyStep.Recall, file.Act.Today);
        if (due.IsError) return due.Errors;
        file.Drawer<EvaluationDrawer>().Put(found.Value, remedy);
        file.Record(new GrievanceFixed(found.Value.Number, file.Act.Department, measures.Value, due.Value!.Value));
        return RemedyDesk.State(command.Rating, remedy);
    }
}
