using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>整改: the department has put right what was rated badly, and says what it did. Then it calls once more.</summary>
[Authority("Put right what was rated badly, within five working days", Role.Clerk, Role.Approver, Role.Manager, Relation = Relation.OwnDepartment)]
public sealed record FixGrievance(RatingNumber Rating, string Measures);

/// <inheritdoc cref="FixGrievance"/>
public sealed class FixGrievanceHandler(RemedySteps steps, RemedyLimits limits)
{
    public Task<ErrorOr<RemedyState>> HandleAsync(FixGrievance command, Act act, CancellationToken cancellation) =>
        steps.WorkOnAsync(command.Rating, RemedyStep.Fix, (command.Measures, "measures"), act, Fix, cancellation);

    private ErrorOr<DomainEvent> Fix(RemedyInHand found)
    {
        var due = limits.Begin(found.Remedy, RemedyStep.Recall, found.Today);
        return due.IsError ? due.Errors : new GrievanceFixed(found.Service, found.Department, found.Words, due.Value!.Value);
    }
}
