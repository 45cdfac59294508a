using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// 批量派发流程: for each of the items a flow is started; the step waits for all of them when it is told to. Left by <c>Completed</c> and
/// <c>Done</c> when all have come to their end, else by <c>Done</c>. At most <see cref="MostItems"/> items.
/// </summary>
internal sealed class BulkDispatchActivity(DefinitionRegisterLook register) : CaseActivity
{
    /// <summary>More at once would hold up everybody else's.</summary>
    public const int MostItems = 1_000;

    public const string TypeName = "Elsa.BulkDispatchWorkflows";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            new("子流程", "Composition"),
            new("批量派发流程", "Bulk dispatch workflows"),
            new("为每个条目启动一个流程", "Starts a workflow for each item")
        )
        {
            Inputs =
            [
                new("WorkflowDefinitionId", "String", new("流程", "Workflow"), new("流程", "Workflow"))
                {
                    UiHint = "workflow-definition-picker",
                    IsRequired = true,
                },
                new("Items", "Object", new("条目", "Items"), new("条目的列表", "A list of items")) { IsRequired = true },
                new(
                    "DefaultItemInputKey",
                    "String",
                    new("条目输入名", "Item input"),
                    new("条目在子流程中的输入名", "The input under which the workflow gets its item")
                )
                {
                    DefaultValue = JsonSerializer.SerializeToElement("Item"),
                },
                new("Input", "ObjectDictionary", new("输入", "Input"), new("所有流程共用的输入", "Input of all of them"))
                {
                    UiHint = "dictionary",
                },
                new(
                    "WaitForCompletion",
                    "Boolean",
                    new("等待完成", "Wait for completion"),
                    new("等到全部结束", "Wait until all have come to their end")
                )
                {
                    UiHint = "checkbox",
                    DefaultValue = JsonSerializer.SerializeToElement(true),
                },
            ],
            Outputs = [new("Faulted", "Int32", new("失败数", "Faulted"), new("停在失败步骤的流程数", "How many stand at a failed step"))],
            Ports = [new("Completed", new("全部结束", "Completed")), new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        var definition = request.Text("workflowDefinitionId") ?? "";
        if (register.WhyNotStarted(definition) is { } why)
            return ActivityResult.Fails(why.Code, why.Sentence);
        if (!request.Inputs.TryGetProperty("items", out var items) || items.ValueKind is not JsonValueKind.Array)
            return ActivityResult.Fails("items_no_list", "Expected Items to be a list, but it is none.");
        if (items.GetArrayLength() > MostItems)
            return ActivityResult.Fails("items_too_many", $"Expected at most {MostItems} items, but there are {items.GetArrayLength()}.");
        var waits = request.Flag("waitForCompletion") != false && items.GetArrayLength() > 0;
        foreach (var (at, item) in items.EnumerateArray().Index())
            file.Section<CallSection>()
                .Note(
                    new(
                        request.Bookmark,
                        CallKind.Workflow,
                        JsonSerializer.SerializeToElement(
                            new StartRequest(definition, TypeName, waits, null, Input(request, item)),
                            CallSection.Written
                        ),
                        at
                    )
                );
        if (waits)
            file.Section<InstanceSection>().Count(new(request.Bookmark, items.GetArrayLength()));
        return waits ? ActivityResult.Waits : ActivityResult.Leaves();
    }

    // As in Elsa: an item that is an object brings its members along, any other goes under the name of the input.
    private static JsonElement Input(ActivityRequest request, JsonElement item)
    {
        var input = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (request.Inputs.TryGetProperty("input", out var common) && common.ValueKind is JsonValueKind.Object)
            foreach (var member in common.EnumerateObject())
                input[member.Name] = member.Value;
        if (item.ValueKind is JsonValueKind.Object)
            foreach (var member in item.EnumerateObject())
                input[member.Name] = member.Value;
        else
            input[request.Text("defaultItemInputKey") ?? "Item"] = item;
        return JsonSerializer.SerializeToElement(input);
    }
}

/// <summary>Looks into the register of definitions when it is there: that asks for the activities when it is made.</summary>
public sealed class DefinitionRegisterLook(IServiceProvider services)
{
    private DefinitionRegister Register => field ??= (DefinitionRegister)services.GetService(typeof(DefinitionRegister))!;

    internal (string Code, string Sentence)? WhyNotStarted(string definitionId) => Register.WhyNotStarted(definitionId);

    /// <summary>The version on which it would be started; null when it is not published.</summary>
    internal WorkflowVersion? Find(string definitionId) => Register.Published(definitionId);
}
