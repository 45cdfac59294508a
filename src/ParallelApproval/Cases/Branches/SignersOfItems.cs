using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>An item does not go in force where a department that decides in it has nobody who may sign on its first day.</summary>
internal sealed class SignersOfItems(Powers powers) : IJudgeItems
{
    public IEnumerable<Error> Faults(ItemDraft draft, DateOnly today)
    {
        var day = draft.EffectiveFrom > today ? draft.EffectiveFrom : today;
        foreach (var (at, branch) in draft.Branches.Index())
            if (!string.IsNullOrEmpty(branch.DepartmentCode) && !powers.AnybodyFor(branch.DepartmentCode, draft.ItemCode, day))
                yield return Refusal.Input(
                    FormattableString.Invariant($"branches[{at}].departmentCode"),
                    RefusalCode.ItemWithoutSigner,
                    ("department", branch.DepartmentCode),
                    ("day", day)
                );
    }
}
