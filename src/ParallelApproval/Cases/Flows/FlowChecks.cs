using System.Globalization;
using ParallelApproval.Catalogue;
using ParallelApproval.Engine;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// What a flow must be so that no case comes to a wall in it (流程业务检查), judged against the departments that there are and the items that
/// use it. A flow that is about no case, and that no item uses, is not judged.
/// </summary>
internal sealed class FlowChecks(CatalogueRegister catalogue, OfficerRegister officers) : IJudgeFlows
{
    public IEnumerable<WorkflowProblem> Judge(WorkflowDefinition definition)
    {
        var reach = new FlowReach(definition);
        var items = catalogue.Current.Using(definition.DefinitionId).ToList();
        return reach.IsOfCase || items.Count > 0
            ? [.. Course(definition, reach), .. reach.Approvals.SelectMany(Department), .. items.SelectMany(item => Item(reach, item))]
            : [];
    }

    private static IEnumerable<WorkflowProblem> Course(WorkflowDefinition definition, FlowReach reach)
    {
        if (!reach.TakesIn)
            yield return Error(definition.Root.Id, "flow_without_intake");
        if (!reach.Closes)
            yield return Error(definition.Root.Id, "flow_without_finish");
        foreach (var step in reach.TooEarly)
            yield return Error(step.Id, "step_before_acceptance");
        foreach (var step in reach.Unasked)
            yield return Error(step.Id, "finish_before_approval");
        foreach (var step in reach.Endless)
            yield return Error(step.Id, "loop_never_waits");
        foreach (var step in reach.Nameless)
            yield return Error(step.Id, "approval_without_department");
    }

    private IEnumerable<WorkflowProblem> Department(ActivityNode step)
    {
        if (Written.Of(step, "Department").Text is { } code && officers.Department(code) is null)
            yield return Error(step.Id, "flow_department_unknown", ("department", code));
        if (Written.Of(step, "PromisedDays").Text is { } text && !(int.TryParse(text, out var days) && days >= 0))
            yield return Error(step.Id, "flow_days_impossible", ("days", text));
    }

    private static IEnumerable<WorkflowProblem> Item(FlowReach reach, ServiceItem item)
    {
        foreach (var branch in reach.LeftOut(item.Branches))
            yield return Warning(
                "flow_leaves_branch_out",
                ("item", item.ItemCode),
                ("branch", branch.Number.ToString(CultureInfo.InvariantCulture)),
                ("department", branch.DepartmentCode)
            );
        foreach (var step in reach.Approvals)
        {
            if (
                !int.TryParse(Written.Of(step, "Branch").Text, out var number)
                || item.Branches.FirstOrDefault(part => part.Number == number) is not { } branch
                || !int.TryParse(Written.Of(step, "PromisedDays").Text, out var days)
                || days <= branch.LegalDays
            )
                continue;
            yield return Error(
                step.Id,
                "flow_promises_beyond_law",
                ("days", days.ToString(CultureInfo.InvariantCulture)),
                ("legalDays", $"{branch.LegalDays}"),
                ("item", item.ItemCode)
            );
        }
    }

    private static WorkflowProblem Warning(string code, params (string Name, string Value)[] facts) =>
        Error(null, code, facts) with
        {
            Severity = Severity.Warning,
        };

    private static WorkflowProblem Error(string? activity, string code, params (string Name, string Value)[] facts)
    {
        var known = facts.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
        if (activity is not null)
            known["activity"] = activity;
        return new(activity, code, Severity.Error, code, known);
    }
}
