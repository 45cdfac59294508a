using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Workflows;

/// <summary>停止流程运行: a run of a flow that belongs to no case is stopped for good. The flow of a case is never stopped so.</summary>
/// <param name="Run">The number of the run.</param>
[Authority("Stop a run of a flow that belongs to no case", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record StopRun(CaseNumber Run, string Reason);

/// <summary>停止: what of it still waited is void.</summary>
public sealed record FlowRunStopped(string Reason) : DomainEvent;

internal sealed class StopRunValidator : AbstractValidator<StopRun>
{
    public StopRunValidator() => RuleFor(command => command.Reason).Given().IsOpinion();
}

/// <inheritdoc cref="StopRun"/>
public sealed class StopRunHandler(CaseStore store, WorkflowRunner runner) : Handler<StopRun, StartedRun>
{
    protected override Task<ErrorOr<StartedRun>> CarryOutAsync(StopRun command, Act act, CancellationToken cancellation) =>
        command.Run.IsOfFlow
            ? store.WorkOnAsync<StartedRun>(
                command.Run,
                act,
                file =>
                {
                    if (runner.IsOver(file))
                        return DefinitionRefusals.RunOver(file.Number);
                    file.Record(new FlowRunStopped(command.Reason.Trim()));
                    return runner.StopRun(file, command.Reason.Trim()).Then(_ => FlowStarts.Standing(file));
                },
                cancellation,
                Contents.OfRun
            )
            : Task.FromResult<ErrorOr<StartedRun>>(DefinitionRefusals.NotARun(command.Run));
}
