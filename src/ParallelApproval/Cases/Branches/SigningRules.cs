using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// When a branch may be signed (签批条件): those it depends on have signed, the papers it uses are there, the review is done where it is another officer's work, and
/// whoever grants against an opinion says why.
/// </summary>
public sealed class SigningRules(CatalogueRegister catalogue)
{
    internal Error? MaySign(CaseFile file, Branch branch, DecideBranch command, bool isTrial = false)
    {
        if (branch.Status is BranchStatus.Stopped or BranchStatus.CorrectionRequested) return BranchRefusals.NotOpen(file, branch);
        var item = catalogue.Version(file.Case.ItemCode, file.Case.ItemVersion);
        if (file.BlockersOf(branch).Concat(OpinionsWanted(file, item, branch)).Distinct().ToArray() is { Length: > 0 } blockers) return BranchRefusals.WaitsFor(file, branch, blockers);
        if (DeferredOf(file, item, branch) is { Length: > 0 } deferred) return BranchRefusals.PapersDeferred(file, branch, deferred);
        if (!isTrial && Reviewed(file, item, branch) is { } unreviewed) return unreviewed;
        return string.IsNullOrWhiteSpace(command.Reasons) && Overruled(file, item, branch) is { Length: > 0 } overruled
            ? BranchRefusals.OverrulingReasonsMissing(overruled)
            : null;
    }

    /// <summary>Branches whose result this one wants to know and signs without.</summary>
    internal static int[] SignsWithout(CaseFile file, Branch branch) =>
        [.. branch.SoftDependencies.Where(number => file.FindBranch(number) is { } other && !other.Status.IsSettled())];

    /// <summary>统一办理: whether the branch is the lead's, which decides as one for all.</summary>
    internal static bool DecidesForAll(ServiceItem item, Branch branch) => item.JointForm is JointForm.Unified && branch.Kind is BranchKind.Certificate;

    // In unified handling the lead decides when every opinion is in, whatever it says.
    private static IEnumerable<int> OpinionsWanted(CaseFile file, ServiceItem item, Branch branch) =>
        DecidesForAll(item, branch) ? file.Branches.Where(other => other.Kind is BranchKind.Opinion && !other.Status.IsSettled()).Select(other => other.Number) : [];

    private static int[] Overruled(CaseFile file, ServiceItem item, Branch branch) =>
        DecidesForAll(item, branch) ? [.. file.Branches.Where(other => other is { Kind: BranchKind.Opinion, Status: BranchStatus.Refused }).Select(other => other.Number)] : [];

    private static string[] DeferredOf(CaseFile file, ServiceItem item, Branch branch) => file.Case.DeferredPapers.Length == 0
        ? []
        : [.. item.MaterialsOf(branch.Number).Select(paper => paper.Code).Where(file.Case.DeferredPapers.Contains)];

    private static Error? Reviewed(CaseFile file, ServiceItem item, Branch branch)
    {
        if (item.Branches.FirstOrDefault(part => part.Number == branch.Number) is not { NeedsTwoSignatures: true }) return null;
        if (branch.ReviewedBy is not { } reviewer) return BranchRefusals.ReviewMissing(file, branch);
        return reviewer == file.Act.UserName ? BranchRefusals.ReviewerSigns(file, branch) : null;
    }
}
