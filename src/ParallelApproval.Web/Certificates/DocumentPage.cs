using System.Net;
using System.Text;
using System.Text.Json.Nodes;
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
    private const string Signature = "<div class=\"seal open\">（签名或者盖章）</div>";

    private static readonly string[] CopyNames = ["第一联　交申请人", "第二联　存档"];

    /// <param name="home">Where anybody reaches this server, with a slash at its end.</param>
    /// <param name="styles">The sheet as a link, or written into the page for a printer that asks nobody.</param>
    /// <param name="bar">What stands above the paper on a screen; empty for a printer.</param>
    public async Task<ErrorOr<string>> MakeAsync(Document document, string home, string styles, string bar, CancellationToken cancellation)
    {
        var body = await documents.BodyAsync(document, cancellation);
        return body.IsError ? body.Errors : Make(document, body.Value, home, styles, bar);
    }

    /// <summary>The page of a paper with this body.</summary>
    internal static string Make(Document document, string body, string home, string styles, string bar)
    {
        var facts = JsonNode.Parse(document.Facts)!;
        var page = new StringBuilder(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + $"<title>{Html(document.Title)} {Html(document.Number)}</title>{styles}</head><body>{bar}<main>"
        );
        for (var copy = 0; copy < document.Kind.Copies(); copy++)
            Paper(page, document, facts, body, home, document.Kind.Copies() > 1 ? CopyNames[copy] : null, isFirst: copy == 0);
        return page.Append("</main></body></html>").ToString();
    }

    private static void Paper(StringBuilder page, Document document, JsonNode facts, string body, string home, string? copy, bool isFirst)
    {
        var title = isFirst ? "h1" : "p";
        page.Append(
            $"<article class=\"paper\"><p class=\"number\">{Html(document.Number)}</p>"
                + $"<p class=\"issuer\">{Html(Text(facts, "issuer"))}</p><{title} class=\"title\">{Html(document.Title)}</{title}>"
        );
        page.Append($"<div class=\"body\">{body}{Corrects(facts)}</div><div class=\"foot\">");
        var address = $"{home}verify/{Uri.EscapeDataString(document.Number)}?code={document.Code}";
        page.Append(
            $"<figure><img src=\"{QrImage.Of(address)}\" alt=\"验真二维码\" width=\"96\" height=\"96\">"
                + $"<figcaption>扫码验真　校验码 {document.Code}{Centre(facts)}</figcaption></figure>"
        );
        var (seal, signer) = document.Kind.IsApplicants()
            ? (Signature, "")
            : (SealOf(facts), Text(facts, document.Branch == 0 ? "issuer" : "department"));
        page.Append($"<div class=\"signed\">{seal}<p>{Html(signer)}</p><p>{Html(Text(facts, "date"))}</p></div></div>");
        if (document.Kind.IsHandedOver())
            page.Append(
                "<dl class=\"receipt\"><div><dt>受送达人签名</dt><dd></dd></div>"
                    + "<div><dt>签收时间</dt><dd>　　年　　月　　日</dd></div><div><dt>送达人</dt><dd></dd></div></dl>"
            );
        if (copy is not null)
            page.Append($"<p class=\"copy\">{copy}（一式两份）</p>");
        page.Append("</article>");
    }

    private static string Corrects(JsonNode facts) =>
        Text(facts, "corrects") is { Length: > 0 } former ? $"<p>本文书经更正，代替 {Html(former)}；原文书不再使用。</p>" : "";

    private static string Centre(JsonNode facts) => Text(facts, "centre") is { Length: > 0 } centre ? $"<br>{Html(centre)}" : "";

    private static string SealOf(JsonNode facts) =>
        facts["seal"] is { } seal
            ? $"<div class=\"seal\" role=\"img\" aria-label=\"{Html(Text(seal, "inscription"))}\">"
                + $"<b>{Html(Text(seal, "inscription"))}</b><i>★</i><small>{Html(Text(seal, "number"))}</small></div>"
            : "<div class=\"seal open\">（盖章处）</div>";

    private static string Text(JsonNode node, string name) => node[name]?.ToString() ?? "";

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
