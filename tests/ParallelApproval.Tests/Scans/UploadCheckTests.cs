using System.IO.Compression;
using System.Text;
using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Events;
using ParallelApproval.Prechecks;
using ParallelApproval.Testing;

namespace ParallelApproval.Scans;

/// <summary>查毒: before a file is stored, it is looked into; what is found is refused and on record, whoever sends it.</summary>
public sealed class UploadCheckTests(TestCluster cluster)
{
    private const string EndOfPdf = "\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7" + EndOfPdf);

    // In two parts, so that no scanner takes this file for it.
    private static readonly string TestFile = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Protocols => ["clamd", "icap"];

    public static TheoryData<string, ScannerManner> BadManners
    {
        get
        {
            var all = new TheoryData<string, ScannerManner>();
            foreach (var protocol in (string[])["clamd", "icap"])
            foreach (var manner in Enum.GetValues<ScannerManner>().Where(manner => manner > ScannerManner.FindsSomething))
                all.Add(protocol, manner);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_the_scanner_finds_is_not_stored_and_stands_on_record_and_what_it_does_not_is_filed(string protocol)
    {
        await using var scanner = new FakeScanner(ScannerManner.FindsNothing);
        await using var house = await BuildAsync(AddressOf(scanner, protocol), ScannerAway.Refuse);
        var number = await house.ReceiveAsync();
        byte[] large = [.. Pdf, .. new byte[300_000]];
        (await FileAsync(house, number, large)).IsError.ShouldBeFalse();
        scanner.Shown.ShouldBe(large);

        scanner.Manner = ScannerManner.FindsSomething;
        var refused = (await FileAsync(house, number, Pdf)).FirstError;
        refused.Code.ShouldBe("scan_infected");
        refused.Description.ShouldContain("Win.Test.Worm-1");
        (await house.Get<ScanQueries>().OfCaseAsync(number, Cancellation)).Count.ShouldBe(1);
        var recorded = (await house.Get<AuditQueries>().OfHouseAsync(null, 10, Cancellation, nameof(UploadRefused))).ShouldHaveSingleItem();
        recorded.Data.ShouldContain(number.ToString());
        recorded.Data.ShouldContain("Win.Test.Worm-1");
        recorded.Data.ShouldNotContain("合同");
    }

    [Theory]
    [MemberData(nameof(BadManners))]
    public async Task A_scanner_that_does_not_answer_rightly_is_away_and_the_setting_says_what_becomes_of_the_file(
        string protocol,
        ScannerManner manner
    )
    {
        await using var scanner = new FakeScanner(manner);
        await using (var strict = await BuildAsync(AddressOf(scanner, protocol), ScannerAway.Refuse))
        {
            var number = await strict.ReceiveAsync();
            (await FileAsync(strict, number, Pdf)).FirstError.Code.ShouldBe("scanner_away");
            strict.Get<VirusScanner>().IsAway.ShouldBeTrue();
            (await strict.Get<ScanQueries>().OfCaseAsync(number, Cancellation)).ShouldBeEmpty();
        }

        await using var lenient = await BuildAsync(AddressOf(scanner, protocol), ScannerAway.Accept);
        var taken = await lenient.ReceiveAsync();
        (await FileAsync(lenient, taken, Pdf)).IsError.ShouldBeFalse();
        (await lenient.Get<AuditQueries>().OfCaseAsync(taken, Cancellation)).ShouldContain(e => e.Kind == nameof(ScanNotSearched));
        (await lenient.Get<AuditQueries>().OfHouseAsync(null, 10, Cancellation, nameof(UploadNotSearched))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_scanner_nobody_started_is_away_and_one_that_comes_back_is_there()
    {
        Uri gone;
        await using (var scanner = new FakeScanner(ScannerManner.FindsNothing))
            gone = scanner.Clamd;
        var away = new VirusScanner(new(gone), new());
        await away.LookAsync(Cancellation);
        away.IsAway.ShouldBeTrue();

        await using var there = new FakeScanner(ScannerManner.FindsNothing);
        foreach (var address in (Uri[])[there.Clamd, there.Icap])
        {
            var known = new VirusScanner(new(address), new());
            await known.LookAsync(Cancellation);
            known.IsAway.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("", "scan_infected")]
    [InlineData("2 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj", "scan_runs_scripts")]
    [InlineData("2 0 obj << /S /Launch /F (cmd.exe) >> endobj", "scan_runs_scripts")]
    [InlineData("2 0 obj << /Names << /EmbeddedFiles << /Names [(a.exe) 3 0 R] >> >> >> endobj", "scan_carries_files")]
    [InlineData("2 0 obj << /Type /Embed#64edFile >> endobj", "scan_carries_files")]
    [InlineData("2 0 obj << /Subtype /RichMedia >> endobj", "scan_carries_files")]
    public async Task Our_own_look_refuses_without_a_scanner_for_the_window_and_for_citizens(string objects, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var content = Encoding.Latin1.GetBytes("%PDF-1.7\n" + (objects.Length == 0 ? TestFile : objects) + EndOfPdf);
        (await FileAsync(house, number, content)).FirstError.Code.ShouldBe(code);
        (
            await house
                .Get<AddPrecheckFileHandler>()
                .HandleAsync(new(new PrecheckNumber(1), "M01", "合同.pdf", content), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe(code);
        (await house.Get<ScanQueries>().OfCaseAsync(number, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_test_file_is_found_inside_of_an_ofd()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("OFD.xml");
            await using var entry = await archive.CreateEntry("Doc_0/Attachs/a.bin").OpenAsync(Cancellation);
            await entry.WriteAsync(Encoding.ASCII.GetBytes(TestFile), Cancellation);
        }

        (await FileAsync(house, number, packed.ToArray())).FirstError.Code.ShouldBe("scan_infected");
    }

    private static Uri AddressOf(FakeScanner scanner, string protocol) => protocol == "icap" ? scanner.Icap : scanner.Clamd;

    private Task<TestHouse> BuildAsync(Uri scanner, ScannerAway away) =>
        TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton(new ScannerAddress(scanner)).AddSingleton(new ScanLimits { WhenScannerIsAway = away, ScannerSeconds = 1 })
        );

    private static Task<ErrorOr<FiledScan>> FileAsync(TestHouse house, Identities.CaseNumber number, byte[] content) =>
        house.Get<FileScanHandler>().HandleAsync(new(number, "M01", "合同.pdf", content), house.Clerk(), Cancellation);
}
