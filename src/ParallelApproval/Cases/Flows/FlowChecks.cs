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
                .. reach.Conditional.SelectMany(Nobody),
                .. reach.Approvals.Concat(reach.Conditional).SelectMany(Closed),
                .. reach.Blocks.SelectMany(Block),
                .. Meant(flow, items),
                .. reach.Waits.SelectMany(Wait),
                .. Facts(flow, items),
                .. items.SelectMany(item => Uncopied(flow, reach, item)),
                .. items.SelectMany(item => LeftOut(flow, reach, item)),
                .. items.SelectMany(item => BeyondLaw(reach, item)),
                .. items.SelectMany(item => WaitsBeyondLaw(reach, item)),
                .. items.SelectMany(item => LeavesOut(flow, reach, item)),
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
        foreach (var step in reach.Idle)
            yield return FlowFault.At(step.Id, RefusalCode.LoopNeverLeft) with
            {
                IsWarning = true,
            };
    }

    // The departments are asked all the same; that they learn of the case at one and the same instant is what the procedure is for.
    private static IEnumerable<FlowFault> Uncopied(DrawnFlow flow, FlowReach reach, ServiceItem item) =>
        !reach.Copies && item.Branches.DistinctBy(branch => branch.DepartmentCode).Count() > 1
            ? [FlowFault.At(flow.RootId, RefusalCode.FlowWithoutCopies, ("item", item.ItemCode)) with { IsWarning = true }]
            : [];

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

    // Its heir is asked in its place; where there is none, nobody would be.
    private IEnumerable<FlowFault> Closed(DrawnStep step)
    {
        if (step.Input("Department").Text is not { } code || officers.Department(code) is not { ClosedOn: not null } closed)
            yield break;
        yield return officers.Department(officers.InPlaceOf(code)) is { ClosedOn: null } heir
            ? FlowFault.At(step.Id, RefusalCode.FlowDepartmentInherited, ("department", closed.Name), ("heir", heir.Name)) with
            {
                IsWarning = true,
            }
            : FlowFault.At(step.Id, RefusalCode.FlowDepartmentClosed, ("department", closed.Name));
    }

    private static IEnumerable<FlowFault> Block(DrawnStep step)
    {
        var (lanes, waits) = (step.Input(ApproveInParallelActivity.Lanes), step.Input(ApproveInParallelActivity.Waits));
        if (lanes.IsWorkedOut || waits.IsWorkedOut)
            yield return FlowFault.At(step.Id, RefusalCode.FlowBlockWorkedOut);
        var block = ParallelBlock.Read(lanes.Text, waits.Text);
        if (block.Strangers.Count > 0)
            yield return FlowFault.At(step.Id, RefusalCode.FlowBlockStrangers, ("lanes", string.Join(", ", block.Strangers)));
        if (block.Circle.Count > 0)
            yield return FlowFault.At(step.Id, RefusalCode.FlowBlockCircle, ("lanes", string.Join(", ", block.Circle)));
    }

    // Such a branch is asked at the end of the flow (CaseEnding), which may be late, but is no wall: the designer must mean it.
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
                    IsWarning = flow.MeantFor.LeavesOut(branch.Number),
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

    private static IEnumerable<FlowFault> Meant(DrawnFlow flow, List<ServiceItem> items)
    {
        if ((flow.MeantFor.Unreadable ?? flow.MeantFor.Unknown(Enum.GetNames<ItemKind>(), Enum.GetNames<Tier>())) is { } word)
            yield return FlowFault.At(flow.RootId, RefusalCode.FlowMeantForUnreadable, ("word", word));
        else
            foreach (var item in items.Where(item => !FlowOfItem.IsMeantFor(flow, item)))
                yield return FlowFault.At(
                    flow.RootId,
                    RefusalCode.FlowNotMeantForItem,
                    ("item", item.ItemCode),
                    ("meant", flow.MeantFor.Written)
                );
    }

    private static IEnumerable<FlowFault> WaitsBeyondLaw(FlowReach reach, ServiceItem item) =>
        from step in reach.Waits
        where step.Input("Direction").Text is { } direction and not WaitWorkingDaysActivity.Before && direction.Length > 0
        where int.TryParse(step.Input("Days").Text, out var days) && days > item.LegalDays
        select FlowFault.At(
            step.Id,
            RefusalCode.FlowPromisesBeyondLaw,
            ("days", step.Input("Days").Text),
            ("legalDays", item.LegalDays),
            ("item", item.ItemCode)
        );

    private static IEnumerable<FlowFault> Nobody(DrawnStep step)
    {
        if (step.Input("Department").IsNothing && step.Input("Branch").IsNothing)
            yield return FlowFault.At(step.Id, RefusalCode.ApprovalWithoutDepartment);
    }

    private static IEnumerable<FlowFault> Wait(DrawnStep step)
    {
        if (
            step.Input("Days").Text is { } text
            && !(int.TryParse(text, out var days) && days is >= 0 and <= WaitWorkingDaysActivity.MostDays)
        )
            yield return FlowFault.At(step.Id, RefusalCode.FlowDaysImpossible, ("days", text));
        var direction = step.Input("Direction");
        if (
            (direction.IsNothing || direction.Text is WaitWorkingDaysActivity.Before)
            && step.Input("Of").Text is { } of
            && !WaitWorkingDaysActivity.Ahead.Contains(of)
        )
            yield return FlowFault.At(step.Id, RefusalCode.FlowWaitsForThePast, ("of", of));
    }

    // A flow that no item uses yet may be meant for any: it is enough that one has what it asks for.
    private IEnumerable<FlowFault> Facts(DrawnFlow flow, List<ServiceItem> items) =>
        items.Count > 0
            ? items.SelectMany(item => FactFaults(flow, item)).DistinctBy(fault => (fault.Step, fault.Code, fault.Facts[0].Value))
            : flow.Facts.SelectMany(use => Unused(use, [.. catalogue.Current.Newest()]));

    private static IEnumerable<FlowFault> Unused(FactUse use, List<ServiceItem> any)
    {
        var known = any.Where(item => FactBook.Find(use.Path, item) is not null).ToList();
        return known.Exists(item => FactFault(use, item) is null) || any.Count == 0
            ? []
            : [FactFault(use, known.Count > 0 ? known[0] : any[0])!];
    }

    /// <summary>Where the flow asks for what cases of that item do not have, or compares it with what it can never be.</summary>
    internal static IEnumerable<FlowFault> FactFaults(DrawnFlow flow, ServiceItem item) =>
        flow.Facts.Select(use => FactFault(use, item)).OfType<FlowFault>();

    private static FlowFault? FactFault(FactUse use, ServiceItem item) =>
        FactBook.Find(use.Path, item) is not { } fact
            ? FlowFault.At(use.Step, RefusalCode.FlowFactUnknown, ("fact", use.Path), ("item", item.ItemCode))
        : use.Misfit(fact) is { } value
            ? FlowFault.At(
                use.Step,
                RefusalCode.FlowFactMisfit,
                ("fact", use.Path),
                ("kind", fact.Type),
                ("value", value),
                ("choices", string.Join(", ", fact.Choices ?? [])),
                ("item", item.ItemCode)
            )
        : null;

    // 行政许可法 art. 34 ff.: what was applied for is decided. A department that grants it is left out only because the application itself says
    // that it is not concerned.
    private static IEnumerable<FlowFault> LeavesOut(DrawnFlow flow, FlowReach reach, ServiceItem item) =>
        from step in reach.Conditional.Concat(reach.Approvals)
        let asked = step.Input("AskedWhen")
        where asked.IsWorkedOut || bool.TryParse(asked.Text, out var always) && !always
        from branch in item.Branches
        where branch is { IsOptional: false, Kind: BranchKind.Certificate } && FlowReach.Names(step, branch)
        let uses = flow.Facts.Where(use => use.Step == step.Id && use.Input == AskOnlyWhenActivity.Input).ToList()
        where uses.Count == 0 || !uses.TrueForAll(use => FactBook.IsSaidByApplicant(use.Path))
        select FlowFault.At(
            step.Id,
            RefusalCode.FlowLeavesOutAppliedFor,
            ("item", item.ItemCode),
            ("branch", branch.Number),
            ("department", branch.DepartmentCode)
        );
}
