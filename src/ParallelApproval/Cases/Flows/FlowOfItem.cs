using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>An item does not go in force on a flow that would not carry its cases (流程适用): every branch of it must be asked.</summary>
internal sealed class FlowOfItem(DefinitionRegister definitions, CatalogueRegister catalogue) : IJudgeItems
{
    private const string Field = "workflowDefinitionId";

    public IEnumerable<Error> Faults(ItemDraft draft, DateOnly today)
    {
        if (definitions.Published(draft.WorkflowDefinitionId) is not { } flow)
            yield return CaseRefusals.UnknownWorkflow(Field, draft.WorkflowDefinitionId, null);
        else if (Unfit(flow, draft.Branches) is { } departments)
            yield return CaseRefusals.WorkflowUnfit(Field, draft.WorkflowDefinitionId, draft.ItemCode, departments);
        else if (!IsMeantFor(flow.Drawing, draft.ToItem(1, catalogue.Current.Materials)))
            yield return CaseRefusals.WorkflowNotMeant(Field, draft.WorkflowDefinitionId, draft.ItemCode, flow.Drawing.MeantFor.Written);
        else if (Unknown(flow, draft.ToItem(1, catalogue.Current.Materials)) is { Length: > 0 } facts)
            yield return CaseRefusals.WorkflowAsksUnknown(Field, draft.WorkflowDefinitionId, draft.ItemCode, facts);
    }

    /// <summary>Whether the designer of the flow had such items in mind.</summary>
    internal static bool IsMeantFor(DrawnFlow flow, ServiceItem item) =>
        flow.MeantFor.Covers($"{item.Kind}", $"{item.Tier}", item.Branches.Count);

    /// <summary>What the flow asks for that cases of the item do not have, such as a field of the form.</summary>
    internal static string[] Unknown(WorkflowVersion flow, ServiceItem item) =>
        [.. FlowChecks.FactFaults(flow.Drawing, item).Select(fault => $"{fault.Facts[0].Value}").Distinct()];

    /// <summary>Why a case with these branches cannot run on the flow: the departments that it does not ask; null when it can.</summary>
    internal static string[]? Unfit(WorkflowVersion flow, IEnumerable<BranchDefinition> branches)
    {
        var reach = new FlowReach(flow.Drawing);
        string[] leftOut =
        [
            .. reach
                .LeftOut(branches)
                .Where(branch => !flow.Drawing.MeantFor.LeavesOut(branch.Number))
                .Select(branch => branch.DepartmentCode),
        ];
        return reach.TakesIn && leftOut.Length == 0 ? null : leftOut;
    }
}
