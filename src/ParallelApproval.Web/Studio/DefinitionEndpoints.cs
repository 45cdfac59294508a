using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.AspNetCore.Mvc;
using ParallelApproval.Engine;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>List, open, save and publish definitions.</summary>
internal static class DefinitionEndpoints
{
    public static readonly RequestSizeLimitAttribute Size = new(WorkflowDefinition.MaxLength);

    public static void MapDefinitions(this IEndpointRouteBuilder studio)
    {
        var definitions = studio.MapGroup("/workflow-definitions");
        definitions.MapGet("", ListAsync).Requires<SeeWorkflows>();
        definitions.MapGet("/by-definition-id/{definitionId}", OpenAsync).Requires<SeeWorkflows>();
        definitions.MapGet("/by-id/{versionId}", OpenVersionAsync).Requires<SeeWorkflows>();
        definitions.MapGet("/many-by-id", ManyAsync).Requires<SeeWorkflows>();
        definitions
            .MapGet(
                "/validation/is-name-unique",
                async (string? name, string? definitionId, DefinitionQueries queries, CancellationToken cancellation) =>
                    StudioAnswer.Json(new() { ["isUnique"] = await queries.IsNameFreeAsync(name ?? "", definitionId, cancellation) })
            )
            .Requires<SeeWorkflows>();
        definitions
            .MapGet("/query/count", async (DefinitionQueries queries, CancellationToken cancellation) =>
                StudioAnswer.Json(new() { ["count"] = (await queries.SearchAsync(new(new("Latest"), Take: 0), cancellation)).Count })
            )
            .Requires<SeeWorkflows>();
        definitions.MapGet("/{definitionId}/consumers", ConsumersAsync).Requires<SeeWorkflows>();
        definitions.MapPost("/{definitionId}/update-references", NothingRefersAsync).Requires<PublishWorkflows>();
        definitions.MapPost("", SaveAsync).Requires<EditWorkflows>().WithMetadata(Size);
        definitions.MapPost("/{definitionId}/publish", PublishAsync).Requires<PublishWorkflows>();
        definitions.MapPost("/{definitionId}/retract", RetractAsync).Requires<PublishWorkflows>();
    }

    private sealed record Wanted(
        string? VersionOptions,
        int? Page,
        int? PageSize,
        string? SearchTerm,
        string? OrderBy,
        string? OrderDirection,
        string[]? DefinitionIds,
        string[]? Ids
    )
    {
        public DefinitionSearch Search =>
            new(
                new(VersionOptions),
                DefinitionIds,
                Ids,
                SearchTerm,
                OrderBy,
                OrderDirection == "Descending",
                Math.Clamp(Page ?? 0, 0, 1_000_000) * Size,
                PageSize is null or 0 ? null : Size
            );

        private int Size => Math.Clamp(PageSize ?? 0, 0, 1000);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] Wanted wanted,
        Caller caller,
        DefinitionQueries queries,
        CancellationToken cancellation
    )
    {
        var (page, count) = await queries.SearchAsync(wanted.Search, cancellation);
        return StudioAnswer.Page(
            page.Select(version => DefinitionSheets.Summary(version, caller)),
            count,
            DefinitionSheets.ListLinks(caller)
        );
    }

    private static async Task<IResult> OpenAsync(
        string definitionId,
        string? versionOptions,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    ) =>
        await queries.FindAsync(definitionId, new(versionOptions ?? "Latest"), cancellation) is { } version
            ? StudioAnswer.Json(DefinitionSheets.Whole(version, register, caller))
            : Results.NotFound();

    private static async Task<IResult> OpenVersionAsync(
        string versionId,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    ) =>
        await queries.FindAsync(versionId, cancellation) is { } version
            ? StudioAnswer.Json(DefinitionSheets.Whole(version, register, caller))
            : Results.NotFound();

    private static async Task<IResult> ManyAsync(
        string[]? ids,
        Caller caller,
        DefinitionQueries queries,
        DefinitionRegister register,
        CancellationToken cancellation
    ) =>
        StudioAnswer.List(
            ids is { Length: > 0 }
                ? (await queries.SearchAsync(new(default, Ids: ids), cancellation)).Page.Select(version =>
                    DefinitionSheets.Whole(version, register, caller)
                )
                : []
        );

    private static async Task<IResult> ConsumersAsync(string definitionId, DefinitionQueries queries, CancellationToken cancellation) =>
        await queries.FindAsync(definitionId, new("Latest"), cancellation) is { } used
            ? StudioAnswer.Json(
                new() { ["consumingWorkflowDefinitionIds"] = StudioAnswer.Texts(await queries.UsersOfAsync(used, cancellation)) }
            )
            : Results.NotFound();

    // A version that is published never changes, so a flow that holds this one keeps the version that it was drawn with.
    private static async Task<IResult> NothingRefersAsync(string definitionId, DefinitionQueries queries, CancellationToken cancellation) =>
        await queries.FindAsync(definitionId, new("Latest"), cancellation) is null
            ? Results.NotFound()
            : StudioAnswer.Json(new() { ["affectedWorkflows"] = new JsonArray() });

    private static async Task<object> SaveAsync(
        HttpRequest request,
        Caller caller,
        CallersAct act,
        SaveDefinitionHandler house,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        if (body.Value["model"] is not JsonObject model)
            return (List<Error>)[Problems.FrontRefusals.MissingField("model")];
        var publish = StudioAnswer.Flag(body.Value, "publish") == true;
        if (publish && !caller.May(Verb.Of<PublishWorkflows>()))
            return (List<Error>)[Problems.FrontRefusals.VerbNotAllowed()];
        var saved = await house.HandleAsync(new(model, publish), act, cancellation);
        return saved.IsError ? saved.Errors : StudioAnswer.Json(DefinitionSheets.Saved(saved.Value, register, caller));
    }

    private static async Task<object> PublishAsync(
        string definitionId,
        Caller caller,
        CallersAct act,
        PublishDefinitionHandler house,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        var published = await house.HandleAsync(new(definitionId), act, cancellation);
        return published.IsError ? published.Errors : StudioAnswer.Json(DefinitionSheets.Saved(published.Value, register, caller));
    }

    private static async Task<object> RetractAsync(
        string definitionId,
        Caller caller,
        CallersAct act,
        RetractDefinitionHandler house,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        var retracted = await house.HandleAsync(new(definitionId), act, cancellation);
        return retracted.IsError ? retracted.Errors : StudioAnswer.Json(DefinitionSheets.Whole(retracted.Value.Version, register, caller));
    }
}
