using System.Globalization;
using System.Text.Json;
using System.Xml;
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
        if (context.IsTriggerOfWorkflow() && ElsaStep.Current.Left is null)
            await context.CompleteActivityWithOutcomesAsync("Done");
        else
            await AskAsync(context);
    }

    private async ValueTask AskAsync(ActivityExecutionContext context)
    {
        var (step, run) = (ElsaStep.Current, NumberOf(context));
        var bookmark = $"{context.Activity.Id}.{run}";
        try
        {
            var inputs = await InputsAsync(context);
            var (kind, name, due) = Wanted(inputs, step.Now);
            step.Ask(run, new(bookmark, kind, inputs, name, due, null));
        }
        catch (Exception fault) when (fault is not (EndlessFlow or OutOfMemoryException))
        {
            step.Ask(run, new(null, RequestKind.Activity, default, null, null, (fault.InnerException ?? fault).Message));
        }

        context.CreateBookmark(
            new CreateBookmarkArgs
            {
                BookmarkId = bookmark,
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

        if (left.Outputs is { } outputs)
            foreach (var described in Described.Outputs)
                if (SyntheticProperties.GetValueOrDefault(described.Name) is Output bound && Member(outputs, described.Name) is { } value)
                    context.Set(bound, value.Clone(), described.Name);
        await context.CompleteActivityWithOutcomesAsync([.. left.Outcomes]);
    }

    internal static int NumberOf(ActivityExecutionContext context) => int.Parse(context.Id, CultureInfo.InvariantCulture);

    private async Task<JsonElement> InputsAsync(ActivityExecutionContext context)
    {
        var values = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var described in Described.Inputs.Where(input => input.IsWrapped))
        {
            var value = SyntheticProperties.ContainsKey(described.Name)
                ? await context.EvaluateInputPropertyAsync(described.Name)
                : described.DefaultValue;
            if (value is not (null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }))
                values[HostDescriptors.CamelCase(described.Name)] = value;
        }

        return JsonSerializer.SerializeToElement(values);
    }

    // What it waits for, by its type; a step of the house is completed by its bookmark.
    private (RequestKind Kind, string? Name, DateTimeOffset? Due) Wanted(JsonElement inputs, DateTimeOffset now) =>
        Described.Type switch
        {
            "Elsa.Event" => (RequestKind.Event, Text(inputs, "eventName"), null),
            "Elsa.RunTask" => (RequestKind.Task, Text(inputs, "taskName"), null),
            "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow" => (RequestKind.Workflow, Text(inputs, "workflowDefinitionId"), null),
            "Elsa.Delay" => (RequestKind.Timer, null, now + Span(Text(inputs, "timeSpan"))),
            "Elsa.Timer" => (RequestKind.Timer, null, now + Span(Text(inputs, "interval"))),
            "Elsa.StartAt" => (
                RequestKind.Timer,
                null,
                DateTimeOffset.Parse(Text(inputs, "dateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            ),
            _ => (RequestKind.Activity, null, null),
        };

    private static string Text(JsonElement inputs, string name) =>
        inputs.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : NoName;

    private static TimeSpan Span(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : XmlConvert.ToTimeSpan(text);

    private static JsonElement? Member(JsonElement outputs, string name) =>
        outputs.TryGetProperty(name, out var value) || outputs.TryGetProperty(HostDescriptors.CamelCase(name), out value) ? value : null;
}
