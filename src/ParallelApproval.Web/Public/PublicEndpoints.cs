using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;
using ParallelApproval.Publication;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Catalogue;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Public;

/// <summary>
/// What anybody may ask (公众查询): the guide to an item, the published results, and his own case by the number and code on his receipt.
/// </summary>
internal static class PublicEndpoints
{
    /// <summary>In the place of a paper's number: the receipt, which is no numbered paper.</summary>
    public const string Receipt = "receipt";

    public static void MapPublic(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/api/public").WithTags("Public").RequireRateLimiting(RequestLimits.PublicRate).OpenToAnybody();
        open.MapGet("/cases/{no}", FindAsync).WithSummary("How a case stands, by the number and the query code of its receipt");
        open.MapPost("/papers/verification", VerifyAsync)
            .WithMetadata(new RequestSizeLimitAttribute(PaperVerification.MostFileBytes))
            .TakesBytes()
            .WithSummary("Whether a PDF is one of our papers and unchanged, and who signed it; nothing of it is kept");
        open.MapGet("/items", Items).WithSummary("The items on offer, with the nine public fields");
        open.MapGet("/items/{itemCode}", Guide).WithSummary("The guide to one item: the nine public fields, the departments, the papers");
        open.MapGet("/results", ResultsAsync).WithSummary("Published results with personal data masked, the newest first");
        app.MapGet("/guide/{itemCode}/form.pdf", (string itemCode, ItemForms forms) => forms.Answer(itemCode, isSample: false))
            .RequireRateLimiting(RequestLimits.PublicRate)
            .OpenToAnybody()
            .ExcludeFromDescription();
        app.MapGet("/guide/{itemCode}/sample.pdf", (string itemCode, ItemForms forms) => forms.Answer(itemCode, isSample: true))
            .RequireRateLimiting(RequestLimits.PublicRate)
            .OpenToAnybody()
            .ExcludeFromDescription();
        app.MapPost("/track/paper", PaperAsync).RequireRateLimiting(RequestLimits.PublicRate).OpenToAnybody().ExcludeFromDescription();
    }

    private static async Task<Results<Ok<PublicCase>, Refused>> FindAsync(
        string no,
        PublicCases cases,
        CancellationToken cancellation,
        string code = ""
    )
    {
        var found = await cases.FindAsync(no, code, cancellation);
        return found.IsError ? new Refused(found.Errors) : TypedResults.Ok(found.Value);
    }

    private static async Task<Results<Ok<FileJudgement>, Refused>> VerifyAsync(
        PaperVerification papers,
        Sm2PaperSigner signer,
        HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (request.ContentType != MediaTypeNames.Application.Octet)
            return Refused.With(FrontRefusals.NotBytes());
        using var content = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(content, cancellation);
        var shown = await papers.CompareAsync(content.ToArray(), cancellation);
        return TypedResults.Ok(FileJudgement.Of(shown, signer.PublicKeys));
    }

    // Posted with the code, never in an address: addresses are kept in logs and histories.
    private static async Task<IResult> PaperAsync(
        [FromForm] string? number,
        [FromForm] string? code,
        [FromForm] string? paper,
        PublicCases cases,
        DocumentPdf files,
        ReceiptPdf receipts,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        if (paper == Receipt)
        {
            var file = await cases.OpenAsync(number, code, cancellation);
            if (file.IsError)
                return new ShownRefusal(file.FirstError);
            var receipt = receipts.Make(file.Value);
            return receipt.IsError
                ? new ShownRefusal(receipt.FirstError)
                : TypedResults.File(receipt.Value, "application/pdf", $"{file.Value.Number}.pdf");
        }

        var found = await cases.PaperAsync(number, code, paper, cancellation);
        if (found.IsError)
            return new ShownRefusal(found.FirstError);
        // Where nothing prints, the page itself is what can be printed.
        if (!files.IsThere)
            return await files.HtmlAsync(found.Value, context, cancellation) is { IsError: false } page
                ? TypedResults.Text(page.Value, "text/html; charset=utf-8")
                : new ShownRefusal(FrontRefusals.PdfFailed());
        var made = await files.MakeAsync(found.Value, context, cancellation);
        return made.IsError
            ? new ShownRefusal(made.FirstError)
            : TypedResults.File(made.Value, "application/pdf", $"{found.Value.Number}.pdf");
    }

    private static Listing<PublicItem> Items(
        ItemGuides guides,
        TimeProvider time,
        string? search = null,
        Named<Tier>? tier = null,
        Named<ItemKind>? kind = null,
        string? theme = null
    ) =>
        new([
            .. guides
                .Search(new(search, tier?.Value, kind?.Value, theme), time.OfficialToday())
                .Select(guide => new PublicItem(ItemLine.Of(guide.Item), guide.Fields)),
        ]);

    private static Results<Ok<PublicGuideSheet>, Refused> Guide(
        string itemCode,
        ItemGuides guides,
        OfficerRegister officers,
        TimeProvider time
    ) =>
        guides.Find(itemCode, time.OfficialToday()) is { } guide
            ? TypedResults.Ok(PublicGuideSheet.Of(guide, officers))
            : Refused.With(FrontRefusals.NoSuchItem(itemCode));

    private static async Task<Results<Ok<Listing<ResultLine>>, Refused>> ResultsAsync(
        ResultQueries results,
        TimeProvider time,
        CancellationToken cancellation,
        string? search = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > ResultQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, ResultQueries.LongestPage));
        var after = ResultCursor.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var page = await results.ListAsync(search, after, limit, time.OfficialToday(), cancellation);
        return TypedResults.Ok(new Listing<ResultLine>(page.Results, page.Next?.ToString()));
    }
}

/// <summary>An item with what is published of it (九公开), in Chinese as the guide prints them.</summary>
internal sealed record PublicItem(ItemLine Item, NineFields NineFields);
