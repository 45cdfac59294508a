using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ParallelApproval.Identities;
using ParallelApproval.Scans;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web.Scans;

/// <summary>Papers as files (材料电子件): filed, listed, read, struck out.</summary>
internal static class ScanEndpoints
{
    private const string Bytes = "application/octet-stream";
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(10);

    public static void AddScans(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton(builder.Configuration.GetSection("ParallelApproval:Scans").Get<ScanLimits>() ?? new())
            .AddSingleton(
                new ScannerAddress(builder.Configuration[KnownSettings.Scanner] is { Length: > 0 } named ? new(named.Trim()) : null)
            )
            .AddSingleton<ScanReader>();

    public static void MapScans(this IEndpointRouteBuilder app)
    {
        var limits = app.ServiceProvider.GetRequiredService<ScanLimits>();
        var scans = app.MapGroup("/api/cases/{no}/scans").WithTags("Scans");
        scans.MapGet("", ListAsync).Requires<SeeScans>().WithSummary("The papers of a case as files");
        scans
            .MapPost("", FileAsync)
            .Requires<FileScan>()
            .WithMetadata(new RequestSizeLimitAttribute(limits.MostBytes))
            .WithRequestTimeout(LongestUpload)
            .TakesBytes();
        scans
            .MapGet("/{scan}", ReadAsync)
            .Requires<SeeScans>()
            .WithMetadata(new ShownInOurFrames())
            .Produces(StatusCodes.Status200OK, contentType: Bytes)
            .WithSummary("The file itself; download=true saves it instead of showing it");
        scans
            .MapPost(
                "/{scan}/striking-out",
                (CaseNumber no, int scan, ReasonBody body, CallersAct act, StrikeScanHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, scan, body.Reason), act, cancellation).Ok()
            )
            .Requires<StrikeScan>();
    }

    private static async Task<Results<Ok<Listing<ScanLine>>, Refused>> ListAsync(
        CaseNumber no,
        ScanReader reader,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var found = await reader.OfCaseAsync(no, caller, cancellation);
        return found.IsError ? new Refused(found.Errors) : TypedResults.Ok(new Listing<ScanLine>([.. found.Value.Select(ScanLine.Of)]));
    }

    private static async Task<Results<Ok<FiledScan>, Refused>> FileAsync(
        CaseNumber no,
        string paper,
        string name,
        CallersAct act,
        FileScanHandler house,
        HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (request.ContentType != Bytes)
            return Refused.With(FrontRefusals.NotBytes());
        using var content = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(content, cancellation);
        // As it stands there where its length was told: a second copy of a large file is one too many.
        var bytes = content.Capacity == content.Length ? content.GetBuffer() : content.ToArray();
        return await house.HandleAsync(new(no, paper, name, bytes), act, cancellation).Ok();
    }

    private static async Task<IResult> ReadAsync(
        CaseNumber no,
        int scan,
        ScanReader reader,
        Caller caller,
        HttpResponse response,
        CancellationToken cancellation,
        bool download = false
    )
    {
        var found = await reader.FindAsync(no, scan, caller, cancellation);
        if (found.IsError)
            return new Refused(found.Errors);
        var content = await reader.ContentAsync(found.Value, cancellation);
        if (content.IsError)
            return new Refused(content.Errors);
        var disposition = new ContentDispositionHeaderValue(download || !found.Value.Format.IsShown() ? "attachment" : "inline");
        disposition.SetHttpFileName(found.Value.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.Bytes(content.Value, found.Value.Format.MediaType());
    }
}
