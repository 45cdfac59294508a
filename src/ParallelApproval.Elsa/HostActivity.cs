using System.Dynamic;
using System.Globalization;
using System.Text.Json;
using Elsa.Extensions;
using Elsa.Workflows;
using Elsa.Workflows.Models;
using ParallelApproval.Engine;
using EngineDescriptor = ParallelApproval.Engine.ActivityDescriptor;

namespace ParallelApproval.Elsa;

/// <summary>
/// Every step that the host carries out, as Elsa sees it: it evaluates its inputs, asks, and waits at a bookmark named for its activity and
/// its run.
/// </summary>
/// <remarks>
/// Inputs that cannot be evaluated make no fault of Elsa's: the step stands failed at its bookmark until it is tried again.
/// </remarks>
public sealed class HostActivity : Activity
{
    private const string NoName = "";

    /// <summary>The type as the host describes it; set when it is read out of a definition.</summary>
    internal EngineDescriptor Described { get; set; } = null!;

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (ElsaStep.Current.TakeTrigger(context.Activity.Id) is { } happened)
            await LeaveAsync(context, happened);
        else
            await AskAsync(context);
    }

    private async ValueTask AskAsync(ActivityExecutionContext context)
    {
        var (step, run) = (ElsaStep.Current, NumberOf(context));
        try
        {
            var inputs = await InputsAsync(context);
            var (kind, name, due) = Wanted(inputs, step.Now);
            if (Described.Type == "Elsa.StartAt" && due <= step.Now)
            {
                await LeaveAsync(context, Left.Done);
                return;
            }

            step.Ask(run, new(kind, inputs, name, due));
        }
        catch (Exception fault) when (fault is not (EndlessFlow or OutOfMemoryException))
        {
            step.Ask(run, new(RequestKind.Activity, default, null, null, ElsaJournal.Failure(fault, "expression_failed")));
        }

        context.CreateBookmark(
            new CreateBookmarkArgs
            {
                BookmarkId = $"{context.Activity.Id}.{run}",
                Callback = ResumeAsync,
                AutoBurn = false,
                AutoComplete = false,
            }
        );
    }

    private async ValueTask ResumeAsync(ActivityExecutionContext context)
    {
        context.ClearBookmarks();
        var left = ElsaStep.Current.Left!;
        if (ReferenceEquals(left, Left.AsksAgain))
        {
            await AskAsync(context);
            return;
        }

        await LeaveAsync(context, left);
    }

    private async ValueTask LeaveAsync(ActivityExecutionContext context, Left left)
    {
        // Scripts of later steps ask for what is bound to no variable, too, by the name of the step.
        if (left.Outputs is { } outputs)
            foreach (var described in Described.Outputs)
                if (Member(outputs, described.Name) is { } value)
                    if (SyntheticProperties.GetValueOrDefault(described.Name) is Output bound)
                        context.Set(bound, value.Clone(), described.Name);
                    else
                        context.Set((Output?)null, Plain(value), described.Name);
        await context.CompleteActivityWithOutcomesAsync([.. left.Outcomes]);
    }

    internal static int NumberOf(ActivityExecutionContext context) => int.Parse(context.Id, CultureInfo.InvariantCulture);

    private async Task<JsonElement> InputsAsync(ActivityExecutionContext context)
    {
        var values = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var described in Described.Inputs.Where(input => input.IsWrapped))
        {
            var value = Written(described.Name)
                ?? (
                    SyntheticProperties.ContainsKey(described.Name)
                        ? await context.EvaluateInputPropertyAsync(described.Name)
                        : described.DefaultValue
                );
            var fitting = Values.Convert(JsonSerializer.SerializeToElement(value), described.TypeName, described.Name);
            if (fitting.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                values[HostDescriptors.CamelCase(described.Name)] = fitting;
        }

        return JsonSerializer.SerializeToElement(values);
    }

    // JSON that is written down; Elsa reads objects in that way, and no lists.
    private JsonElement? Written(string input) =>
        SyntheticProperties.GetValueOrDefault(input) is Input { Expression: { Type: "Object", Value: string text } }
        && text.TrimStart() is ['[', ..]
            ? Values.ParseOrFail(text, input)
            : null;

    // As scripts can walk into it.
    private static object? Plain(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value
                .EnumerateObject()
                .Aggregate(new ExpandoObject(), (members, member) =>
                {
                    ((IDictionary<string, object?>)members)[member.Name] = Plain(member.Value);
                    return members;
                }),
            JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.GetDouble(),
            _ => null,
        };

    // What it waits for, by its type; a step of the house is completed by its bookmark.
    private (RequestKind Kind, string? Name, DateTimeOffset? Due) Wanted(JsonElement inputs, DateTimeOffset now) =>
        Described.Type switch
        {
            "Elsa.Event" => (RequestKind.Event, NameOf(inputs, "eventName"), null),
            "Elsa.RunTask" => (RequestKind.Task, Text(inputs, "taskName"), null),
            "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow" => (RequestKind.Workflow, Text(inputs, "workflowDefinitionId"), null),
            "Elsa.Delay" => (RequestKind.Timer, null, After(now, Text(inputs, "timeSpan"))),
            "Elsa.Timer" => (RequestKind.Timer, null, After(now, Text(inputs, "interval"))),
            "Elsa.StartAt" => (RequestKind.Timer, null, At(Text(inputs, "dateTime"))),
            "Elsa.Cron" => (RequestKind.Timer, null, Next(Text(inputs, "cronExpression"), now)),
            _ => (RequestKind.Activity, null, null),
        };

    private static string Text(JsonElement inputs, string name) =>
        inputs.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : NoName;

    private string NameOf(JsonElement inputs, string name) =>
        Text(inputs, name) is { Length: > 0 } given
            ? given
            : throw new ActivityFailure("event_name_missing", $"Expected '{Id}' to name an event, but it names none.");

    private DateTimeOffset After(DateTimeOffset now, string text) =>
        Durations.Of(text) is not { } span
            ? throw new ActivityFailure(
                "time_span_invalid",
                $"Expected the span of '{Id}' to be a time span such as 72:00:00 or PT36H, but it is '{text}'."
            )
        : span > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
        : now + span;

    private DateTimeOffset At(string text) =>
        Spans.At(text)
        ?? throw new ActivityFailure("instant_invalid", $"Expected the instant of '{Id}' to be one of ISO 8601, but it is '{text}'.");

    private DateTimeOffset Next(string text, DateTimeOffset now) =>
        !CronTimes.IsSound(text)
            ? throw new ActivityFailure(
                "cron_invalid",
                $"Expected CronExpression of '{Id}' to be five or six fields such as 0 2 * * *, but it is '{text}'."
            )
            : CronTimes.After(text, now)
                ?? throw new ActivityFailure("cron_never", $"Expected '{text}' of '{Id}' to come again, but it never does.");

    private static JsonElement? Member(JsonElement outputs, string name) =>
        outputs.TryGetProperty(name, out var value) || outputs.TryGetProperty(HostDescriptors.CamelCase(name), out value) ? value : null;
}
