using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ErrorOr;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>What a flow that belongs to no case is started with (启动参数).</summary>
/// <param name="Input">A JSON object of the declared inputs.</param>
/// <param name="Trigger">The id of its first step, when what that waits for is what started it.</param>
/// <param name="Payload">What came with the event.</param>
/// <param name="Hops">How many flows in a row have brought it about without anybody acting.</param>
public sealed record FlowStart(
    JsonElement? Input = null,
    string? CorrelationId = null,
    string? Trigger = null,
    JsonElement? Payload = null,
    FlowParent? Parent = null,
    int Hops = 0
);

/// <summary>启动流程: a flow that belongs to no case began; by which of its steps, when it began by itself.</summary>
public sealed record FlowRunStarted(string DefinitionId, int Version, string? Trigger) : DomainEvent;

/// <summary>A run that has been started.</summary>
/// <param name="Number">Its number, twenty characters like that of a case.</param>
/// <param name="Status">Where it stands after its first steps; the words are Elsa's.</param>
public sealed record StartedRun(string Number, string DefinitionId, int Version, string Status, string SubStatus, JsonElement Output);

/// <summary>Numbers of runs, in the order in which they are asked for; a number may be left out.</summary>
public sealed class RunNumbers(NpgsqlDataSource source)
{
    /// <summary>Every number that a run of its own bears, by day.</summary>
    internal static readonly NumberSeries Series = new(
        "runs",
        "SELECT (case_key / 100000)::text AS period, case_key % 100000 AS number, created_at AS at FROM workflow_instances "
            + "WHERE case_key < 10000000000000"
    );

    private const string Take = """
        INSERT INTO workflow_run_numbers (day, taken) VALUES ($1, 1)
        ON CONFLICT (day) DO UPDATE SET taken = workflow_run_numbers.taken + 1 RETURNING taken
        """;

    /// <summary>The next of the day; null when the day's numbers are used up.</summary>
    public async Task<CaseNumber?> NextAsync(DateOnly day, CancellationToken cancellation)
    {
        await using var take = source.CreateCommand(Take);
        take.Parameters.Add(Statements.Value(day));
        return (int)(await take.ExecuteScalarAsync(cancellation))! is var taken and <= CaseNumber.MostADay
            ? CaseNumber.OfFlow(day, taken)
            : null;
    }
}

/// <summary>Starts flows that belong to no case, each in a file of its own (流程卷): lock, chain, position, journal as cases have.</summary>
public sealed class FlowStarts(CaseStore store, DefinitionRegister register, RunNumbers numbers, WorkflowRunner runner)
{
    /// <summary>Starts the published version.</summary>
    /// <param name="once">What starts it; the same is carried out once, however often it is asked for. Null for every time.</param>
    public async Task<ErrorOr<StartedRun>> StartAsync(
        string definitionId,
        FlowStart start,
        Act act,
        string? once,
        CancellationToken cancellation
    )
    {
        if (register.Published(definitionId) is not { } workflow)
            return DefinitionRefusals.NotPublished(definitionId);
        if (workflow.IsOfCase)
            return DefinitionRefusals.IsOfCase(definitionId);
        if (await numbers.NextAsync(act.Today, cancellation) is not { } number)
            return DefinitionRefusals.TooManyRuns(act.Today);
        return await store.BeginAsync(
            number,
            once is null ? act : Once(act, once),
            file =>
            {
                file.Section<CallSection>().Hops = start.Hops;
                file.Record(new FlowRunStarted(workflow.DefinitionId, workflow.Version, start.Trigger));
                return runner.Begin(file, workflow, start).Then(_ => Standing(file));
            },
            cancellation,
            Contents.OfRun
        );
    }

    /// <summary>The act under a key that says what it is about, so that it is carried out once.</summary>
    public static Act Once(Act act, string what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(what));
        return act with { Key = new($"flow-{Convert.ToHexStringLower(hash)}", hash) };
    }

    /// <summary>How the run in that file stands.</summary>
    internal static StartedRun Standing(CaseFile file)
    {
        var end = FlowEnd.Of(file);
        return new(end.Number, file.WorkflowId, file.WorkflowVersion, end.Status, end.SubStatus, end.Output);
    }
}

/// <summary>What a step that starts another flow asks for.</summary>
/// <param name="Type">The type of the step.</param>
internal sealed record StartRequest(string DefinitionId, string Type, bool Waits, string? CorrelationId, JsonElement? Input)
{
    public static JsonElement Of(ActivityRequest request, string definitionId, string type, bool waits) =>
        JsonSerializer.SerializeToElement(
            new StartRequest(
                definitionId,
                type,
                waits,
                request.Text("correlationId"),
                request.Inputs.TryGetProperty("input", out var input) && input.ValueKind is JsonValueKind.Object ? input : null
            ),
            CallSection.Written
        );
}
