using System.Text.Json.Nodes;
using ParallelApproval.Web.Authority;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>What the flow of a case did, line by line.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder studio)
    {
        studio.MapPost("/workflow-instances/{id}/journal", FilteredAsync).Requires<SeeInstances>();
        studio
            .MapGet(
                "/workflow-instances/{id}/journal",
                (string id, int? skip, int? take, int? page, int? pageSize, InstanceQueries queries, CancellationToken cancellation) =>
                    AnswerAsync(id, [], skip ?? page * pageSize, take ?? pageSize, queries, cancellation)
            )
            .Requires<SeeInstances>();
    }

    private static async Task<object> FilteredAsync(
        string id,
        int? skip,
        int? take,
        HttpRequest request,
        InstanceQueries queries,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        return body.IsError
            ? body.Errors
            : await AnswerAsync(id, body.Value["filter"] as JsonObject ?? [], skip, take, queries, cancellation);
    }

    private static async Task<IResult> AnswerAsync(
        string id,
        JsonObject filter,
        int? skip,
        int? take,
        InstanceQueries queries,
        CancellationToken cancellation
    )
    {
        if (await InstanceEndpoints.HistoryAsync(queries, id, cancellation) is not { } history)
            return Results.NotFound();
        var (activities, nodes, excluded, events) = (
            Set(filter, "activityIds"),
            Set(filter, "activityNodeIds"),
            Set(filter, "excludedActivityTypes"),
            Set(filter, "eventNames")
        );
        var lines = history
            .Lines.Where(line =>
                (activities.Count == 0 || activities.Contains(line.Run.ActivityId))
                && (nodes.Count == 0 || nodes.Contains(line.Run.NodeId))
                && !excluded.Contains(line.Run.Type)
                && (events.Count == 0 || events.Contains(line.Event))
            )
            .ToList();
        return StudioAnswer.Page(
            lines.Skip(Math.Max(skip ?? 0, 0)).Take(Math.Clamp(take ?? 100, 1, 1000)).Select(line => Record(line, history)),
            lines.Count
        );
    }

    private static HashSet<string> Set(JsonObject filter, string name) =>
        StudioAnswer.Strings(filter, name).ToHashSet(StringComparer.Ordinal);

    private static JsonObject Record(JournalLine line, FlowHistory history) =>
        new()
        {
            ["id"] = $"{history.Case}-{line.Sequence}-{line.Event}",
            ["activityInstanceId"] = ExecutionSheets.Id(history, line.Run),
            ["parentActivityInstanceId"] = line.Run.Parent is { } parent ? ExecutionSheets.Id(history, parent) : null,
            ["activityId"] = line.Run.ActivityId,
            ["activityType"] = line.Run.Type,
            ["activityTypeVersion"] = line.Run.TypeVersion,
            ["activityName"] = line.Run.Name,
            ["nodeId"] = line.Run.NodeId,
            ["timestamp"] = DefinitionSheets.Instant(line.At),
            ["sequence"] = line.Sequence,
            ["eventName"] = line.Event,
            ["message"] = line.Message,
        };
}
