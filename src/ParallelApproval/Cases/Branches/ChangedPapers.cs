using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// 材料变更: papers are shared by all branches, so one that is replaced may be the ground of a decision already signed. Each department that
/// decided on the old version gets one working day to confirm; until then nothing is handed over.
/// </summary>
internal sealed class ChangedPapers(CatalogueRegister catalogue, ClockRules clocks)
{
    private const int DaysToConfirm = 1;

    public ErrorOr<Success> AskToConfirm(CaseFile file, IReadOnlyList<string> papers)
    {
        var replaced = file
            .Materials.Where(paper => papers.Contains(paper.Code) && paper.Version > 1)
            .Select(paper => paper.Code)
            .ToArray();
        if (replaced.Length == 0)
            return Result.Success;
        var item = catalogue.ItemOf(file);
        foreach (var branch in file.Branches.Where(branch => branch.Status is BranchStatus.Approved).ToList())
        {
            var used = item.MaterialsOf(branch.Number).Select(paper => paper.Code).Intersect(replaced).ToArray();
            if (used.Length == 0)
                continue;
            clocks.End(file, branch.Number, ClockKind.Confirmation);
            var due = clocks.StartNext(file, branch.Number, ClockKind.Confirmation, DaysToConfirm, branch.Department);
            if (due.IsError)
                return due.Errors;
            file.Record(new MaterialChanged(branch.Number, used, due.Value.DueOn));
        }

        return Result.Success;
    }
}
