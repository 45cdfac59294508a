using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>What must hold of the rules of acceptance and of the legal form before an item may be published.</summary>
internal static class AcceptanceFaults
{
    private const int LongestDays = 250;

    public static IEnumerable<Error> Of(ItemDraft draft) => Supplement(draft).Concat(Commitment(draft)).Concat(Form(draft));

    private static IEnumerable<Error> Supplement(ItemDraft draft)
    {
        if (draft.SupplementDays is < 1 or > LongestDays)
            yield return Refusal.Input("supplementDays", "item_supplement_days_wrong", "Expected 1 to {most} working days for a supplement, but there are {days}.",
                ("most", LongestDays), ("days", draft.SupplementDays));
        if (draft.IsDecidedByOne && draft.Kind is not ItemKind.Immediate)
            yield return Refusal.Input("isDecidedByOne", "item_needs_four_eyes", "Expected that only an item decided on the spot is decided by the officer who received it, but this one is {kind}.", ("kind", draft.Kind));
    }

    private static IEnumerable<Error> Commitment(ItemDraft draft)
    {
        if (draft.Commitment is not { } rule) yield break;
        if (!rule.TouchesNoSafety)
            yield return Refusal.Input("commitment", "item_commitment_unlawful", "Expected no safety, ecology, health or life to be at stake where a promise is enough, but nobody states that.");
        if (rule.CheckDays is < 1 or > LongestDays || rule.FixDays is < 1 or > LongestDays)
            yield return Refusal.Input("commitment", "item_commitment_days_wrong", "Expected 1 to {most} working days for the check and for putting right, but there are {check} and {fix}.",
                ("most", LongestDays), ("check", rule.CheckDays), ("fix", rule.FixDays));
        foreach (var (at, code) in rule.Papers.Index())
            if (draft.Materials.All(use => use.Code != code))
                yield return Refusal.Input($"commitment.papers[{at}]", "item_commitment_paper_unknown", "Expected a paper of this item, but {material} is none.", ("material", code));
    }

    private static IEnumerable<Error> Form(ItemDraft draft)
    {
        foreach (var (at, branch) in draft.Branches.Index())
            if (branch.Kind is BranchKind.Referral)
                yield return Refusal.Input($"branches[{at}].kind", "item_branch_kind_wrong", "Expected a certificate or an opinion, but branch {branch} is a review of a lower tier, which is drawn into the flow.", ("branch", branch.Number));
        if (draft.JointForm is not JointForm.Unified) yield break;
        var deciding = draft.Branches.Where(branch => branch.Kind is BranchKind.Certificate).ToList();
        if (deciding.Count == 0 || deciding.Exists(branch => branch.DepartmentCode != draft.LeadDepartmentCode))
            yield return Refusal.Input("jointForm", "item_unified_without_lead", "Expected that in unified handling {lead} alone decides and all others give opinions, but that is not so.", ("lead", draft.LeadDepartmentCode));
        foreach (var (at, branch) in draft.Branches.Index())
            if (branch.HardPredecessors().Any(number => draft.Branches.Any(other => other.Number == number && other.Kind is BranchKind.Opinion)))
                yield return Refusal.Input($"branches[{at}].dependsOn", "item_unified_opinion_binds", "Expected that in unified handling an opinion binds nobody, but branch {branch} may not sign without one.", ("branch", branch.Number));
    }
}
