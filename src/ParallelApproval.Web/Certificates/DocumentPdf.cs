using ErrorOr;
using Microsoft.Extensions.FileProviders;
using ParallelApproval.Certificates;
using ParallelApproval.Installations;

namespace ParallelApproval.Web.Certificates;

/// <summary>A paper as a PDF file (出件): made by the printer, and known again by its digest when somebody shows it.</summary>
internal sealed class DocumentPdf(
    DocumentPage page,
    PdfPrinter printer,
    DocumentPrints prints,
    InstallationRegister installation,
    IWebHostEnvironment files
)
{
    private const string Sheet = "static/document.css";

    /// <summary>Whether this machine can make files at all.</summary>
    public bool IsThere => printer.IsThere;

    /// <summary>Refuses where no printer is installed, and when it fails.</summary>
    public async Task<ErrorOr<byte[]>> MakeAsync(Document document, HttpContext context, CancellationToken cancellation)
    {
        var html = await HtmlAsync(document, context, cancellation);
        if (html.IsError)
            return html.Errors;
        var printed = await printer.PrintAsync(html.Value, cancellation);
        if (!printed.IsError)
            await prints.NoteAsync(document, printed.Value, cancellation);
        return printed;
    }

    /// <summary>The paper as a page with everything in it.</summary>
    public async Task<ErrorOr<string>> HtmlAsync(Document document, HttpContext context, CancellationToken cancellation) =>
        await page.MakeAsync(
            document,
            Home(context),
            $"{DocumentEndpoints.PaperPolicy}<style>{await ReadAsync(files.WebRootFileProvider, cancellation)}</style>",
            "",
            cancellation
        );

    /// <summary>Where anybody reaches this server: as set, else as this reader reached it.</summary>
    public string Home(HttpContext context) =>
        installation.PublicAddress is { } known ? known + "/" : $"{context.Request.Scheme}://{context.Request.Host}/";

    private static async Task<string> ReadAsync(IFileProvider files, CancellationToken cancellation)
    {
        using var reader = new StreamReader(files.GetFileInfo(Sheet).CreateReadStream());
        return await reader.ReadToEndAsync(cancellation);
    }
}
