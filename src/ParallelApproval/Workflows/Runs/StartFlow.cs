using System.Text.Json;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Workflows;

/// <summary>启动流程: a published flow that belongs to no case is started, such as a nightly round that somebody wants now.</summary>
/// <param name="Input">A JSON object of its inputs; null for none.</param>
/// <param name="CorrelationId">By what events find it; null for nothing.</param>
[Authority("Start a flow that belongs to no case", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record StartFlow(string DefinitionId, JsonElement? Input = null, string? CorrelationId = null);

internal sealed class StartFlowValidator : AbstractValidator<StartFlow>
{
    public StartFlowValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.CorrelationId).IsLine(TextLengths.Line).When(command => command.CorrelationId is not null);
    }
}

/// <inheritdoc cref="StartFlow"/>
public sealed class StartFlowHandler(FlowStarts starts) : Handler<StartFlow, StartedRun>
{
    protected override Task<ErrorOr<StartedRun>> CarryOutAsync(StartFlow command, Act act, CancellationToken cancellation) =>
        starts.StartAsync(command.DefinitionId, new(command.Input, command.CorrelationId), act, once: null, cancellation);
}
