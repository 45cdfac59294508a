using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>恢复计时: the special procedure is over; from tomorrow on days count again.</summary>
[Authority("Let the clock run again", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ResumeBranch(TaskNumber Task);

/// <inheritdoc cref="ResumeBranch"/>
public sealed class ResumeBranchHandler(CaseStore store, ClockRules clocks, CaseStandstill standstill, OfficerRegister officers) : Handler<ResumeBranch, BranchClocks>
{
    protected override Task<ErrorOr<BranchClocks>> CarryOutAsync(ResumeBranch command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Task.Case, act, file => Resume(file, command.Task), cancellation);

    private ErrorOr<BranchClocks> Resume(CaseFile file, TaskNumber task)
    {
        var taken = TaskRules.TakeUp(file, task, officers);
        if (taken.IsError) return taken.Errors;
        var branch = taken.Value;
        if (branch.Status is not BranchStatus.Stopped) return BranchRefusals.NotStopped(file, branch);

        var leftOut = 0;
        foreach (var clock in file.ClocksOf(branch.Number))
        {
            var resumed = clocks.Resume(file, clock);
            if (resumed.IsError) return resumed.Errors;
            leftOut = Math.Max(leftOut, resumed.Value);
        }

        file.Change(branch, running => running.Status = BranchLifecycle.Ready(file, running));
        if (standstill.Follow(file) is { IsError: true } unknown) return unknown.Errors;
        file.Record(new BranchResumed(branch.Number, leftOut));
        return BranchClocksOf.Task(file, task, branch);
    }
}
