using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>
/// 脱离流程办理: a case whose flow stands at a step that fails goes on without it. Departments that were asked stay asked, the others are asked
/// now, and what the flow would still have done the house does (<see cref="IAfterFlow"/>). Refused as <c>flow_not_stuck</c> while nothing
/// has failed and somebody is asked: nobody goes round a flow that works.
/// </summary>
/// <param name="Reason">Why trying again and another version do not help; on record.</param>
[Authority("Let a case go on without a flow that fails", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record ReleaseFromFlow(CaseNumber Case, string Reason);

/// <summary>The case goes on without its flow.</summary>
public sealed record FlowReleased(string Reason) : DomainEvent;

/// <summary>The case that goes on by itself.</summary>
public sealed record Released(string CaseNumber);

internal sealed class ReleaseFromFlowValidator : AbstractValidator<ReleaseFromFlow>
{
    public ReleaseFromFlowValidator() => RuleFor(command => command.Reason).Given().IsOpinion();
}

/// <inheritdoc cref="ReleaseFromFlow"/>
public sealed class ReleaseFromFlowHandler(CaseStore store, WorkflowRunner runner, IAfterFlow after) : Handler<ReleaseFromFlow, Released>
{
    protected override Task<ErrorOr<Released>> CarryOutAsync(ReleaseFromFlow command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync<Released>(command.Case, act, file => Release(file, command.Reason.Trim()), cancellation, Contents.Everything);

    internal ErrorOr<Released> Release(CaseFile file, string reason)
    {
        if (file.WorkflowState.Incidents.Count == 0 && !after.StandsStill(file))
            return Refusal.Conflict(RefusalCode.FlowNotStuck, ("case", file.Number));
        file.Record(new FlowReleased(reason));
        return runner.Release(file, reason).Then(_ => new Released(file.Number.ToString()));
    }
}
