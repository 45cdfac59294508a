using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>What must hold of the rules of acceptance and of the legal form before an item may be published.</summary>
internal static class AcceptanceFaults
{
    private const int LongestDays = 250;

    public static IEnumerable<Error> Of(ItemDraft draft) =>
        Supplement(draft).Concat(Retention(draft)).Concat(Commitment(draft)).Concat(Form(draft));

    private static IEnumerable<Error> Retention(ItemDraft draft)
    {
        if (draft.UndecidedRetentionYears is < RetentionPeriods.FewestYears or > RetentionPeriods.MostYears)
            yield return Refusal.Input(
                "undecidedRetentionYears",
                RefusalCode.ItemRetentionYearsWrong,
                ("fewest", RetentionPeriods.FewestYears),
                ("most", RetentionPeriods.MostYears),
                ("years", draft.UndecidedRetentionYears)
            );
    }

    private static IEnumerable<Error> Supplement(ItemDraft draft)
    {
        if (draft.SupplementDays is < 1 or > LongestDays)
            yield return Refusal.Input(
                "supplementDays",
                RefusalCode.ItemSupplementDaysWrong,
                ("most", LongestDays),
                ("days", draft.SupplementDays)
            );
        if (draft.IsDecidedByOne && draft.Kind is not ItemKind.Immediate)
            yield return Refusal.Input("isDecidedByOne", RefusalCode.ItemNeedsFourEyes, ("kind", draft.Kind));
    }

    private static IEnumerable<Error> Commitment(ItemDraft draft)
    {
        if (draft.Commitment is not { } rule)
            yield break;
        if (!rule.TouchesNoSafety)
            yield return Refusal.Input("commitment", RefusalCode.ItemCommitmentUnlawful);
        if (rule.CheckDays is < 1 or > LongestDays || rule.FixDays is < 1 or > LongestDays)
            yield return Refusal.Input(
                "commitment",
                RefusalCode.ItemCommitmentDaysWrong,
                ("most", LongestDays),
                ("check", rule.CheckDays),
                ("fix", rule.FixDays)
            );
        foreach (var (at, code) in rule.Papers.Index())
            if (draft.Materials.All(use => use.Code != code))
                yield return Refusal.Input($"commitment.papers[{at}]", RefusalCode.ItemCommitmentPaperUnknown, ("material", code));
    }

    private static IEnumerable<Error> Form(ItemDraft draft)
    {
        foreach (var (at, branch) in draft.Branches.Index())
            if (branch.Kind is BranchKind.Referral)
                yield return Refusal.Input($"branches[{at}].kind", RefusalCode.ItemBranchKindWrong, ("branch", branch.Number));
        if (draft.JointForm is not JointForm.Unified)
            yield break;
        var deciding = draft.Branches.Where(branch => branch.Kind is BranchKind.Certificate).ToList();
        if (deciding.Count == 0 || deciding.Exists(branch => branch.DepartmentCode != draft.LeadDepartmentCode))
            yield return Refusal.Input("jointForm", RefusalCode.ItemUnifiedWithoutLead, ("lead", draft.LeadDepartmentCode));
        foreach (var (at, branch) in draft.Branches.Index())
            if (
                branch
                    .HardPredecessors()
                    .Any(number => draft.Branches.Any(other => other.Number == number && other.Kind is BranchKind.Opinion))
            )
                yield return Refusal.Input($"branches[{at}].dependsOn", RefusalCode.ItemUnifiedOpinionBinds, ("branch", branch.Number));
    }
}
