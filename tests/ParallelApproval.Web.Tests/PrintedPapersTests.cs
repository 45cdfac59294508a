using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Web.Certificates;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using Sheet = UglyToad.PdfPig.Content.Page;

namespace ParallelApproval.Web;

/// <summary>What comes out of the printer: every kind of paper on A4, as the browser of the machine prints it.</summary>
public sealed partial class PrintedPapersTests
{
    private const string Radicals = "⻓⻔⻅⻋⻚⻛⻢⻥⻦⺠⻝⻄";
    private const string Letters = "长门见车页风马鱼鸟民食西";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void No_sheet_lays_out_paper_by_the_width_of_a_telephone()
    {
        foreach (var sheet in Directory.EnumerateFiles(Path.Combine(Front(), "wwwroot", "static"), "*.css"))
            ByWidth().Matches(File.ReadAllText(sheet)).Select(found => found.Value).ShouldBeEmpty(sheet);
    }

    [Fact]
    public async Task Every_kind_of_paper_fills_one_sheet_a_copy_with_the_code_on_the_left_and_the_seal_on_the_right()
    {
        Assert.SkipUnless(PdfPrinter.Installed is not null, "There is no Chromium here.");
        var kinds = Enum.GetValues<DocumentKind>();
        var pages = string.Concat(kinds.Select(kind => Body(kind).Split("<main>")[1].Split("</main>")[0]));
        var sheet = await File.ReadAllTextAsync(Path.Combine(Front(), "wwwroot", "static", "document.css"), Cancellation);
        // All kinds in one print, on a machine that may have much else to do.
        var patient = new ConfigurationBuilder().AddInMemoryCollection([new("ParallelApproval:PrintingSeconds", "180")]).Build();
        using var printer = new PdfPrinter(patient, NullLogger<PdfPrinter>.Instance);
        var pdf = await printer.PrintAsync(
            $"<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><style>{sheet}</style></head>"
                + $"<body><main>{pages}</main></body></html>",
            Cancellation
        );
        pdf.IsError.ShouldBeFalse();
        if (Environment.GetEnvironmentVariable("PAPERS_TO") is { Length: > 0 } kept)
            await File.WriteAllBytesAsync(kept, pdf.Value, Cancellation);

        using var printed = PdfDocument.Open(pdf.Value);
        var wanted = kinds.SelectMany(kind => Enumerable.Repeat(kind, kind.Copies())).ToList();
        var found = printed.GetPages().ToList();
        found.Count.ShouldBe(wanted.Count, string.Join('\n', found.Select(page => page.Text[..Math.Min(60, page.Text.Length)])));
        foreach (var (kind, page) in wanted.Zip(found))
        {
            page.Size.ShouldBe(PageSize.A4, kind.ToString());
            Plain(page).ShouldContain(Plain(kind.Title()), Case.Sensitive, kind.ToString());
            var (number, first, last) = (Find(page, "莲审〔"), Find(page, kind.Title()), Find(page, kind.Title(), isLast: true));
            // The number at the right above, the title in the middle below it, and the seal at the end of everything.
            number.Left.ShouldBeGreaterThan(page.Width / 2, kind.ToString());
            Math.Abs((first.Left + last.Right) / 2 - page.Width / 2).ShouldBeLessThan(page.Width / 20, kind.ToString());
            first.Bottom.ShouldBeLessThan(number.Bottom, kind.ToString());
            first.Height.ShouldBeGreaterThan(number.Height * 1.3, kind.ToString());
            Plain(page).Length.ShouldBeGreaterThan(150, "a paper that says nothing: " + page.Text);
            Plain(page).ShouldNotContain("{{");
            var (code, seal) = (Find(page, "扫码验真"), Find(page, kind.IsApplicants() ? "（签名" : "样章"));
            code.Left.ShouldBeLessThan(page.Width / 3, kind.ToString());
            seal.Left.ShouldBeGreaterThan(page.Width / 2, kind.ToString());
            // Side by side, not one below the other.
            Math.Abs(code.Bottom - seal.Bottom).ShouldBeLessThan(page.Height / 6, kind.ToString());
        }
    }

    private static string Body(DocumentKind kind)
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
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
        var document = new Document(
            CaseNumber.Of("610104", new(2026, 3, 2), 1),
            "莲审〔2026〕1号",
            kind,
            0,
            1,
            at,
            facts.ToJsonString(),
            1,
            "BCDF2345",
            "6101040001",
            "clerk",
            []
        );
        return DocumentPage.Make(document, body, "https://example.org/", "", "");
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
