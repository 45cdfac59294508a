using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// 发布事件: the flow says that something has happened and goes on; who waits for it is told after the commit, once. That nobody waits is no
/// fault.
/// </summary>
internal sealed class PublishEventActivity : CaseActivity
{
    public const string TypeName = "Elsa.PublishEvent";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            new("基础", "Primitives"),
            new("发布事件", "Publish event"),
            new("告知等待该事件的流程", "Tells the flows that wait for the event")
        )
        {
            Inputs =
            [
                new("EventName", "String", new("事件名", "Event name"), new("事件名", "Event name")) { IsRequired = true },
                new(
                    "CorrelationId",
                    "String",
                    new("关联标识", "Correlation id"),
                    new("只告知该办件编号或关联标识的流程", "Only flows of that case number or correlation id")
                ),
                new("IsLocalEvent", "Boolean", new("仅本流程", "This flow alone"), new("只告知本流程", "Only this very flow is told"))
                {
                    UiHint = "checkbox",
                },
                new("Payload", "Object", new("内容", "Payload"), new("随事件带去的内容", "What goes with the event")),
            ],
            Ports = [new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        file.Section<CallSection>()
            .Note(
                new(
                    request.Bookmark,
                    CallKind.Event,
                    JsonSerializer.SerializeToElement(
                        new EventRequest(
                            request.Text("eventName") ?? "",
                            request.Text("correlationId"),
                            request.Flag("isLocalEvent") == true,
                            request.Inputs.TryGetProperty("payload", out var payload) ? payload : null
                        ),
                        CallSection.Written
                    )
                )
            );
        return ActivityResult.Leaves();
    }
}

/// <summary>What a step that publishes an event asks for.</summary>
internal sealed record EventRequest(string EventName, string? CorrelationId, bool IsLocal, JsonElement? Payload);
