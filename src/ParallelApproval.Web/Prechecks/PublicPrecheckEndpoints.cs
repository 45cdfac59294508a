using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Prechecks;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Idempotency;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Public;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Prechecks;

/// <summary>
/// Applications sent beforehand by a program of the citizen's (网上申报接口): what the pages do, by the same commands. Number and code are his
/// proof at every call; there is no account and no session.
/// </summary>
internal static class PublicPrecheckEndpoints
{
    private const string Bytes = "application/octet-stream";

    public static void MapPublicPrechecks(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/api/public/prechecks").WithTags("Public").RequireRateLimiting(RequestLimits.PublicRate).OpenToAnybody();
        open.MapPost("", StartAsync)
            .RequireRateLimiting(RequestLimits.PublicFormRate)
            .TakesKey()
            .WithSummary("Begin an application online; number and code go to the telephone, too");
        open.MapGet("/{id}", FindAsync).WithSummary("How it stands, what has been filled in, and what was found of each paper");
        open.MapPut("/{id}", KeepAsync).WithSummary("Keep what has been filled in, half or wrong as it may be");
        open.MapPost("/{id}/files", AddAsync)
            .WithMetadata(new RequestSizeLimitAttribute(AddPrecheckFile.MostBytes))
            .TakesBytes()
            .WithSummary("Upload a paper as a file: PDF, JPEG, PNG or OFD");
        open.MapDelete("/{id}/files/{file}", RemoveAsync).WithSummary("Take a file away again");
        open.MapPost("/{id}/sending", SendAsync).WithSummary("Send what is kept to the window, to be looked at beforehand");
        open.MapDelete("/{id}", DropAsync).WithSummary("Delete it: what was filled in, the files, the messages that wait");
    }

    private static Task<Results<Created<StartedPrecheck>, Refused>> StartAsync(
        StartPrecheckBody body,
        StartPrecheckHandler house,
        TimeProvider time,
        HttpContext context,
        CancellationToken cancellation
    ) =>
        house
            .HandleAsync(
                new(body.ItemCode, body.Phone, ClientPlace.AddressOf(context)),
                Act.OfPublic(time, IdempotencyHeader.Of(context)),
                cancellation
            )
            .Created(started => $"/api/public/prechecks/{started.Precheck}");

    private static Task<Results<Ok<PublicPrecheck>, Refused>> FindAsync(
        string id,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PublicPrecheckReader reader,
        CancellationToken cancellation
    ) => reader.FindAsync(id, code, cancellation).Ok();

    private static Task<Results<Ok<PublicPrecheck>, Refused>> KeepAsync(
        string id,
        DraftBody body,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PublicPrecheckReader reader,
        KeepPrecheckHandler house,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        reader
            .OnAsync(
                id,
                code,
                async (found, item) =>
                {
                    var typed = body.Typed(item);
                    return typed.IsError
                        ? typed.Errors
                        : await house.HandleAsync(new(found.Id, typed.Value), Act.OfPublic(time), cancellation);
                },
                cancellation
            )
            .Ok();

    private static async Task<Results<Created<PrecheckFileLine>, Refused>> AddAsync(
        string id,
        string paper,
        string name,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PrecheckDesk desk,
        AddPrecheckFileHandler house,
        TimeProvider time,
        HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (request.ContentType != Bytes)
            return Refused.With(FrontRefusals.NotBytes());
        var found = await desk.FindAsync(id, code, cancellation);
        if (found.IsError)
            return new Refused(found.Errors);
        using var content = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(content, cancellation);
        return await house
            .HandleAsync(new(found.Value.Id, paper, name, content.ToArray()), Act.OfPublic(time), cancellation)
            .Created(_ => $"/api/public/prechecks/{found.Value.Id}");
    }

    private static async Task<Results<NoContent, Refused>> RemoveAsync(
        string id,
        int file,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PrecheckDesk desk,
        RemovePrecheckFileHandler house,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var found = await desk.FindAsync(id, code, cancellation);
        return found.IsError
            ? new Refused(found.Errors)
            : await house.HandleAsync(new(found.Value.Id, file), Act.OfPublic(time), cancellation).Done();
    }

    private static Task<Results<Ok<PublicPrecheck>, Refused>> SendAsync(
        string id,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PublicPrecheckReader reader,
        SendPrecheckHandler house,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        reader
            .OnAsync(
                id,
                code,
                (found, item) =>
                    house.HandleAsync(
                        DraftReading.Sending(found, TypedApplication.Read(found.Typed) ?? [], item, time.OfficialToday()),
                        Act.OfPublic(time),
                        cancellation
                    ),
                cancellation
            )
            .Ok();

    private static async Task<Results<NoContent, Refused>> DropAsync(
        string id,
        [FromHeader(Name = QueryCode.Header)] string? code,
        PrecheckDesk desk,
        DropPrecheckHandler house,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var found = await desk.FindAsync(id, code, cancellation);
        return found.IsError
            ? new Refused(found.Errors)
            : await house.HandleAsync(new(found.Value.Id), Act.OfPublic(time), cancellation).Done();
    }
}

/// <summary>Body of <c>POST /api/public/prechecks</c>.</summary>
/// <param name="Phone">A mobile number, to which number and code are sent.</param>
internal sealed record StartPrecheckBody(string ItemCode, string Phone);
