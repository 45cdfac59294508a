using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 转办: a head gives a task to another officer of the department, with a reason; a supervisor may where nobody holds it who can sign. The
/// clock does not restart, the former holder keeps read access, and both are told.
/// </summary>
/// <param name="To">Account of the officer who shall hold it: an approver of the department who could sign it.</param>
[Authority(
    "Give a task to another officer of its department; a supervisor only where its holder cannot sign",
    Role.Manager,
    Role.Supervisor,
    InDistrictOnly = true
)]
public sealed record ReassignTask(TaskNumber Task, string To, string Reason);

internal sealed class ReassignTaskValidator : AbstractValidator<ReassignTask>
{
    public ReassignTaskValidator()
    {
        RuleFor(command => command.To).IsCode();
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
    }
}

/// <inheritdoc cref="ReassignTask"/>
public sealed class ReassignTaskHandler(CaseActs acts, OfficerRegister officers, TaskTakers takers) : Handler<ReassignTask, TaskHeld>
{
    protected override Task<ErrorOr<TaskHeld>> CarryOutAsync(ReassignTask command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ReassignTask, command.Task, act, (file, branch) => Reassign(file, branch, command), cancellation);

    private ErrorOr<TaskHeld> Reassign(CaseFile file, Branch branch, ReassignTask command)
    {
        if (takers.Refusal(file, branch, command.To) is { } refusal)
            return refusal;
        var officer = officers.Find(command.To)!;
        var from = branch.Holder;
        file.Hand(branch, officer.UserName);
        file.Record(new TaskReassigned(branch.Number, branch.Round, from, officer.UserName, command.Reason.Trim()));
        return new TaskHeld(command.Task.ToString(), branch.Holder, branch.Status);
    }
}
