using System.Diagnostics;
using System.Text;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web;

/// <summary>
/// What a spreadsheet shows of our files, cell by cell: LibreOffice opens them and says what it read. Where it is not installed
/// (<c>apt-get install libreoffice-calc-nogui</c>), and in the short form of CI, this is skipped.
/// </summary>
public sealed class SheetsInLibreOfficeTests
{
    private const string Office = "/usr/bin/soffice";

    private static readonly object?[][] Cells =
    [
        ["61010420260302000012", new DateOnly(2026, 3, 2), 3, "0012"],
        ["610104189001010013", new DateOnly(2026, 12, 31), 1234.5m, "=1+1"],
        ["61010418900101003X", new DateOnly(2027, 1, 1), -2, "张三，李四"],
        ["12E5", null, 0, "a,b"],
        ["+8613800001234", null, 0, "(5)"],
        ["@SUM(A1)", null, 0, "50%"],
        ["＝1+1", null, 0, "3月4日"],
        ["１２３４５６７８９０１２３４５６", null, 0, "12:30"],
        ["2026-03", null, 0, "TRUE"],
        ["1234567890123456789", null, 0, "1 1/2"],
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task Every_cell_is_shown_as_it_was_written(string ending)
    {
        Assert.SkipUnless(
            File.Exists(Office) && Environment.GetEnvironmentVariable("LONG") is { Length: > 0 },
            "It takes a quarter of a minute: LONG=1, and LibreOffice."
        );
        var report = new Report("明细", "example", [], ["办件编号", "日期", "数量", "备注"], Cells);
        var folder = Directory.CreateTempSubdirectory("office-").FullName;
        try
        {
            var file = Path.Combine(folder, "example." + ending);
            await File.WriteAllBytesAsync(
                file,
                ending == "csv"
                    ? SheetText.Csv(ReportPress.Rows(report))
                    : await Workbook.MakeAsync(ReportPress.Sheets(report), Cancellation),
                Cancellation
            );
            var shown = await ShownAsync(folder, file);
            shown[0].ShouldBe(["办件编号", "日期", "数量", "备注"]);
            // A day and a number stay what they are; whatever is digits and no number stays a text, and no text becomes a formula.
            shown[1].ShouldBe(["61010420260302000012", "2026-03-02", "3", "0012"]);
            shown[2].ShouldBe(["610104189001010013", "2026-12-31", "1234.5", "'=1+1"]);
            shown[3].ShouldBe(["61010418900101003X", "2027-01-01", "-2", "张三，李四"]);
            shown[4].ShouldBe(["12E5", "", "0", "a,b"]);
            shown[5].ShouldBe(["'+8613800001234", "", "0", "(5)"]);
            shown[6].ShouldBe(["'@SUM(A1)", "", "0", "50%"]);
            shown[7].ShouldBe(["'＝1+1", "", "0", "3月4日"]);
            shown[8].ShouldBe(["１２３４５６７８９０１２３４５６", "", "0", "12:30"]);
            shown[9].ShouldBe(["2026-03", "", "0", "TRUE"]);
            shown[10].ShouldBe(["1234567890123456789", "", "0", "1 1/2"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // As text with every cell as it is shown, a bar between them.
    private static async Task<List<List<string>>> ShownAsync(string folder, string file)
    {
        var start = new ProcessStartInfo(Office) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--headless",
            $"-env:UserInstallation=file://{folder}/profile",
            "--infilter=Text - txt - csv (StarCalc):44,34,76,1",
            "--convert-to",
            "txt:Text - txt - csv (StarCalc):124,34,76,1,,0,false,true",
            "--outdir",
            Path.Combine(folder, "shown"),
            file,
        ];
        foreach (var argument in arguments.Where(argument => file.EndsWith(".csv", StringComparison.Ordinal) || !IsOfCsv(argument)))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(Cancellation);
        var faults = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        var shown = Path.Combine(folder, "shown", "example.txt");
        File.Exists(shown).ShouldBeTrue(await said + await faults);
        return
        [
            .. (await File.ReadAllLinesAsync(shown, Encoding.UTF8, Cancellation)).Select(line =>
                line.Split('|').Select(cell => cell.Trim()).ToList()
            ),
        ];
    }

    private static bool IsOfCsv(string argument) => argument.StartsWith("--infilter", StringComparison.Ordinal);
}
