using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Certificates;

/// <summary>The papers of cases (文书): which there are, to read and print, and as PDF.</summary>
internal static class DocumentEndpoints
{
    private const string Sheet = "static/document.css";

    // A file has no headers: what it may do stands in itself. No script, no foreign picture, no frame.
    internal const string PaperPolicy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">";

    public static void AddDocuments(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton<DocumentReader>()
            .AddSingleton<DocumentPage>()
            .AddSingleton<DocumentPdf>()
            .AddSingleton<PdfPrinter>()
            .AddSingleton<PaperSigner>()
            .AddSingleton<Sm2PaperSigner>()
            .AddSingleton<PaperPress>();

    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        var documents = app.MapGroup("/api").WithTags("Documents");
        documents
            .MapGet("/cases/{no}/documents", OfCaseAsync)
            .Requires<SeeDocuments>()
            .WithSummary("The papers that were issued in a case");
        documents
            .MapGet("/documents/{number}.pdf", PdfAsync)
            .Requires<SeeDocuments>()
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .WithSummary("A paper as PDF");
        documents
            .MapGet("/documents/{number}", PageAsync)
            .Requires<SeeDocuments>()
            .Produces(StatusCodes.Status200OK, contentType: "text/html")
            .WithSummary("A paper as a page to print");
        documents
            .MapPost(
                "/cases/{no}/receipt/copies",
                (CaseNumber no, ReceiptCopyBody body, CallersAct act, CopyReceiptHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.CopyReason), act, cancellation).Ok()
            )
            .Requires<CopyReceipt>();
        documents
            .MapPost(
                "/documents/{number}/correction",
                (string number, PaperCorrectionBody body, CallersAct act, CorrectPaperHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(number, body.Wrong, body.Right, body.Reason), act, cancellation).Ok()
            )
            .Requires<CorrectPaper>();
    }

    private static async Task<Results<Ok<Listing<DocumentLine>>, Refused>> OfCaseAsync(
        CaseNumber no,
        DocumentReader reader,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var found = await reader.OfCaseAsync(no, caller, cancellation);
        return found.IsError
            ? new Refused(found.Errors)
            : TypedResults.Ok(new Listing<DocumentLine>([.. found.Value.Select(DocumentLine.Of)]));
    }

    private static async Task<IResult> PageAsync(
        string number,
        DocumentReader reader,
        DocumentPage printer,
        DocumentPdf pdf,
        Caller caller,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var found = await reader.FindAsync(number, caller, cancellation);
        if (found.IsError)
            return new Refused(found.Errors);
        var bar =
            $"<p class=\"bar\"><a href=\"/cases/{found.Value.Case}\">{found.Value.Case}</a> "
            + $"<a href=\"/api/documents/{Uri.EscapeDataString(number)}.pdf\">PDF</a> <kbd>Ctrl+P</kbd></p>";
        var page = await printer.MakeAsync(
            found.Value,
            pdf.Home(context),
            $"<link rel=\"stylesheet\" href=\"/{Sheet}\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"/static/icon.svg\">",
            bar,
            cancellation
        );
        return page.IsError ? new Refused(page.Errors) : TypedResults.Text(page.Value, "text/html; charset=utf-8");
    }

    private static async Task<IResult> PdfAsync(
        string number,
        DocumentReader reader,
        DocumentPdf pdf,
        Caller caller,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var found = await reader.FindAsync(number, caller, cancellation);
        if (found.IsError)
            return new Refused(found.Errors);
        var printed = await pdf.MakeAsync(found.Value, context, cancellation);
        return printed.IsError ? new Refused(printed.Errors) : TypedResults.File(printed.Value, "application/pdf", $"{number}.pdf");
    }
}
