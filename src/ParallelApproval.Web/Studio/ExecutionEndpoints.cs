using System.Text.Json.Nodes;
using ParallelApproval.Web.Authority;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>The runs of the activities of a case: for the badges on the canvas, and for the panel beside it.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder studio)
    {
        studio
            .MapGet(
                "/activity-executions/list",
                (string? workflowInstanceId, string? activityNodeId, InstanceQueries queries, CancellationToken cancellation) =>
                    ListAsync(workflowInstanceId, activityNodeId, ExecutionSheets.Whole, queries, cancellation)
            )
            .Requires<SeeInstances>();
        studio
            .MapGet(
                "/activity-execution-summaries/list",
                (string? workflowInstanceId, string? activityNodeId, InstanceQueries queries, CancellationToken cancellation) =>
                    ListAsync(workflowInstanceId, activityNodeId, ExecutionSheets.Summary, queries, cancellation)
            )
            .Requires<SeeInstances>();
        studio.MapGet("/activity-executions/by-id", OneAsync).Requires<SeeInstances>();
        studio.MapPost("/activity-executions/report", ReportAsync).Requires<SeeInstances>();
        studio.MapGet("/activity-executions/{id}/call-stack", CallStackAsync).Requires<SeeInstances>();
    }

    private static async Task<IResult> ListAsync(
        string? instance,
        string? node,
        Func<ActivityRun, FlowHistory, JsonObject> sheet,
        InstanceQueries queries,
        CancellationToken cancellation
    ) =>
        await InstanceEndpoints.HistoryAsync(queries, instance, cancellation) is { } history
            ? StudioAnswer.List(
                history.Runs.Where(run => string.IsNullOrEmpty(node) || run.NodeId == node).Select(run => sheet(run, history))
            )
            : StudioAnswer.List([]);

    private static async Task<IResult> OneAsync(string? id, InstanceQueries queries, CancellationToken cancellation) =>
        await FindAsync(id, queries, cancellation) is var (run, history)
            ? StudioAnswer.Json(ExecutionSheets.Whole(run, history))
            : Results.NotFound();

    private static async Task<object> ReportAsync(HttpRequest request, InstanceQueries queries, CancellationToken cancellation)
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var wanted = StudioAnswer.Strings(body.Value, "activityNodeIds").ToHashSet(StringComparer.Ordinal);
        var history = await InstanceEndpoints.HistoryAsync(queries, StudioAnswer.Text(body.Value, "workflowInstanceId"), cancellation);
        return StudioAnswer.Json(new() { ["stats"] = Statistics(history, wanted) });
    }

    /// <summary>For each node that ran, and is asked for, what has happened there; none asked for means all.</summary>
    public static JsonArray Statistics(FlowHistory? history, HashSet<string> wanted) =>
        new([
            .. (history?.Runs ?? [])
                .GroupBy(run => run.NodeId)
                .Where(runs => wanted.Count == 0 || wanted.Contains(runs.Key))
                .Select(ExecutionSheets.Statistics),
        ]);

    private static async Task<IResult> CallStackAsync(string id, InstanceQueries queries, CancellationToken cancellation)
    {
        if (await FindAsync(id, queries, cancellation) is not var (run, history))
            return Results.NotFound();
        var stack = ExecutionSheets.Above(run, history).Reverse().Append(run).Select(one => ExecutionSheets.Summary(one, history)).ToList();
        return StudioAnswer.Json(
            new()
            {
                ["activityExecutionId"] = id,
                ["items"] = new JsonArray([.. stack]),
                ["totalCount"] = stack.Count,
            }
        );
    }

    private static async Task<(ActivityRun Run, FlowHistory History)?> FindAsync(
        string? id,
        InstanceQueries queries,
        CancellationToken cancellation
    ) =>
        ExecutionSheets.Read(id) is var (instance, number)
        && await InstanceEndpoints.HistoryAsync(queries, instance, cancellation) is { } history
        && history.Find(number) is { } run
            ? (run, history)
            : null;
}
