using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Scans;

/// <summary>材料电子件: what a file is, its bytes say; it is kept once and never changed.</summary>
public sealed class ScanTests(TestCluster cluster)
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_file_is_what_its_bytes_say()
    {
        ScanFormats.Of(Pdf).ShouldBe(ScanFormat.Pdf);
        ScanFormats.Of([0xFF, 0xD8, 0xFF, 0xE0, 0]).ShouldBe(ScanFormat.Jpeg);
        ScanFormats.Of([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]).ShouldBe(ScanFormat.Png);
        ScanFormats.Of(Zip("OFD.xml")).ShouldBe(ScanFormat.Ofd);
        ScanFormats.Of(Zip("word/document.xml")).ShouldBeNull();
        ScanFormats.Of("<html>%PDF-"u8.ToArray()).ShouldBeNull();
        ScanFormats.Of("MZ"u8.ToArray()).ShouldBeNull();
        ScanFormats.Of(Zip("OFD.xml")[..40]).ShouldBeNull();
    }

    [Theory]
    [InlineData(@"C:\Users\王\Desktop\租赁合同.PDF", "租赁合同.pdf")]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("𠮷野家.jpg", "𠮷野家.pdf")]
    [InlineData("a\u202Efdp.exe", "afdp.pdf")]
    [InlineData("\u0001\n", "电子件.pdf")]
    [InlineData("v1.2 平面图", "v1.2 平面图.pdf")]
    [InlineData("平面图 2026.03.02 终稿最后版", "平面图 2026.03.02 终稿最后版.pdf")]
    public void A_name_is_kept_without_folders_tricks_and_false_endings(string given, string kept) =>
        ScanName.Of(given, ScanFormat.Pdf).ShouldBe(kept);

    [Fact]
    public void A_very_long_name_is_cut_between_characters()
    {
        var kept = ScanName.Of(string.Concat(Enumerable.Repeat("𠮷", 500)), ScanFormat.Png);
        kept.ShouldBe(string.Concat(Enumerable.Repeat("𠮷", 80)) + ".png");
    }

    [Fact]
    public async Task The_same_file_sent_twice_is_there_once_and_a_wrong_one_changes_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var first = await FileAsync(house, number, "M01", Pdf);
        first.Value.IsNew.ShouldBeTrue();
        (await FileAsync(house, number, "M01", Pdf)).Value.ShouldBe(first.Value with { IsNew = false });
        (await FileAsync(house, number, "M02", Pdf)).Value.Number.ShouldBe(2);
        (await FileAsync(house, number, "M01", "MZ no paper"u8.ToArray())).FirstError.Code.ShouldBe("scan_format_unknown");
        (await FileAsync(house, number, "M01", [])).FirstError.Code.ShouldBe("scan_empty");
        (await FileAsync(house, number, "M99", Pdf)).FirstError.Code.ShouldBe("scan_paper_not_there");
        var large = new byte[house.Get<ScanLimits>().MostBytes + 1];
        Pdf.CopyTo(large, 0);
        (await FileAsync(house, number, "M01", large)).FirstError.Code.ShouldBe("scan_too_large");

        var scans = await house.Get<ScanQueries>().OfCaseAsync(number, Cancellation);
        scans
            .Select(scan => (scan.Number, scan.Paper, scan.PaperVersion, scan.FiledBy))
            .ShouldBe([(1, "M01", 1, "clerk"), (2, "M02", 1, "clerk")]);
        (await house.Get<ScanQueries>().ContentAsync(scans[1], Cancellation)).Value.ShouldBe(Pdf);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM scan_contents", Cancellation)).ShouldBe(1);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM case_events WHERE kind = 'ScanFiled'", Cancellation)).ShouldBe(2);
    }

    [Theory]
    [InlineData(CryptoProfile.International)]
    [InlineData(CryptoProfile.SM)]
    public async Task The_bytes_of_a_scan_lie_encrypted_and_what_was_filed_before_is_read_as_it_is(CryptoProfile profile)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        // More than three pieces, and some of a fourth.
        byte[] large = [.. Pdf, .. RandomNumberGenerator.GetBytes(200_001)];
        (await FileAsync(house, number, "M01", large)).IsError.ShouldBeFalse();
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton(new CryptoChoice(profile))
        );
        await other.Get<RotateDataKeys>().MakeKeyAsync(Cancellation);
        (await FileAsync(other, number, "M02", Pdf)).IsError.ShouldBeFalse();

        var stored = await house.Database.AskAsync<byte[][]>(
            "SELECT array_agg(content ORDER BY length(content)) FROM scan_contents",
            Cancellation
        );
        foreach (var content in stored)
        {
            Vault.IsEncryptedFile(content).ShouldBeTrue();
            content.AsSpan().IndexOf(Pdf).ShouldBe(-1);
        }

        var cipher = profile is CryptoProfile.SM ? "sm4" : "aes";
        Encoding.ASCII.GetString(stored[0], 5, 6).ShouldBe(cipher + "$d2");
        stored[1].Length.ShouldBeLessThan(large.Length + 200);
        foreach (var node in (TestHouse[])[house, other])
        {
            var scans = await node.Get<ScanQueries>().OfCaseAsync(number, Cancellation);
            (await node.Get<ScanQueries>().ContentAsync(scans[0], Cancellation)).Value.ShouldBe(large);
            (await node.Get<ScanQueries>().ContentAsync(scans[1], Cancellation)).Value.ShouldBe(Pdf);
        }

        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        // As a former version has left it: the seal covers what the file says.
        await LayAsync(house, Pdf, "length(content) < 200000");
        var clear = (await house.Get<ScanQueries>().OfCaseAsync(number, Cancellation))[1];
        (await house.Get<ScanQueries>().ContentAsync(clear, Cancellation)).Value.ShouldBe(Pdf);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        // Two pieces that have changed their places, one that is missing, one bit.
        foreach (var spoil in (Func<byte[], byte[]>[])[Swapped, file => file[..^20_000], Flipped])
        {
            await LayAsync(house, spoil(stored[1]), "length(content) > 100000");
            var scan = (await house.Get<ScanQueries>().OfCaseAsync(number, Cancellation))[0];
            await Should.ThrowAsync<CryptographicException>(() => house.Get<ScanQueries>().ContentAsync(scan, Cancellation));
            (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeFalse();
        }
    }

    private static byte[] Flipped(byte[] file)
    {
        var spoilt = file.ToArray();
        spoilt[^7] ^= 1;
        return spoilt;
    }

    private static byte[] Swapped(byte[] file)
    {
        const int Piece = (64 * 1024) + 16;
        var (head, spoilt) = (file.Length - 200_001 - Pdf.Length - (4 * 16), file.ToArray());
        file.AsSpan(head, Piece).CopyTo(spoilt.AsSpan(head + Piece));
        file.AsSpan(head + Piece, Piece).CopyTo(spoilt.AsSpan(head));
        return spoilt;
    }

    // The owner of the tables does it; nobody else can.
    private static Task LayAsync(TestHouse house, byte[] content, string where) =>
        house.Database.DoAsync(
            "ALTER TABLE scan_contents DISABLE TRIGGER ALL; "
                + $"UPDATE scan_contents SET content = decode('{Convert.ToHexString(content)}', 'hex') WHERE {where}; "
                + "ALTER TABLE scan_contents ENABLE TRIGGER ALL",
            Cancellation
        );

    [Fact]
    public async Task Two_presses_at_one_instant_file_one_scan()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var filed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FileAsync(house, number, "M01", Pdf)));
        filed.Count(scan => scan.Value.IsNew).ShouldBe(1);
        filed.ShouldAllBe(scan => scan.Value.Number == 1);
    }

    [Fact]
    public async Task A_department_files_what_it_reads_and_no_other()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var item = house.Get<Catalogue.CatalogueRegister>().InForce(Catering.Item, new(2026, 3, 2))!;
        var read = item.MaterialsOf(1).First(paper => paper.IsAsked).Code;
        var unread = item.Materials.First(paper => paper.IsAsked && !paper.UsedBy.Contains(1)).Code;
        (await FileAsync(house, number, read, Pdf, house.Approver("SYJ"))).IsError.ShouldBeFalse();
        (await FileAsync(house, number, unread, Pdf, house.Approver("SYJ"))).FirstError.Code.ShouldBe("scan_not_your_paper");
        (await FileAsync(house, number, read, Pdf, house.Approver("MZJ"))).FirstError.Code.ShouldBe("scan_not_your_paper");
    }

    [Fact]
    public async Task A_scan_is_struck_out_once_with_a_reason_by_the_department_that_filed_it_and_stays()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await FileAsync(house, number, "M01", Pdf);
        var strike = house.Get<StrikeScanHandler>();
        (await strike.HandleAsync(new(number, 1, "错件"), house.Approver("SYJ"), Cancellation)).FirstError.Code.ShouldBe("scan_not_yours");
        (await strike.HandleAsync(new(number, 1, " "), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("reason_missing");
        (await strike.HandleAsync(new(number, 1, "错件"), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (await strike.HandleAsync(new(number, 1, "错件"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("scan_struck_already");
        (await strike.HandleAsync(new(number, 7, "错件"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("scan_not_found");
        (await house.Get<ScanQueries>().FindAsync(number, 1, Cancellation))!.StrikeReason.ShouldBe("错件");
        (await FileAsync(house, number, "M01", Pdf)).Value.ShouldSatisfyAllConditions(
            again => again.IsNew.ShouldBeTrue(),
            again => again.Number.ShouldBe(2)
        );
        var changed = await Should.ThrowAsync<Npgsql.PostgresException>(() =>
            house.Database.AskAsync<int>("UPDATE scan_contents SET content = '' RETURNING 1", Cancellation)
        );
        changed.SqlState.ShouldBe("PA002");
    }

    private static Task<ErrorOr<FiledScan>> FileAsync(TestHouse house, CaseNumber number, string paper, byte[] content, Act? by = null) =>
        house.Get<FileScanHandler>().HandleAsync(new(number, paper, "扫描.pdf", content), by ?? house.Clerk(), Cancellation);

    private static byte[] Zip(string entry)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var text = archive.CreateEntry(entry).Open();
            text.Write("<x/>"u8);
        }

        return bytes.ToArray();
    }
}
