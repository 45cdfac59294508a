using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 补正后恢复审查: when nothing is wanting any more, every branch that waited for a correction is on its department's desk again, or the flow goes
/// on where it waits for the papers. Branches that had decided on a paper which was replaced are asked to confirm.
/// </summary>
internal sealed class TakeUpCorrected(ClockRules clocks, ChangedPapers changed, WorkflowRunner runner) : IAwaitMaterials
{
    public ErrorOr<Success> MaterialsCameIn(CaseFile file, IReadOnlyList<string> papers)
    {
        if (changed.AskToConfirm(file, papers) is { IsError: true } noCalendar)
            return noCalendar;
        if (file.Materials.Wanting().Any())
            return Result.Success;
        foreach (var branch in file.Branches.Where(branch => Waits(file, branch)).ToList())
        {
            clocks.End(file, branch.Number, ClockKind.Supplement);
            file.Record(new BranchCorrected(branch.Number, branch.Round));
            if (branch.Bookmark is { } bookmark && runner.ActivityAt(file, bookmark) == AwaitSupplementActivity.TypeName)
            {
                file.Change(branch, passed => passed.Bookmark = null);
                if (runner.CompleteAt(file, bookmark, AwaitSupplementActivity.Supplied) is { IsError: true } stuck)
                    return stuck;
            }

            // Also where the way that is drawn leads somewhere else than back to its department.
            if (branch.Status is BranchStatus.CorrectionRequested)
                file.Move(branch, BranchVerb.PapersCameIn, BranchLifecycle.Ready(file, branch));
        }

        return Result.Success;
    }

    // A branch may stand still on another ground while the papers are on their way.
    private static bool Waits(CaseFile file, Branch branch) =>
        branch.Status is BranchStatus.CorrectionRequested
        || (branch.Status is BranchStatus.Stopped && BranchLifecycle.AwaitsPapers(file, branch));
}
