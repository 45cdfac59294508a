using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>重试: a step of the flow that failed is tried again.</summary>
/// <param name="Incident">The id of the open incident.</param>
public sealed record RetryIncident(CaseNumber Case, string Incident);

/// <summary>Somebody had a failed step of the flow tried again.</summary>
public sealed record FlowRetried(string Incident) : DomainEvent;

/// <inheritdoc cref="RetryIncident"/>
public sealed class RetryIncidentHandler(CaseCabinet cabinet, WorkflowRunner runner)
{
    /// <returns>How many incidents are open afterwards.</returns>
    public Task<ErrorOr<int>> HandleAsync(RetryIncident command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync<int>(command.Case, act, file =>
        {
            if (runner.Retry(file, command.Incident) is { IsError: true } refused) return refused.Errors;
            file.Record(new FlowRetried(command.Incident));
            return file.WorkflowState.Incidents.Count;
        }, cancellation, Contents.Everything);
}
