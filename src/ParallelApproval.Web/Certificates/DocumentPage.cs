using System.Net;
using System.Text;
using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Certificates;

/// <summary>
/// A paper as a page to print (打印页): A4, number top right, title, body, place of the seal, date, the part that the receiver signs, and a QR
/// code that leads to its verification. In as many copies as there are due.
/// </summary>
internal sealed class DocumentPage(DocumentQueries documents)
{
    /// <param name="home">Where anybody reaches this server, with a slash at its end.</param>
    /// <param name="styles">The sheet as a link, or written into the page for a printer that asks nobody.</param>
    /// <param name="bar">What stands above the paper on a screen; empty for a printer.</param>
    public async Task<ErrorOr<string>> MakeAsync(Document document, string home, string styles, string bar, CancellationToken cancellation)
    {
        var body = await documents.BodyAsync(document, cancellation);
        return body.IsError ? body.Errors : Make(document, body.Value, home, styles, bar);
    }

    /// <summary>What stands on it, to be set by the press.</summary>
    public async Task<ErrorOr<PaperSheet>> SheetAsync(Document document, string home, CancellationToken cancellation)
    {
        var body = await documents.BodyAsync(document, cancellation);
        return body.IsError ? body.Errors : PaperSheet.Of(document, body.Value, home);
    }

    /// <summary>The page of a paper with this body.</summary>
    internal static string Make(Document document, string body, string home, string styles, string bar)
    {
        var sheet = PaperSheet.Of(document, body, home);
        var page = new StringBuilder(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + $"<title>{Html(sheet.Title)} {Html(sheet.Number)}</title>{styles}</head><body>{bar}<main>"
        );
        for (var copy = 0; copy < sheet.Copies.Count; copy++)
            Paper(page, sheet, sheet.Copies[copy], isFirst: copy == 0);
        return page.Append("</main></body></html>").ToString();
    }

    private static void Paper(StringBuilder page, PaperSheet sheet, string? copy, bool isFirst)
    {
        var title = isFirst ? "h1" : "p";
        page.Append(
            $"<article class=\"paper\"><p class=\"number\">{Html(sheet.Number)}</p>"
                + $"<p class=\"issuer\">{Html(sheet.Issuer)}</p><{title} class=\"title\">{Html(sheet.Title)}</{title}>"
        );
        page.Append($"<div class=\"body\">{sheet.Body}</div><div class=\"foot\">");
        page.Append(
            $"<figure><img src=\"{QrImage.Of(sheet.Address)}\" alt=\"验真二维码\" width=\"96\" height=\"96\">"
                + $"<figcaption>{string.Join("<br>", sheet.Caption.Select(Html))}</figcaption></figure>"
        );
        page.Append($"<div class=\"signed\">{SealOf(sheet)}<p>{Html(sheet.Signer)}</p><p>{Html(sheet.Date)}</p></div></div>");
        if (sheet.IsHandedOver)
            page.Append("<dl class=\"receipt\">")
                .AppendJoin("", PaperSheet.Receipt.Select(part => $"<div><dt>{part.Name}</dt><dd>{part.Blank}</dd></div>"))
                .Append("</dl>");
        if (copy is not null)
            page.Append($"<p class=\"copy\">{copy}</p>");
        page.Append("</article>");
    }

    private static string SealOf(PaperSheet sheet) =>
        sheet.Seal is { } seal
            ? $"<div class=\"seal\" role=\"img\" aria-label=\"{Html(seal.Inscription)}\">"
                + $"<b>{Html(seal.Inscription)}</b><i>★</i><small>{Html(seal.Number)}</small></div>"
            : $"<div class=\"seal open\">{sheet.Open}</div>";

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
