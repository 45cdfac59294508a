using System.Text.Json.Nodes;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Cases seen as running workflows: list, viewer, variables, files. A case belongs to the window and the departments: it is neither
/// cancelled nor deleted nor brought in from the designer's tool; such calls are refused.
/// </summary>
internal static class InstanceEndpoints
{
    private const int MostExported = 500;

    public static void MapInstances(this IEndpointRouteBuilder studio)
    {
        studio.MapPost("/workflow-instances", ListAsync).Requires<SeeInstances>();
        studio.MapGet("/workflow-instances/{id}", OpenAsync).Requires<SeeInstances>();
        studio.MapGet("/workflow-instances/{id}/execution-state", StateAsync).Requires<SeeInstances>();
        studio.MapGet("/workflow-instances/{id}/variables", VariablesAsync).Requires<SeeInstances>();
        studio.MapGet("/workflow-instances/{id}/export", OpenAsync).Requires<SeeInstances>();
        studio.MapPost("/bulk-actions/export/workflow-instances", ExportManyAsync).Requires<SeeInstances>();
        studio.MapPost("/cancel/workflow-instances/{id}", StopAsync).Requires<StopRun>();
        studio.MapPost("/bulk-actions/cancel/workflow-instances", NotFromHere).Requires<SeeInstances>();
        studio.MapDelete("/workflow-instances/{id}", NotFromHere).Requires<SeeInstances>();
        studio.MapPost("/bulk-actions/delete/workflow-instances/by-id", NotFromHere).Requires<SeeInstances>();
        studio.MapPost("/bulk-actions/import/workflow-instances", NotFromHere).Requires<SeeInstances>();
    }

    private static async Task<object> StopAsync(string id, CallersAct act, StopRunHandler house, CancellationToken cancellation)
    {
        if (!CaseNumber.TryParse(id, out var number) || !number.IsOfFlow)
            return NotFromHere();
        var stopped = await house.HandleAsync(new(number, Words.Word("run_stopped_in_studio")), act, cancellation);
        return stopped.IsError ? new StudioRefused(stopped.Errors, Problems.ProblemStatus.Of(stopped.FirstError)) : Results.Ok();
    }

    private static StudioRefused NotFromHere() => new([Problems.FrontRefusals.CaseNotFromStudio()], StatusCodes.Status403Forbidden);

    private static async Task<object> ExportManyAsync(
        HttpRequest request,
        InstanceQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var files = new List<(string Name, string Json)>();
        foreach (var id in StudioAnswer.Strings(body.Value, "ids").Distinct(StringComparer.Ordinal).Take(MostExported))
            if (await HistoryAsync(queries, id, cancellation) is { } history)
                files.Add(($"{history.Case}.json", DefinitionDocument.WriteForPeople(InstanceSheets.Whole(history, register))));
        return await StudioAnswer.ZipAsync("workflow-instances.zip", files, cancellation);
    }

    private static async Task<object> ListAsync(
        HttpRequest request,
        InstanceQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var (page, count) = await queries.SearchAsync(Search(body.Value), cancellation);
        return StudioAnswer.Page(page.Select(instance => InstanceSheets.Summary(instance, register)), count);
    }

    private static InstanceSearch Search(JsonObject wanted)
    {
        var size = Math.Clamp(StudioAnswer.Number(wanted, "pageSize") ?? 100, 1, 500);
        return new(
            Both(wanted, "definitionId", "definitionIds"),
            StudioAnswer.Number(wanted, "version"),
            Both(wanted, "status", "statuses"),
            Both(wanted, "subStatus", "subStatuses"),
            StudioAnswer.Flag(wanted, "hasIncidents"),
            StudioAnswer.Text(wanted, "searchTerm") ?? StudioAnswer.Text(wanted, "correlationId"),
            StudioAnswer.Text(wanted, "orderBy"),
            StudioAnswer.Text(wanted, "orderDirection") != "Ascending",
            Math.Clamp(StudioAnswer.Number(wanted, "page") ?? 0, 0, 1_000_000) * size,
            size
        );
    }

    private static string[] Both(JsonObject wanted, string one, string many) =>
        StudioAnswer.Text(wanted, one) is { } single ? [single, .. StudioAnswer.Strings(wanted, many)] : StudioAnswer.Strings(wanted, many);

    private static async Task<IResult> OpenAsync(
        string id,
        InstanceQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    ) =>
        await HistoryAsync(queries, id, cancellation) is { } history
            ? StudioAnswer.Json(InstanceSheets.Whole(history, register))
            : Results.NotFound();

    private static async Task<IResult> StateAsync(string id, InstanceQueries queries, CancellationToken cancellation) =>
        CaseNumber.TryParse(id, out var number) && await queries.FindAsync(number, cancellation) is { } instance
            ? StudioAnswer.Json(
                new()
                {
                    ["status"] = instance.Status,
                    ["subStatus"] = instance.SubStatus,
                    ["updatedAt"] = DefinitionSheets.Instant(instance.UpdatedAt),
                }
            )
            : Results.NotFound();

    private static async Task<IResult> VariablesAsync(string id, InstanceQueries queries, CancellationToken cancellation) =>
        await HistoryAsync(queries, id, cancellation) is { } history
            ? StudioAnswer.List(
                history.Definition.Variables.Select(variable => new JsonObject
                {
                    ["id"] = variable.Id,
                    ["name"] = variable.Name,
                    ["value"] = history.State.Variables.TryGetValue(variable.Name, out var value)
                        ? JsonNode.Parse(value.GetRawText())
                        : null,
                })
            )
            : Results.NotFound();

    public static Task<FlowHistory?> HistoryAsync(InstanceQueries queries, string? id, CancellationToken cancellation) =>
        CaseNumber.TryParse(id, out var number) ? queries.HistoryAsync(number, cancellation) : Task.FromResult<FlowHistory?>(null);
}
