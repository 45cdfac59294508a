using ParallelApproval.Outbound;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>
/// What a flow must be so that what it calls can be called (外呼检查): flows that it starts are published, belong to no case and never come
/// back to it; hosts that it calls are on the list. What an expression works out is judged when the flow comes there.
/// </summary>
internal sealed class CallChecks(DefinitionRegisterLook register, OutboundSettings settings) : IJudgeFlows
{
    private static readonly string[] Starting = ["Elsa.DispatchWorkflow", "Elsa.ExecuteWorkflow", BulkDispatchActivity.TypeName];

    public IEnumerable<FlowFault> Judge(DrawnFlow flow) =>
        [
            .. flow.Steps.SelectMany(step => Judge(flow, step)),
            // What asks a department has its place in the flow of its case, where all others can see it.
            .. flow.Definition.UsableAsActivity && WorkflowVersion.HasStepsOfCases(flow.Definition)
                ? [FlowFault.At(flow.RootId, RefusalCode.FlowIsNoActivity)]
                : (FlowFault[])[],
        ];

    private IEnumerable<FlowFault> Judge(DrawnFlow flow, DrawnStep step)
    {
        if (Starting.Contains(step.Type) && step.Input("WorkflowDefinitionId").Text is { } called)
        {
            if (called == flow.DefinitionId || register.Find(called) is { } other && ComesBack(other, flow.DefinitionId, []))
                yield return FlowFault.At(step.Id, RefusalCode.FlowCallsItself, ("definition", called));
            else if (register.Find(called) is not { } started)
                yield return FlowFault.At(step.Id, RefusalCode.FlowNotPublished, ("definition", called));
            else if (started.IsOfCase)
                yield return FlowFault.At(step.Id, RefusalCode.FlowIsOfCase, ("definition", called));
        }

        if (
            step.Type == FlowSendHttpRequestActivity.TypeName
            && step.Input("Url").Text is { } written
            && !(
                Uri.TryCreate(written, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
                && settings.Of(url.IdnHost, url.Port).IsAllowed
            )
        )
            yield return FlowFault.At(step.Id, RefusalCode.HostNotListed, ("url", written));
        if (step.Type == SendEmailActivity.TypeName && settings.Mail is null)
            yield return FlowFault.At(step.Id, RefusalCode.MailNotSet);
    }

    private bool ComesBack(WorkflowVersion at, string to, HashSet<string> seen) =>
        seen.Add(at.DefinitionId)
        && at.Drawing.Steps.Where(step => Starting.Contains(step.Type))
            .Select(step => step.Input("WorkflowDefinitionId").Text)
            .OfType<string>()
            .Any(called => called == to || register.Find(called) is { } next && ComesBack(next, to, seen));
}
