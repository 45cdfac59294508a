using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Roll back, delete, and the actions on many definitions at once. Of many, those that are refused are told one by one in the answer.
/// </summary>
internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder studio)
    {
        studio.MapPost("/workflow-definitions/{definitionId}/revert/{version:int}", RevertAsync).Requires<EditWorkflows>();
        studio.MapDelete("/workflow-definitions/{definitionId}", DeleteAsync).Requires<EditWorkflows>();
        studio.MapDelete("/workflow-definition-versions/{versionId}", DeleteVersionAsync).Requires<EditWorkflows>();
        var bulk = studio.MapGroup("/bulk-actions");
        bulk.MapPost("/delete/workflow-definitions/by-definition-id", DeleteManyAsync).Requires<EditWorkflows>();
        bulk.MapPost("/delete/workflow-definitions/by-id", DeleteManyVersionsAsync).Requires<EditWorkflows>();
        bulk.MapPost("/publish/workflow-definitions/by-definition-ids", PublishManyAsync).Requires<PublishWorkflows>();
        bulk.MapPost("/retract/workflow-definitions/by-definition-ids", RetractManyAsync).Requires<PublishWorkflows>();
    }

    private static async Task<object> RevertAsync(
        string definitionId,
        int version,
        Caller caller,
        CallersAct act,
        RevertDefinitionHandler house,
        CancellationToken cancellation
    )
    {
        var draft = await house.HandleAsync(new(definitionId, version), act, cancellation);
        return draft.IsError
            ? draft.Errors
            : StudioAnswer.Json(DefinitionSheets.Summary(draft.Value, caller), StatusCodes.Status201Created);
    }

    private static async Task<IResult> DeleteAsync(
        string definitionId,
        CallersAct act,
        DeleteDefinitionHandler house,
        CancellationToken cancellation
    ) => Done(await house.HandleAsync(new(definitionId), act, cancellation));

    private static async Task<IResult> DeleteVersionAsync(
        string versionId,
        CallersAct act,
        DeleteDefinitionVersionHandler house,
        CancellationToken cancellation
    ) => Done(await house.HandleAsync(new(versionId), act, cancellation));

    private static IResult Done(ErrorOr<Deleted> deleted) =>
        deleted.IsError ? new StudioRefused(deleted.Errors, Problems.ProblemStatus.Of(deleted.FirstError)) : Results.NoContent();

    private static async Task<object> DeleteManyAsync(
        HttpContext context,
        CallersAct act,
        DeleteDefinitionHandler house,
        CancellationToken cancellation
    ) => await ManyAsync(context, "definitionIds", id => house.HandleAsync(new(id), act, cancellation));

    private static async Task<object> DeleteManyVersionsAsync(
        HttpContext context,
        CallersAct act,
        DeleteDefinitionVersionHandler house,
        CancellationToken cancellation
    ) => await ManyAsync(context, "ids", id => house.HandleAsync(new(id), act, cancellation));

    private static async Task<object> ManyAsync(HttpContext context, string field, Func<string, Task<ErrorOr<Deleted>>> delete)
    {
        var body = await StudioAnswer.BodyAsync(context.Request);
        if (body.IsError)
            return body.Errors;
        var (deleted, refused) = (0, new List<(string, Error)>());
        foreach (var id in StudioAnswer.Strings(body.Value, field))
            if (await delete(id) is { IsError: true } outcome)
                refused.Add((id, outcome.FirstError));
            else
                deleted++;
        return StudioAnswer.Json(new() { ["deleted"] = deleted, ["refused"] = StudioRefused.Among(refused) });
    }

    private static async Task<object> PublishManyAsync(
        HttpContext context,
        CallersAct act,
        PublishDefinitionHandler house,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(context.Request);
        if (body.IsError)
            return body.Errors;
        var (published, already, missing) = (new JsonArray(), new JsonArray(), new JsonArray());
        var (refused, warnings) = (new List<(string, Error)>(), new JsonArray());
        foreach (var id in StudioAnswer.Strings(body.Value, "definitionIds"))
        {
            var outcome = await house.HandleAsync(new(id), act, cancellation);
            if (outcome is { IsError: true } && outcome.FirstError.Type is ErrorType.NotFound)
                missing.Add(id);
            else if (outcome.IsError)
                refused.AddRange(outcome.Errors.Select(error => (id, error)));
            else
            {
                (outcome.Value.AlreadyPublished ? already : published).Add(id);
                foreach (var warning in outcome.Value.Warnings)
                    warnings.Add(StudioRefused.Sentence(warning));
            }
        }

        return StudioAnswer.Json(
            new()
            {
                ["published"] = published,
                ["alreadyPublished"] = already,
                ["notFound"] = missing,
                ["updatedConsumers"] = new JsonArray(),
                ["refused"] = StudioRefused.Among(refused),
                ["warnings"] = warnings,
            }
        );
    }

    private static async Task<object> RetractManyAsync(
        HttpContext context,
        CallersAct act,
        RetractDefinitionHandler house,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(context.Request);
        if (body.IsError)
            return body.Errors;
        var (retracted, already, missing) = (new JsonArray(), new JsonArray(), new JsonArray());
        foreach (var id in StudioAnswer.Strings(body.Value, "definitionIds"))
        {
            var outcome = await house.HandleAsync(new(id), act, cancellation);
            (
                outcome.IsError ? missing
                : outcome.Value.WasPublished ? retracted
                : already
            ).Add(id);
        }

        return StudioAnswer.Json(
            new()
            {
                ["retracted"] = retracted,
                ["alreadyRetracted"] = already,
                ["notFound"] = missing,
            }
        );
    }
}
