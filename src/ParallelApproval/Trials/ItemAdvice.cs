using System.Text.Json.Nodes;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Workflows;

namespace ParallelApproval.Trials;

/// <summary>What an applicant in that situation needs (情形引导).</summary>
/// <param name="Branches">What applies to him, in the order of the item.</param>
/// <param name="LeftOut">What does not.</param>
/// <param name="Papers">What he brings, each once.</param>
public sealed record Advice(
    IReadOnlyList<BranchDefinition> Branches,
    IReadOnlyList<BranchDefinition> LeftOut,
    IReadOnlyList<MaterialRequirement> Papers
)
{
    /// <summary>Yuan (CNY).</summary>
    public decimal Fee => Branches.Sum(branch => branch.Fee);
}

/// <summary>
/// 情形引导: which departments an applicant needs, and which papers, by what he says of himself. Neither questions nor rules are kept for
/// it: the item's form brings optional branches in, the conditions of the flow leave others out, and a trial of the real flow tells.
/// </summary>
public sealed class ItemAdvice(DefinitionRegister definitions, TrialRunHandler trials)
{
    /// <summary>The fields of the form on which it depends; none where everybody needs the same.</summary>
    public IReadOnlyList<FormField> Questions(ServiceItem item)
    {
        var asked = (definitions.Published(item.WorkflowDefinitionId)?.Drawing.Facts ?? [])
            .Where(use => use.Input == AskOnlyWhenActivity.Input && use.Part == "form")
            .Select(use => use.Path.Split('.') is [_, var key, ..] ? key : "")
            .Concat(item.Branches.Select(branch => branch.ChosenBy ?? ""))
            .ToHashSet(StringComparer.Ordinal);
        return [.. item.FormFields.Where(field => asked.Contains(field.Key))];
    }

    /// <summary>What applies to whoever fills these fields; where the flow cannot be tried, what the form alone brings in.</summary>
    public Advice Of(ServiceItem item, JsonObject form)
    {
        int[] chosen = [.. item.BranchesFor(form)];
        if (
            definitions.Published(item.WorkflowDefinitionId) is { } flow
            && trials.Handle(new(flow, item.ItemCode, Branches: chosen, Form: form)) is { IsError: false, Value: var played }
        )
            chosen = [.. chosen.Where(number => played.Branches.Any(branch => branch.Number == number))];
        return new(
            [.. item.Branches.Where(branch => chosen.Contains(branch.Number))],
            [.. item.Branches.Where(branch => !chosen.Contains(branch.Number))],
            [.. item.AskedFor(chosen)]
        );
    }
}
