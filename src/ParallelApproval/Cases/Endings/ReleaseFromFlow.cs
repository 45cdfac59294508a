using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 脱离流程办理: a case whose flow stands at a step that fails goes on without it. Departments that were asked stay asked, the others are asked
/// now, and what the flow would still have done the house does (<see cref="CaseEnding"/>). Refused as <c>flow_not_stuck</c> while nothing
/// has failed: nobody goes round a flow that works.
/// </summary>
/// <param name="Reason">Why trying again and another version do not help; on record.</param>
[Authority("Let a case go on without a flow that fails", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record ReleaseFromFlow(CaseNumber Case, string Reason);

/// <summary>The case goes on without its flow.</summary>
public sealed record FlowReleased(string Reason) : DomainEvent;

/// <summary>Where the case stands now.</summary>
public sealed record Released(string CaseNumber, CaseStatus Status);

internal sealed class ReleaseFromFlowValidator : AbstractValidator<ReleaseFromFlow>
{
    public ReleaseFromFlowValidator() => RuleFor(command => command.Reason).Given().IsOpinion();
}

/// <inheritdoc cref="ReleaseFromFlow"/>
public sealed class ReleaseFromFlowHandler(CaseStore store, WorkflowRunner runner, BranchCourse course) : Handler<ReleaseFromFlow, Released>
{
    protected override Task<ErrorOr<Released>> CarryOutAsync(ReleaseFromFlow command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Case, act, file => Release(file, command.Reason.Trim()), cancellation, Contents.Everything);

    private ErrorOr<Released> Release(CaseFile file, string reason)
    {
        if (file.WorkflowState.Incidents.Count == 0)
            return Refusal.Conflict(RefusalCode.FlowNotStuck, ("case", file.Number));
        file.Record(new FlowReleased(reason));
        // What was asked is not taken back because the flow no longer waits for it.
        foreach (var asked in file.Branches.Where(branch => branch.Bookmark is not null).ToList())
            file.Change(asked, left => left.Bookmark = null);
        if (runner.Cancel(file, reason) is { IsError: true } unstoppable)
            return unstoppable.Errors;
        if (course.Finish(file) is { IsError: true } stuck)
            return stuck.Errors;
        return new Released(file.Number.ToString(), file.Case.Status);
    }
}
