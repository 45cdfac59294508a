using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// When a branch may be signed (签批条件): those it depends on have signed, the papers it uses are there, the review is done where it is
/// another officer's work, and whoever grants against an opinion or against what his department found on the spot says why.
/// </summary>
public sealed class SigningRules(CatalogueRegister catalogue)
{
    /// <summary>What is not said in words and must be; null when nothing is lacking.</summary>
    internal Error? MissingWords(CaseFile file, Branch branch, DecideBranch command)
    {
        if (!string.IsNullOrWhiteSpace(command.Reasons))
            return null;
        if (command.Verdict is Verdict.Approve && VisitRules.Latest(file, branch.Number) is { Passes: false, IsAbsent: false })
            return VisitRefusals.ReasonsMissing(file, branch);
        if (command.Verdict is Verdict.Refuse)
            return null;
        return Overruled(file, catalogue.ItemOf(file), branch) is { Length: > 0 } overruled
            ? BranchRefusals.OverrulingReasonsMissing(overruled)
            : null;
    }

    /// <summary>The branches that must sign first and have not.</summary>
    internal int[] Blockers(CaseFile file, Branch branch) =>
        [.. file.BlockersOf(branch).Concat(OpinionsWanted(file, catalogue.ItemOf(file), branch)).Distinct()];

    /// <summary>The deferred papers that the branch uses and that are not there.</summary>
    internal string[] DeferredOf(CaseFile file, Branch branch) =>
        file.Case.DeferredPapers.Length == 0
            ? []
            : [.. catalogue.ItemOf(file).MaterialsOf(branch.Number).Select(paper => paper.Code).Where(file.Case.DeferredPapers.Contains)];

    /// <summary>Why the signer may not be who he is: nobody has reviewed yet, or he himself.</summary>
    internal Error? Unreviewed(CaseFile file, Branch branch)
    {
        if (catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number) is not { NeedsTwoSignatures: true })
            return null;
        if (branch.ReviewedBy is not { } reviewer)
            return BranchRefusals.ReviewMissing(file, branch);
        // What somebody has reviewed from whom a recusal is asked waits for the head.
        if (reviewer == branch.RecusalOf)
            return BranchRefusals.RecusalPending(file, branch);
        return reviewer == file.Act.UserName ? BranchRefusals.ReviewerSigns(file, branch) : null;
    }

    /// <summary>Branches whose result this one wants to know and signs without.</summary>
    internal static int[] SignsWithout(CaseFile file, Branch branch) =>
        [.. branch.SoftDependencies.Where(number => file.FindBranch(number) is { } other && !other.Status.IsSettled())];

    /// <summary>统一办理: whether the branch is the lead's, which decides as one for all.</summary>
    internal static bool DecidesForAll(ServiceItem item, Branch branch) =>
        item.JointForm is JointForm.Unified && branch.Kind is BranchKind.Certificate;

    // In unified handling the lead decides when every opinion is in, whatever it says.
    private static IEnumerable<int> OpinionsWanted(CaseFile file, ServiceItem item, Branch branch) =>
        DecidesForAll(item, branch)
            ? file.Branches.Where(other => other.Kind is BranchKind.Opinion && !other.Status.IsSettled()).Select(other => other.Number)
            : [];

    private static int[] Overruled(CaseFile file, ServiceItem item, Branch branch) =>
        [
            .. file
                .Branches.Where(other =>
                    other.Status is BranchStatus.Disagreed
                    && other.Kind is BranchKind.Opinion
                    && (DecidesForAll(item, branch) || branch.HardDependencies.Contains(other.Number))
                )
                .Select(other => other.Number),
        ];
}
