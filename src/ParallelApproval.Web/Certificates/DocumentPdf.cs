using ErrorOr;
using Microsoft.Extensions.FileProviders;
using ParallelApproval.Certificates;
using ParallelApproval.Installations;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Certificates;

/// <summary>A paper as a PDF file (出件): made by the press, and known again by its digest when somebody shows it.</summary>
internal sealed class DocumentPdf(
    DocumentPage page,
    PaperPress press,
    PaperSigner signer,
    Sm2PaperSigner sm2,
    DocumentPrints prints,
    InstallationRegister installation,
    IWebHostEnvironment files
)
{
    private const string Sheet = "static/document.css";

    /// <summary>Whether this node can make files at all.</summary>
    public bool IsThere => press.IsThere;

    /// <summary>Refuses where the fonts are missing, and where a signature is required and there is no key.</summary>
    public async Task<ErrorOr<byte[]>> MakeAsync(Document document, HttpContext context, CancellationToken cancellation)
    {
        if (!press.IsThere)
            return FrontRefusals.NoPaperFonts();
        if (signer.IsRequired && (signer.Fault ?? sm2.Fault) is { } fault)
            return FrontRefusals.NoSignature(fault);
        // SM2 comes last and covers the other, too: common readers know what to make of a file that was signed once more.
        PaperSignature[] seals = [.. new[] { signer.Signature(), sm2.Signature() }.OfType<PaperSignature>()];
        var sheet = await page.SheetAsync(document, Home(context), cancellation);
        if (sheet.IsError)
            return sheet.Errors;
        var printed = press.Print(sheet.Value, document.IssuedAt, seals);
        await prints.NoteAsync(document, printed, cancellation);
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
