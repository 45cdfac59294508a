using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>Runs of activities as Elsa Studio reads them. The id of a run is the case number, a hyphen and the run's number.</summary>
internal static class ExecutionSheets
{
    public static string Id(FlowHistory history, ActivityRun run) => Id(history, run.Number);

    public static string Id(FlowHistory history, int run) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{history.Case}-{run}");

    /// <summary>Case and run that an id speaks of; null for any other text.</summary>
    public static (string Case, int Run)? Read(string? id) =>
        id?.LastIndexOf('-') is > 0 and var hyphen
        && int.TryParse(id.AsSpan(hyphen + 1), System.Globalization.NumberStyles.None, null, out var run)
            ? (id[..hyphen], run)
            : null;

    public static JsonObject Whole(ActivityRun run, FlowHistory history)
    {
        var sheet = Summary(run, history);
        sheet["activityState"] = Capitalised(run.Inputs);
        sheet["payload"] = new JsonObject { ["Outcomes"] = StudioAnswer.Texts(run.Outcomes) };
        sheet["outputs"] = Capitalised(run.Outputs);
        sheet["properties"] = new JsonObject();
        return sheet;
    }

    public static JsonObject Summary(ActivityRun run, FlowHistory history) =>
        new()
        {
            ["id"] = Id(history, run),
            ["workflowInstanceId"] = history.Case.ToString(),
            ["activityId"] = run.ActivityId,
            ["activityNodeId"] = run.NodeId,
            ["activityType"] = run.Type,
            ["activityTypeVersion"] = run.TypeVersion,
            ["activityName"] = run.Name,
            ["startedAt"] = DefinitionSheets.Instant(run.StartedAt),
            ["completedAt"] = run.EndedAt is { } ended ? DefinitionSheets.Instant(ended) : null,
            ["hasBookmarks"] = run.IsWaiting,
            ["status"] = Status(run),
            ["exception"] = run.Incident is { } incident
                ? new JsonObject { ["type"] = incident.Code, ["message"] = incident.Message }
                : null,
            ["metadata"] = new JsonObject(),
            ["aggregateFaultCount"] = run.Faults,
            ["schedulingActivityExecutionId"] = run.Parent is { } parent ? Id(history, parent) : null,
            ["schedulingActivityId"] = run.Parent is { } owner ? history.Find(owner)?.ActivityId : null,
            ["callStackDepth"] = Above(run, history).Count(),
        };

    /// <summary>What has happened at one node.</summary>
    public static JsonObject Statistics(IGrouping<string, ActivityRun> runs) =>
        new()
        {
            ["activityId"] = runs.First().ActivityId,
            ["activityNodeId"] = runs.Key,
            ["startedCount"] = runs.Count(),
            ["completedCount"] = runs.Count(run => run.EndedAt is not null && !run.WasCancelled),
            ["uncompletedCount"] = runs.Count(run => run.EndedAt is null),
            ["isBlocked"] = runs.Any(run => run.IsWaiting),
            ["isFaulted"] = runs.Any(run => run.Incident is not null),
            ["aggregateFaultCount"] = runs.Sum(run => run.Faults),
            ["metadata"] = new JsonObject(),
        };

    /// <summary>The containers in which it runs, nearest first.</summary>
    public static IEnumerable<ActivityRun> Above(ActivityRun run, FlowHistory history)
    {
        for (
            var at = run.Parent is { } parent ? history.Find(parent) : null;
            at is not null;
            at = at.Parent is { } next ? history.Find(next) : null
        )
            yield return at;
    }

    private static string Status(ActivityRun run) =>
        run switch
        {
            { Incident: not null } => "Faulted",
            { WasCancelled: true } => "Canceled",
            { EndedAt: not null } => "Completed",
            _ => "Running",
        };

    private static JsonObject Capitalised(JsonElement? values)
    {
        var named = new JsonObject();
        if (values is not { ValueKind: JsonValueKind.Object } given)
            return named;
        foreach (var member in given.EnumerateObject())
            named[char.ToUpperInvariant(member.Name[0]) + member.Name[1..]] = JsonNode.Parse(member.Value.GetRawText());
        return named;
    }
}
