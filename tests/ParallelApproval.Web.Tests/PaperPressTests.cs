using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Database;
using ParallelApproval.Web.Certificates;
using UglyToad.PdfPig;

namespace ParallelApproval.Web;

/// <summary>
/// The file of a paper: what PDF/A-2u asks of it, read out of the file itself, for no validator of it is served as a package; and its
/// digital
/// signature, which poppler's <c>pdfsig</c> judges where it is installed.
/// </summary>
public sealed partial class PaperPressTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly PaperPress Press = new(NullLogger<PaperPress>.Instance);

    private readonly string _folder = Directory.CreateTempSubdirectory("signing-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_says_that_it_is_PDF_A_2u_and_has_all_that_this_takes()
    {
        var pdf = Press.Print(
            Sheet("<p>甲&amp;乙：</p><table><tr><th>名称</th><td>值</td></tr></table><ul><li>一</li></ul>", "证照 A&B"),
            At
        );
        var text = Encoding.Latin1.GetString(pdf);
        var metadata = Encoding.UTF8.GetString(pdf);
        metadata.ShouldContain("<pdfaid:part>2</pdfaid:part>");
        metadata.ShouldContain("<pdfaid:conformance>U</pdfaid:conformance>");
        metadata.ShouldContain("<rdf:li xml:lang=\"x-default\">证照 A&amp;B 莲审〔2026〕1号</rdf:li>");
        metadata.ShouldContain("<xmp:CreateDate>2026-03-02T09:00:00+08:00</xmp:CreateDate>");
        text.ShouldContain("/CreationDate (D:20260302090000+08'00')");
        text.ShouldContain("/S /GTS_PDFA1");
        text.ShouldContain("/Lang (zh-CN)");
        text.ShouldContain("/MarkInfo << /Marked true >>");
        text.ShouldContain("/StructTreeRoot");
        text.ShouldContain("/S /H1");
        text.ShouldContain("/S /TH");
        text.ShouldContain("/S /LBody");
        text.ShouldContain("/Alt <FEFF");
        text.ShouldContain("/Tabs /S");
        // Nothing that ISO 19005-2 forbids: no script, no transparency, no encryption, no foreign file.
        foreach (var forbidden in new[] { "/JavaScript", "/Encrypt", "/SMask", "/EmbeddedFile", "/Launch", "/XFA", "/ca " })
            text.ShouldNotContain(forbidden);
        using var read = PdfDocument.Open(pdf);
        read.Information.Title.ShouldBe("证照 A&B 莲审〔2026〕1号");
        read.Information.Producer.ShouldBe("ParallelApproval");
    }

    [Fact]
    public void Every_font_is_embedded_in_part_and_every_glyph_reads_as_text()
    {
        var pdf = Press.Print(Sheet("<p>受理通知书，㐂。</p>"), At);
        var text = Encoding.Latin1.GetString(pdf);
        Descriptors().Count(text).ShouldBe(2);
        Regex.Count(text, "/FontFile2 ").ShouldBe(2);
        Regex.Count(text, "/ToUnicode ").ShouldBe(2);
        Regex.Count(text, "/CIDToGIDMap /Identity").ShouldBe(2);
        SubsetName().Count(text).ShouldBeGreaterThan(1);
        pdf.Length.ShouldBeLessThan(300_000, "the whole font would be fifteen million bytes");
        using var read = PdfDocument.Open(pdf);
        var shown = string.Concat(read.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value));
        shown.ShouldContain("受理通知书，㐂。");
        shown.ShouldNotContain('\uFFFD');
    }

    [Fact]
    public void The_same_paper_is_the_same_file() => Press.Print(Sheet("<p>甲</p>"), At).ShouldBe(Press.Print(Sheet("<p>甲</p>"), At));

    [Fact]
    public void Papers_that_are_made_at_once_are_the_files_that_they_are_one_by_one()
    {
        var sheets = Enumerable.Range(1, 24).Select(at => Sheet($"<p>第{at}份：许可{at}、确认{at}。</p><ul><li>{at}</li></ul>")).ToList();
        var alone = sheets.ConvertAll(sheet => Press.Print(sheet, At));
        var together = sheets.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(sheet => Press.Print(sheet, At)).ToList();
        for (var at = 0; at < sheets.Count; at++)
            together[at].ShouldBe(alone[at], $"paper {at + 1}");
    }

    [Fact]
    public void A_character_that_no_font_has_is_set_as_a_mark_and_read_as_itself()
    {
        var pdf = Press.Print(Sheet("<p>姓名：\U00030EDD</p>"), At);
        using var read = PdfDocument.Open(pdf);
        read.GetPage(1).Text.ShouldContain("〓");
        string.Concat(read.GetPages().Select(page => Encoding.Latin1.GetString(page.Operations.SelectMany(Written).ToArray())))
            .ShouldContain("D883DEDD", Case.Insensitive);
    }

    [Fact]
    public void A_long_table_goes_on_under_its_heads_and_the_pages_are_numbered()
    {
        var rows = string.Concat(Enumerable.Range(1, 80).Select(row => $"<tr><td>{row}</td><td>材料{row}</td></tr>"));
        var pdf = Press.Print(Sheet($"<table><thead><tr><th>序号</th><th>名称甲</th></tr></thead><tbody>{rows}</tbody></table>"), At);
        using var read = PdfDocument.Open(pdf);
        var pages = read.GetPages().Select(page => page.Text).ToList();
        pages.Count.ShouldBeGreaterThan(1);
        foreach (
            var (page, at) in pages.Select((page, at) => (page, at)).Where(page => page.page.Contains("材料", StringComparison.Ordinal))
        )
            page.ShouldContain("名称甲", Case.Sensitive, $"page {at + 1}");
        for (var row = 1; row <= 80; row++)
            pages.Count(page => page.Contains($"材料{row}", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
        pages[0].ShouldContain($"第 1 页　共 {pages.Count} 页");
    }

    [Fact]
    public void No_seal_stands_on_a_page_without_text_and_what_nearly_fits_is_set_closer()
    {
        var pages = new List<int>();
        for (var paragraphs = 8; paragraphs <= 40; paragraphs++)
        {
            var body = string.Concat(Enumerable.Range(1, paragraphs).Select(at => $"<p>第{at}段：依法办理。</p>"));
            using var read = PdfDocument.Open(Press.Print(Sheet(body), At));
            var texts = read.GetPages().Select(page => page.Text).ToList();
            texts.ShouldAllBe(text => text.Contains("依法办理"), $"{paragraphs} paragraphs on {texts.Count} pages");
            pages.Add(texts.Count);
        }

        pages.ShouldBe(pages.Order().ToList(), "more text is never fewer pages");
        pages[^1].ShouldBe(2);
        pages.Count(count => count == 1).ShouldBeGreaterThan(8, "fifteen paragraphs fit at the usual distance");
    }

    [Fact]
    public void A_cell_that_no_page_can_hold_is_divided()
    {
        var reasons = string.Concat(Enumerable.Range(1, 900).Select(at => $"理由{at}。"));
        var pdf = Press.Print(Sheet($"<table><tr><th>理由</th><td>{reasons}</td></tr></table>"), At);
        using var read = PdfDocument.Open(pdf);
        read.NumberOfPages.ShouldBeInRange(2, 6);
        var all = string.Concat(read.GetPages().Select(page => page.Text));
        all.ShouldContain("理由1。");
        all.ShouldContain("理由900。");
        foreach (var page in read.GetPages())
            page.Letters.ShouldAllBe(letter => letter.BoundingBox.Bottom > 40 && letter.BoundingBox.Right < page.Width - 30);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("<table></table>")]
    [InlineData("<table><tr></tr></table>")]
    [InlineData("<table><tr><td colspan=99999>甲<td rowspan=3>乙</tr><tr><td>丙</table>")]
    [InlineData("<ul><li></li></ul><ol></ol>")]
    [InlineData("<p><p><div><table><tr><td><table><tr><td>内</table></table>")]
    [InlineData("<p style=\"text-align: center\"><b>甲<br><br>乙</b></p><h2>丙</h2><blockquote>丁</blockquote>")]
    [InlineData("\u202E‮​﻿\u0001<p>甲\uFE0F</p>")]
    public void Whatever_a_template_holds_becomes_a_paper(string body)
    {
        using var read = PdfDocument.Open(Press.Print(Sheet(body), At));
        read.NumberOfPages.ShouldBe(1);
        read.GetPage(1).Text.ShouldContain("受理通知书");
    }

    [Fact]
    public void A_word_of_any_length_stays_on_the_page()
    {
        using var read = PdfDocument.Open(Press.Print(Sheet($"<p>甲{new string('W', 400)}</p>"), At));
        read.GetPage(1).Letters.ShouldAllBe(letter => letter.BoundingBox.Right < read.GetPage(1).Width - 30);
    }

    [Fact]
    public void No_line_begins_with_what_closes_and_none_ends_with_what_opens()
    {
        using var read = PdfDocument.Open(Press.Print(Sheet($"<p>{string.Concat(Enumerable.Repeat("依据《法》（试行），", 60))}</p>"), At));
        var lines = read.GetPage(1)
            .Letters.Where(letter => letter.Value.Trim().Length > 0 && Math.Abs(letter.PointSize - 12) < 0.1)
            .GroupBy(letter => Math.Round(letter.StartBaseLine.Y))
            .Select(line => line.OrderBy(letter => letter.StartBaseLine.X).Select(letter => letter.Value).ToList())
            .Where(line => line.Count > 20)
            .ToList();
        lines.Count.ShouldBeGreaterThan(5);
        lines.Select(line => line[0]).ShouldAllBe(letter => !"》），".Contains(letter, StringComparison.Ordinal));
        lines.Select(line => line[^1]).ShouldAllBe(letter => !"《（".Contains(letter, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signed_file_is_verified_by_common_readers_and_by_us()
    {
        using var certificate = Certificate(At.AddDays(-1), At.AddYears(3));
        var pdf = Press.Print(Sheet("<p>准予。</p>"), At, new PadesSignature(certificate, At));
        FileSignature.Read(pdf).ShouldHaveSingleItem().ShouldBe(new FileSignature("某区行政审批服务局", new(2029, 3, 2), Holds: true));
        using (var read = PdfDocument.Open(pdf))
            read.GetPage(1).Text.ShouldContain("准予。");

        var changed = pdf.ToArray();
        changed[changed.AsSpan().IndexOf("/Title"u8) + 20] ^= 1;
        FileSignature.Read(changed).ShouldHaveSingleItem().Holds.ShouldBeFalse();
        FileSignature.Read([.. pdf, .. "% more"u8]).ShouldHaveSingleItem().Holds.ShouldBeFalse("something was put behind what is signed");

        Assert.SkipUnless(File.Exists("/usr/bin/pdfsig"), "There is no pdfsig here: apt-get install poppler-utils.");
        var said = await PdfsigAsync(pdf);
        said.ShouldContain("Signature is Valid");
        said.ShouldContain("ETSI.CAdES.detached");
        said.ShouldContain("Total document signed");
        (await PdfsigAsync(changed)).ShouldNotContain("Signature is Valid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7")]
    [InlineData("/ByteRange [")]
    [InlineData("/ByteRange [0 1 2 3]")]
    [InlineData("/ByteRange [0 1 99999999999999999999 3]")]
    [InlineData("/ByteRange [0 -1 5 3]")]
    [InlineData("/ByteRange [0 25 31 0]  <3030>")]
    public void What_is_no_signature_is_none(string file) => FileSignature.Read(Encoding.ASCII.GetBytes(file)).ShouldBeEmpty();

    [Fact]
    public void Without_a_key_nothing_is_signed_and_nothing_is_wrong()
    {
        var signer = Signer(null);
        (signer.Fault, signer.Signature(), signer.IsRequired, signer.EndsSoon).ShouldBe((null, null, false, null));
        var demanding = Signer(null, required: true);
        demanding.Fault.ShouldBe("notSetUp");
    }

    [Fact]
    public void A_key_that_cannot_be_used_says_why()
    {
        var missing = Signer(Path.Combine(_folder, "nowhere.p12"));
        (missing.Fault, missing.Signature()).ShouldBe(("missing", null));
        var rubbish = Path.Combine(_folder, "rubbish.p12");
        File.WriteAllText(rubbish, "no key");
        var unreadable = Signer(rubbish);
        unreadable.Fault.ShouldBe("unreadable");
        var wrong = Signer(Kept(At.AddDays(-1), At.AddYears(1)), password: "wrong");
        (wrong.Fault, wrong.Signature()).ShouldBe(("unreadable", null));
        var bare = Signer(Kept(At.AddDays(-1), At.AddYears(1), withKey: false));
        bare.Fault.ShouldBe("noPrivateKey");
        var expired = Signer(Kept(At.AddYears(-2), At.AddDays(-1)));
        (expired.Fault, expired.Signature()).ShouldBe(("expired", null));
        var early = Signer(Kept(At.AddDays(1), At.AddYears(1)));
        early.Fault.ShouldBe("notYetValid");
        var ending = Signer(Kept(At.AddYears(-1), At.AddDays(10)));
        (ending.Fault, ending.EndsSoon).ShouldBe((null, new DateOnly(2026, 3, 12)));
        ending.Signature().ShouldNotBeNull();
    }

    [Fact]
    public void A_key_that_is_replaced_is_read_again()
    {
        var path = Kept(At.AddYears(-2), At.AddDays(-1));
        var signer = Signer(path);
        signer.Fault.ShouldBe("expired");
        var renewed = Kept(At.AddDays(-1), At.AddYears(1));
        File.Copy(renewed, path, overwrite: true);
        File.SetLastWriteTimeUtc(path, At.UtcDateTime.AddHours(1));
        signer.Fault.ShouldBeNull();
        signer.Signature().ShouldNotBeNull();
    }

    internal static PaperSheet Sheet(string body, string title = "受理通知书") =>
        new(
            "莲审〔2026〕1号",
            "区行政审批服务局",
            title,
            body,
            "https://example.org/verify/1?code=BCDF2345",
            ["扫码验真　校验码 BCDF2345"],
            new("某区行政审批服务局行政审批专用章", "6101040001"),
            "（盖章处）",
            "区行政审批服务局",
            "2026年3月2日",
            IsHandedOver: true,
            [null]
        );

    private static IEnumerable<byte> Written(UglyToad.PdfPig.Graphics.Operations.IGraphicsStateOperation operation)
    {
        using var stream = new MemoryStream();
        operation.Write(stream);
        return stream.ToArray();
    }

    internal static X509Certificate2 Certificate(DateTimeOffset from, DateTimeOffset to)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=某区行政审批服务局", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(from, to);
    }

    private string Kept(DateTimeOffset from, DateTimeOffset to, bool withKey = true)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.p12");
        using var made = Certificate(from, to);
        using var bare = X509CertificateLoader.LoadCertificate(made.RawData);
        File.WriteAllBytes(path, (withKey ? made : bare).ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "right"));
        return path;
    }

    private PaperSigner Signer(string? certificate, string password = "right", bool required = false)
    {
        var secret = Path.Combine(_folder, $"{Guid.NewGuid():N}.txt");
        File.WriteAllText(secret, password + "\n");
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new(PaperSigner.CertificateFile, certificate),
                new(PaperSigner.PasswordFile, secret),
                new(PaperSigner.Required, required ? "true" : "false"),
            ])
            .Build();
        return new(settings, new(CryptoProfile.International), new FakeTimeProvider(At), NullLogger<PaperSigner>.Instance);
    }

    private async Task<string> PdfsigAsync(byte[] pdf)
    {
        var path = Path.Combine(_folder, "signed.pdf");
        await File.WriteAllBytesAsync(path, pdf, Cancellation);
        var start = new ProcessStartInfo("/usr/bin/pdfsig", ["-nocert", path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _folder;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(Cancellation);
        var faults = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return await said + await faults;
    }

    [GeneratedRegex("/Type /FontDescriptor ")]
    private static partial Regex Descriptors();

    [GeneratedRegex(@"/FontName /[A-Z]{6}\+NotoSerifSC-")]
    private static partial Regex SubsetName();
}
