using System.Text.Json;
using ErrorOr;
using FluentValidation;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>
/// 触发事件: something has happened, outside or in another flow; every step that waits for an event of that name goes on, and every published
/// flow of no case that begins with it is started. Refused as <c>event_not_awaited</c> when there is neither: nothing has changed then.
/// </summary>
/// <param name="EventName">As it stands at the steps, capitals and all.</param>
/// <param name="CorrelationId">Only the case of that number and flows with that correlation id; null for all.</param>
/// <param name="Instance">Only the case or run of that number; null for all.</param>
/// <param name="Payload">What the steps hand on as their result.</param>
[Authority("Tell the flows that an event has happened", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record RaiseEvent(string EventName, string? CorrelationId = null, CaseNumber? Instance = null, JsonElement? Payload = null);

/// <summary>事件送达: steps of the flow waited for it and went on.</summary>
public sealed record FlowEventHeard(string EventName) : DomainEvent;

/// <summary>What an event did.</summary>
/// <param name="WentOn">Numbers of the cases and runs that went on.</param>
/// <param name="Started">Numbers of the runs that it started.</param>
public sealed record RaisedEvent(IReadOnlyList<string> WentOn, IReadOnlyList<string> Started);

internal sealed class RaiseEventValidator : AbstractValidator<RaiseEvent>
{
    public RaiseEventValidator()
    {
        RuleFor(command => command.EventName).Given().IsLine(TextLengths.Line);
        RuleFor(command => command.CorrelationId).IsLine(TextLengths.Line).When(command => command.CorrelationId is not null);
    }
}

/// <inheritdoc cref="RaiseEvent"/>
public sealed class RaiseEventHandler(FlowEvents events) : Handler<RaiseEvent, RaisedEvent>
{
    protected override async Task<ErrorOr<RaisedEvent>> CarryOutAsync(RaiseEvent command, Act act, CancellationToken cancellation)
    {
        var (raised, stuck) = await events.RaiseAsync(command, act, act.Key?.Value, cancellation);
        return raised.WentOn.Count + raised.Started.Count > 0 ? raised : stuck ?? DefinitionRefusals.EventNotAwaited(command.EventName);
    }
}

/// <summary>Carries events to those who wait for them (事件送达): file by file, each in a transaction of its own and once.</summary>
public sealed class FlowEvents(
    CaseStore store,
    NpgsqlDataSource source,
    DefinitionRegister register,
    RegisterCache registers,
    FlowStarts starts,
    WorkflowRunner runner
)
{
    // Answered from the index of those that wait, whatever else there is; whose it is not is never locked.
    private const string Waiting = """
        SELECT case_key FROM workflow_instances WHERE awaits @> ARRAY[$1] AND awaits <> '{}'
        AND ($2::bigint IS NULL OR case_key = $2) AND ($3::text IS NULL OR case_key = $4 OR correlation_id = $3)
        ORDER BY case_key
        """;

    /// <param name="once">What raises it; the same is carried out once in each file. Null for every time.</param>
    /// <param name="hops">How many flows in a row have brought it about without anybody acting.</param>
    /// <returns>What it did, and why some file could not be told, if one could not; that one is told when it is raised again.</returns>
    internal async Task<(RaisedEvent Done, Error? Stuck)> RaiseAsync(
        RaiseEvent raised,
        Act act,
        string? once,
        CancellationToken cancellation,
        int hops = 0
    )
    {
        var (wentOn, started) = (new List<string>(), new List<string>());
        Error? stuck = null;
        foreach (var number in await WaitingAsync(raised, cancellation))
        {
            var heard = await store.WorkOnAsync<string>(
                number,
                once is null ? act : FlowStarts.Once(act, $"{once} {number}"),
                file => Hear(file, raised, hops),
                cancellation,
                number.Whole
            );
            if (!heard.IsError)
                wentOn.Add(heard.Value);
            else if (heard.FirstError.Code != RefusalCode.EventNotAwaited.Name)
                stuck = heard.FirstError;
        }

        if (raised.Instance is null)
            await StartAsync(raised, act, once, started, hops, cancellation);
        return (new(wentOn, started), stuck);
    }

    internal ErrorOr<string> Hear(CaseFile file, RaiseEvent raised, int hops = 0)
    {
        file.Section<CallSection>().Hops = hops;
        if (runner.Raise(file, raised.EventName, raised.Payload) is { IsError: true } refused)
            return refused.Errors;
        file.Record(new FlowEventHeard(raised.EventName));
        return file.Number.ToString();
    }

    private async Task StartAsync(RaiseEvent raised, Act act, string? once, List<string> started, int hops, CancellationToken cancellation)
    {
        await registers.RefreshAsync(cancellation);
        foreach (var flow in register.OfNoCase.Where(flow => flow.BeginsWith("Elsa.Event", "EventName") == raised.EventName).ToList())
        {
            var begun = await starts.StartAsync(
                flow.DefinitionId,
                new(CorrelationId: raised.CorrelationId, Trigger: flow.Definition.Root.StartId, Payload: raised.Payload, Hops: hops),
                once is null ? act with { Key = null } : act,
                once is null ? null : $"{once} {flow.DefinitionId}",
                cancellation
            );
            if (!begun.IsError)
                started.Add(begun.Value.Number);
        }
    }

    private async Task<List<CaseNumber>> WaitingAsync(RaiseEvent raised, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Waiting);
        ask.Parameters.Add(Statements.Value(raised.EventName));
        ask.Parameters.Add(Statements.Long(raised.Instance?.Key));
        ask.Parameters.Add(Statements.Text(raised.CorrelationId));
        ask.Parameters.Add(Statements.Long(CaseNumber.TryParse(raised.CorrelationId, out var number) ? number.Key : null));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var found = new List<CaseNumber>();
        while (await rows.ReadAsync(cancellation))
            found.Add(new(rows.GetInt64(0)));
        return found;
    }
}
