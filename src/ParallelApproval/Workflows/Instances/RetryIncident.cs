using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Workflows;

/// <summary>重试: a step of the flow that failed is tried again.</summary>
/// <param name="Incident">The id of the open incident.</param>
[Authority("Try a failed step of a flow again", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record RetryIncident(CaseNumber Case, string Incident);

/// <summary>Somebody had a failed step of the flow tried again.</summary>
public sealed record FlowRetried(string Incident) : DomainEvent;

/// <summary>What became of it.</summary>
/// <param name="OpenIncidents">Steps of the case that stand failed now; the one tried again is among them when its cause is still
/// there.</param>
public sealed record Retried(int OpenIncidents);

internal sealed class RetryIncidentValidator : AbstractValidator<RetryIncident>
{
    public RetryIncidentValidator() => RuleFor(command => command.Incident).IsLine(TextLengths.Line);
}

/// <inheritdoc cref="RetryIncident"/>
public sealed class RetryIncidentHandler(CaseStore store, WorkflowRunner runner) : Handler<RetryIncident, Retried>
{
    protected override Task<ErrorOr<Retried>> CarryOutAsync(RetryIncident command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync<Retried>(command.Case, act, file => Retry(file, command.Incident), cancellation, command.Case.Whole);

    internal ErrorOr<Retried> Retry(CaseFile file, string incident)
    {
        if (runner.Retry(file, incident) is { IsError: true } refused)
            return refused.Errors;
        file.Record(new FlowRetried(incident));
        return new Retried(file.WorkflowState.Incidents.Count);
    }
}
