using System.Text;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>Definitions as files, in and out; and the button Run, which has no case to run on.</summary>
internal static class TransferEndpoints
{
    public static void MapTransfer(this IEndpointRouteBuilder studio)
    {
        studio.MapGet("/workflow-definitions/{definitionId}/export", ExportAsync).Requires<SeeWorkflows>();
        studio.MapPost("/bulk-actions/export/workflow-definitions", ExportManyAsync).Requires<SeeWorkflows>();
        studio.MapPost("/workflow-definitions/import", ImportAsync).Requires<EditWorkflows>().WithMetadata(DefinitionEndpoints.Size);
        studio
            .MapPost("/workflow-definitions/import-files", ImportFilesAsync)
            .Requires<EditWorkflows>()
            .WithMetadata(DefinitionEndpoints.Size)
            .DisableAntiforgery();
    }

    private static async Task<object> ExportAsync(
        string definitionId,
        string? versionOptions,
        DefinitionQueries queries,
        ExportDefinitions export,
        CancellationToken cancellation
    )
    {
        if (await queries.FindAsync(definitionId, new(versionOptions ?? "Latest"), cancellation) is not { } version)
            return Results.NotFound();
        var file = export.Of(version);
        return Results.File(Encoding.UTF8.GetBytes(file.Json), "application/json", file.Name);
    }

    private static async Task<object> ExportManyAsync(
        HttpRequest request,
        DefinitionQueries queries,
        ExportDefinitions export,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var (versions, _) = await queries.SearchAsync(new(default, Ids: [.. StudioAnswer.Strings(body.Value, "ids"), ""]), cancellation);
        return await StudioAnswer.ZipAsync(
            "workflow-definitions.zip",
            versions.Select(export.Of).Select(file => (file.Name, file.Json)),
            cancellation
        );
    }

    private static async Task<object> ImportAsync(
        HttpRequest request,
        Caller caller,
        CallersAct act,
        ImportDefinitionHandler house,
        DefinitionRegister register,
        CancellationToken cancellation
    )
    {
        var body = await StudioAnswer.BodyAsync(request);
        if (body.IsError)
            return body.Errors;
        var imported = await house.HandleAsync(new(body.Value), act, cancellation);
        return imported.IsError ? imported.Errors : StudioAnswer.Json(DefinitionSheets.Whole(imported.Value, register, caller));
    }

    // Each file is an import of its own: what is refused is told under its name, and keeps nothing else out.
    private static async Task<object> ImportFilesAsync(
        HttpRequest request,
        CallersAct act,
        ImportDefinitionHandler house,
        CancellationToken cancellation
    )
    {
        if (!request.HasFormContentType)
            return (List<Error>)[FrontRefusals.FilesExpected()];
        var (count, refused) = (0, new List<Error>());
        foreach (var upload in (await request.ReadFormAsync(cancellation)).Files)
        foreach (var (name, document) in await DefinitionFile.ReadAsync(upload, cancellation))
        {
            var imported = document.IsError ? document.Errors : await house.HandleAsync(new(document.Value), act, cancellation);
            if (imported.IsError)
                refused.AddRange(imported.Errors.Select(error => Refusal.At(name, error)));
            else
                count++;
        }

        if (count == 0)
            return refused.Count > 0 ? refused : [FrontRefusals.FilesExpected()];
        return StudioAnswer.Json(
            new() { ["count"] = count, ["refused"] = StudioRefused.Among(refused.Select(error => (RefusalTexts.Field(error), error))) }
        );
    }
}
