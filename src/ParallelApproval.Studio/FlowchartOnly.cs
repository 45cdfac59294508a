using Elsa.Studio.Workflows.Domain.Contracts;
using Elsa.Studio.Workflows.Domain.Models;
using Elsa.Studio.Workflows.Domain.Services;

namespace ParallelApproval.Studio;

/// <summary>A new definition starts as a flowchart (流程图); the other kinds that Studio offers have no meaning for a case.</summary>
internal sealed class FlowchartOnly : IWorkflowRootActivityTemplateProvider
{
    private static readonly WorkflowRootActivityTemplate Flowchart = new DefaultWorkflowRootActivityTemplateProvider().Find(
        DefaultWorkflowRootActivityTemplateProvider.FlowchartKey
    )!;

    public IReadOnlyCollection<WorkflowRootActivityTemplate> List() => [Flowchart];

    public WorkflowRootActivityTemplate GetDefault() => Flowchart;

    public WorkflowRootActivityTemplate? Find(string? key) => Flowchart;
}
