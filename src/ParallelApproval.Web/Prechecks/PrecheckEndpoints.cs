using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ParallelApproval.Prechecks;
using ParallelApproval.Scans;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Prechecks;

/// <summary>Applications sent beforehand (预审件): looked at, sent back, found ready, received.</summary>
internal static class PrecheckEndpoints
{
    private const string Bytes = "application/octet-stream";

    public static void MapPrechecks(this IEndpointRouteBuilder app)
    {
        var prechecks = app.MapGroup("/api/prechecks").WithTags("Prechecks");
        prechecks.MapGet("", ListAsync).Requires<SeePrechecks>();
        prechecks.MapGet("/{id}", FindAsync).Requires<SeePrechecks>().WithSummary("One of them, with what was found of its papers");
        prechecks
            .MapGet("/{id}/files/{file}", FileAsync)
            .Requires<SeePrechecks>()
            .WithMetadata(new ShownInOurFrames())
            .Produces(StatusCodes.Status200OK, contentType: Bytes)
            .WithSummary("A file as it was uploaded");
        prechecks
            .MapPost(
                "/{id}/return",
                (PrecheckNumber id, FindingsBody body, CallersAct act, ReturnPrecheckHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Papers ?? [], body.Note, body.Revision), act, cancellation).Ok()
            )
            .Requires<ReturnPrecheck>();
        prechecks
            .MapPost(
                "/{id}/readiness",
                (PrecheckNumber id, FindingsBody body, CallersAct act, PassPrecheckHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Papers ?? [], body.Note, body.Revision), act, cancellation).Ok()
            )
            .Requires<PassPrecheck>();
        prechecks
            .MapPost(
                "/{id}/receipt",
                (PrecheckNumber id, ReceiptBody body, CallersAct act, ReceivePrecheckHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Command()), act, cancellation).Created(receipt => $"/api/cases/{receipt.CaseNumber}")
            )
            .Requires<ReceivePrecheck>();
    }

    private static async Task<Results<Ok<Listing<PrecheckLine>>, Refused>> ListAsync(
        PrecheckQueries house,
        Caller caller,
        CancellationToken cancellation,
        Named<PrecheckStatus>? status = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > PrecheckQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, PrecheckQueries.LongestPage));
        return TypedResults.Ok(new Listing<PrecheckLine>(await house.ListAsync(status?.Value, caller.DepartmentCode, limit, cancellation)));
    }

    private static async Task<Results<Ok<PrecheckSheet>, Refused>> FindAsync(
        PrecheckNumber id,
        PrecheckReader reader,
        Caller caller,
        CancellationToken cancellation
    ) =>
        await reader.FindAsync(id, caller.DepartmentCode, cancellation) is { } found
            ? TypedResults.Ok(found)
            : Refused.With(PrecheckRefusals.NotFound(id));

    private static async Task<IResult> FileAsync(
        PrecheckNumber id,
        int file,
        PrecheckReader reader,
        Caller caller,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        if (await reader.FileAsync(id, file, caller.DepartmentCode, cancellation) is not { } found)
            return Refused.With(PrecheckRefusals.NotFound(id));
        var disposition = new ContentDispositionHeaderValue(found.Format.IsShown() ? "inline" : "attachment");
        disposition.SetHttpFileName(found.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.Bytes(found.Content, found.Format.MediaType());
    }
}

/// <summary>What was found of the papers.</summary>
/// <param name="Revision">The state that was looked at.</param>
internal sealed record FindingsBody(PaperFinding[]? Papers, int Revision, string? Note = null) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Papers, "papers");
}
