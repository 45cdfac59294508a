using System.Text.Json.Nodes;
using ParallelApproval.Certificates;

namespace ParallelApproval.Web.Certificates;

/// <summary>What stands on each copy of a paper (版面内容), whichever way it is brought onto a page.</summary>
/// <param name="Body">HTML: its template filled with its facts.</param>
/// <param name="Address">Where the QR code leads: as a rule to where the paper is verified.</param>
/// <param name="Caption">The lines below the QR code.</param>
/// <param name="Seal">The seal that stands on it; null where its place is left open, see <paramref name="Open"/>.</param>
/// <param name="Open">What stands in the place that is left open for a hand.</param>
/// <param name="Signer">Whose paper it is; empty where the applicant signs.</param>
/// <param name="IsHandedOver">Whether the receiver signs that he has it.</param>
/// <param name="Copies">What each copy is called; null for an only one.</param>
internal sealed record PaperSheet(
    string Number,
    string Issuer,
    string Title,
    string Body,
    string Address,
    IReadOnlyList<string> Caption,
    PaperSeal? Seal,
    string Open,
    string Signer,
    string Date,
    bool IsHandedOver,
    IReadOnlyList<string?> Copies
)
{
    /// <summary>What the code is for, for who does not see it.</summary>
    public string CodeLeadsTo { get; init; } = "验真二维码";

    /// <summary>What the receiver fills in, and what stands in it before he does.</summary>
    public static readonly IReadOnlyList<(string Name, string Blank)> Receipt =
    [
        ("受送达人签名", ""),
        ("签收时间", "　　年　　月　　日"),
        ("送达人", ""),
    ];

    private static readonly string?[] OnlyCopy = [null];
    private static readonly string[] CopyNames = ["第一联　交申请人（一式两份）", "第二联　存档（一式两份）"];

    /// <param name="body">As <c>DocumentQueries.BodyAsync</c> fills it.</param>
    /// <param name="home">Where anybody reaches this server, with a slash at its end.</param>
    public static PaperSheet Of(Document document, string body, string home)
    {
        var facts = JsonNode.Parse(document.Facts)!;
        var isApplicants = document.Kind.IsApplicants();
        return new(
            document.Number,
            Text(facts, "issuer"),
            document.Title,
            body + Corrects(facts),
            $"{home}verify/{Uri.EscapeDataString(document.Number)}?code={document.Code}",
            [$"扫码验真　校验码 {document.Code}", .. Text(facts, "centre") is { Length: > 0 } centre ? (string[])[centre] : []],
            !isApplicants && facts["seal"] is { } seal ? new(Text(seal, "inscription"), Text(seal, "number")) : null,
            isApplicants ? "（签名或者盖章）" : "（盖章处）",
            isApplicants ? "" : Text(facts, document.Branch == 0 ? "issuer" : "department"),
            Text(facts, "date"),
            document.Kind.IsHandedOver(),
            document.Kind.Copies() > 1 ? CopyNames : OnlyCopy
        );
    }

    private static string Corrects(JsonNode facts) =>
        Text(facts, "corrects") is { Length: > 0 } former
            ? $"<p>本文书经更正，代替 {System.Net.WebUtility.HtmlEncode(former)}；原文书不再使用。</p>"
            : "";

    private static string Text(JsonNode node, string name) => node[name]?.ToString() ?? "";
}

/// <summary>A seal as it is printed (印章): its inscription and its number.</summary>
internal sealed record PaperSeal(string Inscription, string Number);
