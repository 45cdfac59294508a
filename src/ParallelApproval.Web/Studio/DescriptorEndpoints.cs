using System.Text.Json.Nodes;
using ParallelApproval.Engine;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// The toolbox (工具箱): every activity that a definition may use, as the designer's tool draws and edits it; published flows that stand as
/// one activity among them.
/// </summary>
internal static class DescriptorEndpoints
{
    public static void MapDescriptors(this IEndpointRouteBuilder studio)
    {
        studio
            .MapGet("/descriptors/activities", (DefinitionRegister register, LiveLists lists) => StudioAnswer.List(All(register, lists)))
            .Requires<SeeWorkflows>();
        studio
            .MapGet("/descriptors/activities/{activityType}", (string activityType, DefinitionRegister register, LiveLists lists) =>
                register.Activities.FindNewest(activityType) is { } found
                    ? StudioAnswer.Json(Of(found, register, lists))
                    : Results.NotFound()
            )
            .Requires<SeeWorkflows>();
        studio.MapPost("/descriptors/activities/{activityType}/options/{propertyName}", Options).Requires<SeeWorkflows>();
        // The test tab cannot be hidden; a step of a case is not run by itself.
        studio
            .MapPost("/tests/activities", () => StudioAnswer.Json(
                    new()
                    {
                        ["activityState"] = new JsonObject(),
                        ["status"] = "Faulted",
                        ["exception"] = new JsonObject { ["type"] = "NotSupported", ["message"] = Words.Word("studio_no_single_test") },
                    }
                ))
            .Requires<EditWorkflows>();
    }

    public static IEnumerable<JsonObject> All(DefinitionRegister register, LiveLists lists) =>
        register.Activities.Descriptors.Select(one => Of(one, register, lists));

    private static IResult Options(string activityType, string propertyName, DefinitionRegister register, LiveLists lists) =>
        StudioAnswer.Json(
            new()
            {
                ["items"] = register.Activities.FindNewest(activityType)?.Inputs.FirstOrDefault(input => input.Name == propertyName)
                    is { } input
                    ? lists.Specifications(input)
                    : new JsonObject(),
            }
        );

    private static JsonObject Of(ActivityDescriptor activity, DefinitionRegister register, LiveLists lists) =>
        new()
        {
            ["typeName"] = activity.Type,
            ["namespace"] = activity.Namespace,
            ["name"] = activity.Name,
            ["version"] = activity.Version,
            ["category"] = activity.Category.In(),
            ["displayName"] = activity.DisplayName.In(),
            ["description"] = activity.Description.In(),
            ["kind"] = activity.Kind.ToString(),
            ["isBrowsable"] = activity.IsBrowsable && activity.Type != "Elsa.Flowchart",
            ["isContainer"] = activity.IsContainer,
            ["isStart"] = activity.IsStart,
            ["isTerminal"] = activity.IsTerminal,
            ["customProperties"] = new JsonObject(),
            ["constructionProperties"] = Held(register.CompositeOf(activity)),
            ["ports"] = new JsonArray([.. activity.Ports.Select(Port)]),
            ["inputs"] = new JsonArray([.. activity.Inputs.Select((input, order) => Input(input, order, lists))]),
            ["outputs"] = new JsonArray([.. activity.Outputs.Select(Output)]),
        };

    // A flow that stands as one activity: the version that is drawn stays the one that runs.
    private static JsonObject Held(WorkflowDefinition? flow) =>
        flow is null
            ? []
            : new()
            {
                ["workflowDefinitionId"] = flow.DefinitionId,
                ["workflowDefinitionVersionId"] = flow.Id,
                ["latestAvailablePublishedVersion"] = flow.Version,
                ["latestAvailablePublishedVersionId"] = flow.Id,
            };

    private static JsonNode Port(PortDescriptor port) =>
        new JsonObject
        {
            ["name"] = port.Name,
            ["displayName"] = port.DisplayName.In(),
            ["type"] = port.IsEmbedded ? "Embedded" : "Flow",
            ["isBrowsable"] = true,
        };

    private static JsonNode Input(InputDescriptor input, int order, LiveLists lists) =>
        new JsonObject
        {
            ["name"] = input.Name,
            ["typeName"] = input.TypeName,
            ["displayName"] = input.DisplayName.In(),
            ["description"] = input.Description.In(),
            ["order"] = order,
            ["isBrowsable"] = input.IsBrowsable,
            ["isSynthetic"] = false,
            ["isWrapped"] = input.IsWrapped,
            ["isReadOnly"] = false,
            ["isSensitive"] = false,
            ["category"] = input.Category?.In(),
            ["defaultValue"] = (input.InitialValue ?? input.DefaultValue) is { } standard ? JsonNode.Parse(standard.GetRawText()) : null,
            ["defaultSyntax"] = input.DefaultSyntax,
            ["uiHint"] = input.UiHint,
            ["uiSpecifications"] = lists.Specifications(input),
        };

    private static JsonNode Output(OutputDescriptor output, int order) =>
        new JsonObject
        {
            ["name"] = output.Name,
            ["typeName"] = output.TypeName,
            ["displayName"] = output.DisplayName.In(),
            ["description"] = output.Description.In(),
            ["order"] = order,
            ["isBrowsable"] = true,
        };
}
