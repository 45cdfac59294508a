using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// What a flow must be so that no case comes to a wall in it (流程业务检查), judged against the departments that there are and the items that
/// use it. A flow that is about no case, and that no item uses, is not judged.
/// </summary>
internal sealed class FlowChecks(CatalogueRegister catalogue, OfficerRegister officers) : IJudgeFlows
{
    public IEnumerable<FlowFault> Judge(DrawnFlow flow)
    {
        var reach = new FlowReach(flow);
        var items = catalogue.Current.Using(flow.DefinitionId).ToList();
        return reach.IsOfCase || items.Count > 0
            ?
            [
                .. Course(flow, reach),
                .. reach.Approvals.SelectMany(Department),
                .. items.SelectMany(item => LeftOut(flow, reach, item)),
                .. items.SelectMany(item => BeyondLaw(reach, item)),
            ]
            : [];
    }

    private static IEnumerable<FlowFault> Course(DrawnFlow flow, FlowReach reach)
    {
        if (!reach.TakesIn)
            yield return FlowFault.At(flow.RootId, RefusalCode.FlowWithoutIntake);
        if (!reach.Closes)
            yield return FlowFault.At(flow.RootId, RefusalCode.FlowWithoutFinish);
        foreach (var step in reach.TooEarly)
            yield return FlowFault.At(step.Id, RefusalCode.StepBeforeAcceptance);
        foreach (var step in reach.Unasked)
            yield return FlowFault.At(step.Id, RefusalCode.FinishBeforeApproval);
        foreach (var step in reach.Endless)
            yield return FlowFault.At(step.Id, RefusalCode.LoopNeverWaits);
    }

    private IEnumerable<FlowFault> Department(DrawnStep step)
    {
        var department = step.Input("Department");
        if (department.IsNothing && step.Input("Branch").IsNothing)
            yield return FlowFault.At(step.Id, RefusalCode.ApprovalWithoutDepartment);
        if (department.Text is { } code && officers.Department(code) is null)
            yield return FlowFault.At(step.Id, RefusalCode.FlowDepartmentUnknown, ("department", code));
        if (step.Input("PromisedDays").Text is { } text && !(int.TryParse(text, out var days) && days >= 0))
            yield return FlowFault.At(step.Id, RefusalCode.FlowDaysImpossible, ("days", text));
    }

    // Such a branch is asked at the end of the flow (CaseEnding), which may be late, but is no wall.
    private static IEnumerable<FlowFault> LeftOut(DrawnFlow flow, FlowReach reach, ServiceItem item) =>
        reach
            .LeftOut(item.Branches)
            .Select(branch =>
                FlowFault.At(
                    flow.RootId,
                    RefusalCode.FlowLeavesBranchOut,
                    ("item", item.ItemCode),
                    ("branch", branch.Number),
                    ("department", branch.DepartmentCode)
                ) with
                {
                    IsWarning = true,
                }
            );

    private static IEnumerable<FlowFault> BeyondLaw(FlowReach reach, ServiceItem item) =>
        from step in reach.Approvals
        let branch = item.Branches.FirstOrDefault(part => step.Input("Branch").Text == FormattableString.Invariant($"{part.Number}"))
        where branch is not null && int.TryParse(step.Input("PromisedDays").Text, out var days) && days > branch.LegalDays
        select FlowFault.At(
            step.Id,
            RefusalCode.FlowPromisesBeyondLaw,
            ("days", step.Input("PromisedDays").Text),
            ("legalDays", branch.LegalDays),
            ("item", item.ItemCode)
        );
}
