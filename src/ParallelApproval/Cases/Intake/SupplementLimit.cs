using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 补正期限: from the notice on the applicant has so many working days to hand in what it asks for, and is reminded when three are left. What
/// follows when nothing comes is a rule of the item: withdrawn, not accepted, or refused.
/// </summary>
public sealed class SupplementLimit(CatalogueRegister catalogue, ClockRules clocks, WorkflowRunner runner) : IHearClocks
{
    /// <summary>Starts the days.</summary>
    /// <returns>The last of them.</returns>
    internal ErrorOr<DateOnly> Begin(CaseFile file)
    {
        var item = catalogue.ItemOf(file);
        var started = clocks.StartNext(file, Clock.OfCase, ClockKind.Supplement, item.SupplementDays, item.IntakeDepartmentCode);
        return started.IsError ? started.Errors : started.Value.DueOn;
    }

    /// <inheritdoc/>
    public ErrorOr<Success> Hear(CaseFile file, Clock clock, ClockStep step)
    {
        if (
            step is not ClockStep.SupplementMissed
            || clock.Branch is not Clock.OfCase
            || !CaseMoves.Table.Allows(file.Case.Status, CaseVerb.MissSupplement)
        )
            return Result.Success;
        var rule = catalogue.ItemOf(file).OnSupplementTimeout;
        file.Move(
            CaseVerb.MissSupplement,
            rule switch
            {
                OnSupplementTimeout.Withdrawn => CaseStatus.Withdrawn,
                OnSupplementTimeout.NotAccepted => CaseStatus.Declined,
                _ => CaseStatus.Refused,
            }
        );
        clocks.EndAll(file);
        file.Record(new SupplementUnanswered(rule, clock.DueOn));
        return runner.Complete(
            file,
            IntakeActivity.TypeName,
            rule is OnSupplementTimeout.Withdrawn ? IntakeActivity.Withdrawn : IntakeActivity.Declined
        );
    }
}
