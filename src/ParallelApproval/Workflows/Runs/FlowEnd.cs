using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>
/// How a flow that belongs to no case came to its end (流程结局), as the step that started it is told: finished, stopped, or at a step that
/// failed with nothing left that could go on.
/// </summary>
/// <param name="Bookmark">The step that waits for it.</param>
internal sealed record FlowEnd(long Parent, string Bookmark, string Number, string Status, string SubStatus, JsonElement Output)
{
    // Of one flow there is one end, whatever becomes of it when a failed step is tried again.
    private const string Told = "end";

    public bool IsFaulted => SubStatus == nameof(WorkflowSubStatus.Faulted);

    /// <summary>What a step that dispatches hands out.</summary>
    public JsonElement Result => Json("Result", Output);

    /// <summary>What a step that executes hands out.</summary>
    public JsonElement Whole =>
        Json(
            "Result",
            JsonSerializer.SerializeToElement(
                new Dictionary<string, object>
                {
                    ["WorkflowInstanceId"] = Number,
                    ["Status"] = Status,
                    ["SubStatus"] = SubStatus,
                    ["Output"] = Output,
                }
            )
        );

    /// <summary>How the flow in that file stands.</summary>
    public static FlowEnd Of(CaseFile file, FlowParent? parent = null)
    {
        var state = file.WorkflowState;
        return new(
            parent?.File.Key ?? 0,
            parent?.Bookmark ?? "",
            file.Number.ToString(),
            state.Status.ToString(),
            state.SubStatus.ToString(),
            JsonSerializer.SerializeToElement(state.Outputs)
        );
    }

    /// <summary>Notes that the step above is to be told, when the flow has come to its end and somebody waits for it.</summary>
    public static void Tell(CaseFile file)
    {
        if (file.Section<InstanceSection>().Parent is not { } parent || !IsAtEnd(file.WorkflowState))
            return;
        file.Section<CallSection>()
            .Note(new(Told, CallKind.Told, JsonSerializer.SerializeToElement(Of(file, parent), CallSection.Written)));
    }

    private static bool IsAtEnd(IFlowState state) =>
        state.Status is WorkflowStatus.Finished || (state.Incidents.Count > 0 && !state.Bookmarks.Any());

    private static JsonElement Json(string name, JsonElement value) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [name] = value });
}
