using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 补正期限: from the notice on the applicant has so many working days to hand in what it asks for, and is reminded when three are left. What follows when nothing
/// comes is a rule of the item: withdrawn, not accepted, or refused.
/// </summary>
public sealed class SupplementLimit(CatalogueRegister catalogue, ClockRules clocks, WorkflowRunner runner) : IHearClocks
{
    /// <summary>Starts the days.</summary>
    /// <returns>The last of them.</returns>
    internal ErrorOr<DateOnly> Begin(CaseFile file)
    {
        var item = ItemOf(file);
        var started = clocks.StartNext(file, Clock.OfCase, ClockKind.Supplement, item.SupplementDays, item.IntakeDepartmentCode);
        return started.IsError ? started.Errors : started.Value.DueOn;
    }

    /// <inheritdoc/>
    public ErrorOr<Success> Hear(CaseFile file, Clock clock, ClockStep step)
    {
        if (step is not ClockStep.SupplementMissed || clock.Branch is not Clock.OfCase || file.Case.Status is not CaseStatus.CorrectionRequested) return Result.Success;
        var (@case, rule) = (file.Case, ItemOf(file).OnSupplementTimeout);
        @case.Status = rule switch
        {
            OnSupplementTimeout.Withdrawn => CaseStatus.Withdrawn,
            OnSupplementTimeout.NotAccepted => CaseStatus.Declined,
            _ => CaseStatus.Refused,
        };
        if (rule is not OnSupplementTimeout.NotAccepted) @case.Result = @case.Status;
        @case.ClosedAt = file.Act.At;
        clocks.EndAll(file);
        file.Record(new SupplementUnanswered(rule, clock.DueOn));
        return runner.Complete(file, IntakeActivity.TypeName, rule is OnSupplementTimeout.Withdrawn ? IntakeActivity.Withdrawn : IntakeActivity.Declined);
    }

    private ServiceItem ItemOf(CaseFile file) => catalogue.Version(file.Case.ItemCode, file.Case.ItemVersion);
}
