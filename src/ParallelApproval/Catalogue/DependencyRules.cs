using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>
/// What must hold between the branches of an item: they hang on each other without a circle, no one is due before what it waits for,
/// and who reads another's result waits for it.
/// </summary>
internal static class DependencyRules
{
    public static IEnumerable<Error> Check(ItemDraft draft)
    {
        var unknown = Unknown(draft).ToList();
        if (unknown.Count > 0)
            return unknown;
        var circle = InCircle(draft.Branches);
        return circle.Count > 0 ? [Circle(circle)] : DueOrder(draft).Concat(ResultsAwaited(draft));
    }

    private static IEnumerable<Error> Unknown(ItemDraft draft) =>
        from branch in draft.Branches
        from dependency in branch.DependsOn
        where dependency.Branch < 1 || dependency.Branch > draft.Branches.Count || dependency.Branch == branch.Number
        select Refusal.Input(
            $"branches[{branch.Number - 1}].dependsOn",
            RefusalCode.DependencyUnknown,
            ("branch", branch.Number),
            ("other", dependency.Branch)
        );

    /// <summary>The branches that are left when those that wait for nobody are taken away again and again.</summary>
    private static List<int> InCircle(IReadOnlyList<BranchDefinition> branches)
    {
        var left = branches.ToDictionary(branch => branch.Number, branch => branch.DependsOn.Select(d => d.Branch).ToHashSet());
        while (left.Where(pair => !pair.Value.Any(left.ContainsKey)).Select(pair => pair.Key).ToList() is { Count: > 0 } free)
            free.ForEach(number => left.Remove(number));
        return [.. left.Keys.Order()];
    }

    private static Error Circle(List<int> branches) => Refusal.Input("branches", RefusalCode.DependencyCircle, ("branches", branches));

    private static IEnumerable<Error> DueOrder(ItemDraft draft) =>
        from branch in draft.Branches
        from first in branch.HardPredecessors()
        let due = draft.Branches[first - 1].PromisedDay
        where branch.PromisedDay < due
        select Refusal.Input(
            $"branches[{branch.Number - 1}].promisedDay",
            RefusalCode.DueBeforePredecessor,
            ("branch", branch.Number),
            ("first", first),
            ("due", due),
            ("day", branch.PromisedDay)
        );

    private static IEnumerable<Error> ResultsAwaited(ItemDraft draft) =>
        from paper in draft.Materials.Index()
        let maker = paper.Item.OutputOfBranch ?? 0
        where maker >= 1 && maker <= draft.Branches.Count
        from user in paper.Item.UsedBy.Where(number => number >= 1 && number <= draft.Branches.Count)
        where !Ancestors(draft.Branches, user).Contains(maker)
        select Refusal.Input(
            $"materials[{paper.Index}].usedBy",
            RefusalCode.ResultNotAwaited,
            ("branch", user),
            ("maker", maker),
            ("material", paper.Item.Code)
        );

    private static HashSet<int> Ancestors(IReadOnlyList<BranchDefinition> branches, int number)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>([number]);
        while (open.TryPop(out var next))
            foreach (var dependency in branches[next - 1].DependsOn)
                if (found.Add(dependency.Branch))
                    open.Push(dependency.Branch);
        return found;
    }
}
