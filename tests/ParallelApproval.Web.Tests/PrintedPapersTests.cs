using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Web.Certificates;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using Sheet = UglyToad.PdfPig.Content.Page;

namespace ParallelApproval.Web;

/// <summary>What comes out of the printer: every kind of paper on A4, as the press sets it.</summary>
public sealed partial class PrintedPapersTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly PaperPress Press = new(NullLogger<PaperPress>.Instance);

    private const string Radicals = "⻓⻔⻅⻋⻚⻛⻢⻥⻦⺠⻝⻄";
    private const string Letters = "长门见车页风马鱼鸟民食西";

    [Fact]
    public void No_sheet_lays_out_paper_by_the_width_of_a_telephone()
    {
        foreach (var sheet in Directory.EnumerateFiles(Path.Combine(Front(), "wwwroot", "static"), "*.css"))
            ByWidth().Matches(File.ReadAllText(sheet)).Select(found => found.Value).ShouldBeEmpty(sheet);
    }

    public static TheoryData<DocumentKind> Kinds => [.. Enum.GetValues<DocumentKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_paper_fills_one_sheet_a_copy_with_the_code_on_the_left_and_the_seal_on_the_right(DocumentKind kind)
    {
        var pdf = Print(kind);
        if (Environment.GetEnvironmentVariable("PAPERS_TO") is { Length: > 0 } kept)
            File.WriteAllBytes(Path.Combine(kept, $"{kind}.pdf"), pdf);

        using var printed = PdfDocument.Open(pdf);
        var pages = printed.GetPages().ToList();
        pages.Count.ShouldBe(kind.Copies(), string.Join('\n', pages.Select(page => page.Text[..Math.Min(60, page.Text.Length)])));
        foreach (var page in pages)
        {
            page.Size.ShouldBe(PageSize.A4);
            Plain(page).ShouldContain(Plain(kind.Title()), Case.Sensitive);
            var (number, first, last) = (Find(page, "莲审〔"), Find(page, kind.Title()), Find(page, kind.Title(), isLast: true));
            // The number at the right above, the title in the middle below it, and the seal at the end of everything.
            number.Left.ShouldBeGreaterThan(page.Width / 2);
            Math.Abs((first.Left + last.Right) / 2 - page.Width / 2).ShouldBeLessThan(page.Width / 20);
            first.Bottom.ShouldBeLessThan(number.Bottom);
            first.Height.ShouldBeGreaterThan(number.Height * 1.3);
            Plain(page).Length.ShouldBeGreaterThan(150, "a paper that says nothing: " + page.Text);
            Plain(page).ShouldNotContain("{{");
            var (code, seal) = (Find(page, "扫码验真"), Find(page, kind.IsApplicants() ? "（签名" : "样章"));
            code.Left.ShouldBeLessThan(page.Width / 3);
            seal.Left.ShouldBeGreaterThan(page.Width / 2);
            // Side by side, not one below the other.
            Math.Abs(code.Bottom - seal.Bottom).ShouldBeLessThan(page.Height / 6);
            page.Letters.ShouldAllBe(
                letter => letter.BoundingBox.Left > 30 && letter.BoundingBox.Right < page.Width - 30,
                "beside the page"
            );
        }
    }

    /// <summary>A paper of that kind as the press sets it, always the same.</summary>
    internal static byte[] Print(DocumentKind kind) => Press.Print(Sheet(kind), At);

    private static PaperSheet Sheet(DocumentKind kind)
    {
        var body = PublishTemplateHandler.Check(kind, DocumentTemplates.OfProduct(kind)).Value;
        var facts = new JsonObject
        {
            ["title"] = kind.Title(),
            ["issuer"] = "区行政审批服务局",
            ["department"] = "区食品药品监督管理局",
            ["centre"] = "某区政务服务中心",
            ["date"] = "2026年3月2日",
            ["seal"] = new JsonObject { ["number"] = "6101040001", ["inscription"] = "样章" },
        };
        var document = new Document(
            CaseNumber.Of("610104", new(2026, 3, 2), 1),
            "莲审〔2026〕1号",
            kind,
            0,
            1,
            At,
            facts.ToJsonString(),
            1,
            "BCDF2345",
            "6101040001",
            "clerk",
            []
        );
        return PaperSheet.Of(document, body, "https://example.org/");
    }

    private static string Plain(Sheet page) => Plain(page.Text);

    // A font may take a character for the radical that looks the same.
    private static string Plain(string text) =>
        string.Concat(
            text.Normalize(System.Text.NormalizationForm.FormKC)
                .Where(letter => letter != ' ')
                .Select(letter => Radicals.IndexOf(letter, StringComparison.Ordinal) is var at and >= 0 ? Letters[at] : letter)
        );

    private static UglyToad.PdfPig.Core.PdfRectangle Find(Sheet page, string text, bool isLast = false)
    {
        var letters = page.Letters.Where(letter => letter.Value.Trim().Length > 0).ToList();
        var all = string.Concat(letters.Select(letter => Plain(letter.Value)[..1]));
        var at = all.IndexOf(Plain(text), StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{text} is not on: {page.Text}");
        return letters[isLast ? at + Plain(text).Length - 1 : at].BoundingBox;
    }

    private static string Front([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/ParallelApproval.Web"));

    [GeneratedRegex(@"@media(?!\s+screen\b)[^{]*\b(?:max|min)-width[^{]*")]
    private static partial Regex ByWidth();
}
