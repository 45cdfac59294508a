using System.Text.Json.Nodes;
using ParallelApproval.Engine;
using ParallelApproval.Identities;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Where cases stand, as Elsa Studio reads it. An instance is a case: its id is the case number. Nothing about the applicant is in it.
/// </summary>
internal static class InstanceSheets
{
    public static JsonObject Summary(InstanceRow instance, DefinitionRegister register)
    {
        var number = new CaseNumber(instance.CaseKey).ToString();
        return new()
        {
            ["id"] = number,
            ["definitionId"] = instance.DefinitionId,
            ["definitionVersionId"] = register.Version(instance.DefinitionId, instance.Version).Definition.Id,
            ["version"] = instance.Version,
            ["status"] = instance.Status,
            ["subStatus"] = instance.SubStatus,
            ["correlationId"] = number,
            ["name"] = number,
            ["incidentCount"] = instance.Incidents,
            ["createdAt"] = DefinitionSheets.Instant(instance.CreatedAt),
            ["updatedAt"] = DefinitionSheets.Instant(instance.UpdatedAt),
            ["finishedAt"] = instance.Status == nameof(WorkflowStatus.Finished) ? DefinitionSheets.Instant(instance.UpdatedAt) : null,
        };
    }

    public static JsonObject Whole(FlowHistory history, DefinitionRegister register)
    {
        var sheet = Summary(history.Instance, register);
        sheet["workflowState"] = State(history, sheet);
        return sheet;
    }

    private static JsonObject State(FlowHistory history, JsonObject summary) =>
        new()
        {
            ["id"] = summary["id"]!.DeepClone(),
            ["definitionId"] = history.Instance.DefinitionId,
            ["definitionVersionId"] = summary["definitionVersionId"]!.DeepClone(),
            ["definitionVersion"] = history.Instance.Version,
            ["correlationId"] = summary["id"]!.DeepClone(),
            ["status"] = history.Instance.Status,
            ["subStatus"] = history.Instance.SubStatus,
            ["bookmarks"] = new JsonArray([.. history.Runs.Where(run => run.IsWaiting).Select(Bookmark)]),
            ["incidents"] = new JsonArray([.. history.Runs.Where(run => run.Incident is not null).Select(Incident)]),
            ["completionCallbacks"] = new JsonArray(),
            ["activityExecutionContexts"] = new JsonArray([
                .. history.Runs.Where(run => run.EndedAt is null || run.Number == 0).Select(run => Context(history, run)),
            ]),
            ["input"] = new JsonObject(),
            ["output"] = Values(history.State.Outputs),
            ["properties"] = new JsonObject(),
            ["createdAt"] = summary["createdAt"]!.DeepClone(),
            ["updatedAt"] = summary["updatedAt"]!.DeepClone(),
            ["finishedAt"] = summary["finishedAt"]?.DeepClone(),
        };

    private static JsonNode Bookmark(ActivityRun run) =>
        new JsonObject
        {
            ["id"] = $"{run.ActivityId}.{run.Number}",
            ["name"] = run.Type,
            ["activityId"] = run.ActivityId,
            ["activityNodeId"] = run.NodeId,
            ["activityInstanceId"] = RunId(run),
            ["createdAt"] = DefinitionSheets.Instant(run.StartedAt),
        };

    private static JsonNode Incident(ActivityRun run) =>
        new JsonObject
        {
            ["activityId"] = run.ActivityId,
            ["activityNodeId"] = run.NodeId,
            ["activityType"] = run.Type,
            ["message"] = $"{run.Incident!.Code}: {run.Incident.Message}",
            ["timestamp"] = DefinitionSheets.Instant(run.Incident.At),
            ["incidentId"] = run.Incident.Id,
        };

    // The tool looks for the one context that has no parent.
    private static JsonNode Context(FlowHistory history, ActivityRun run) =>
        new JsonObject
        {
            ["id"] = RunId(run),
            ["parentContextId"] = run.Parent is { } parent ? parent.ToString(null, null) : null,
            ["scheduledActivityNodeId"] = run.NodeId,
            ["ownerActivityNodeId"] = run.Parent is { } owner ? history.Find(owner)?.NodeId : null,
            ["properties"] = new JsonObject(),
            ["activityState"] = new JsonObject(),
            ["dynamicVariables"] = new JsonArray(),
        };

    public static JsonObject Values(IReadOnlyDictionary<string, System.Text.Json.JsonElement> values) =>
        new(values.Select(value => new KeyValuePair<string, JsonNode?>(value.Key, JsonNode.Parse(value.Value.GetRawText()))));

    /// <summary>Ids of runs are unique within a case only; the tool asks for them by id alone.</summary>
    public static string RunId(ActivityRun run) => run.Number.ToString(null, null);
}
