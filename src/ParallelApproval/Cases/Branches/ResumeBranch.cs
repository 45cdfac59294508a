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
public sealed class ResumeBranchHandler(CaseActs acts, ClockRules clocks, CaseStandstill standstill) : Handler<ResumeBranch, BranchClocks>
{
    protected override Task<ErrorOr<BranchClocks>> CarryOutAsync(ResumeBranch command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ResumeBranch, command.Task, act, (file, branch) => Resume(file, branch, command.Task), cancellation);

    internal ErrorOr<BranchClocks> Resume(CaseFile file, Branch branch, TaskNumber task)
    {
        var leftOut = 0;
        foreach (var clock in file.ClocksOf(branch.Number))
        {
            var resumed = clocks.Resume(file, clock);
            if (resumed.IsError)
                return resumed.Errors;
            leftOut = Math.Max(leftOut, resumed.Value);
        }

        file.Move(branch, BranchVerb.ResumeBranch, BranchLifecycle.AfterStop(file, branch));
        if (standstill.Follow(file) is { IsError: true } unknown)
            return unknown.Errors;
        file.Record(new BranchResumed(branch.Number, leftOut));
        return BranchClocksOf.Task(file, task, branch);
    }
}
