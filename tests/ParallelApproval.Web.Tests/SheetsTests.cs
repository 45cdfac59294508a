using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web;

/// <summary>Files for spreadsheets: what stands in them is what a spreadsheet shows.</summary>
public sealed class SheetsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("61010420260302000012", "\t61010420260302000012")]
    [InlineData("610104189001010013", "\t610104189001010013")]
    [InlineData("0012", "\t0012")]
    [InlineData("12E5", "\t12E5")]
    [InlineData("2026-03", "\t2026-03")]
    [InlineData("3/4", "\t3/4")]
    [InlineData("61010418900101003X", "61010418900101003X")]
    [InlineData("61010420260302000012-01", "61010420260302000012-01")]
    [InlineData("１２３４５６７８９０１２３４５６", "\t１２３４５６７８９０１２３４５６")]
    [InlineData("(5)", "\t(5)")]
    [InlineData("50%", "\t50%")]
    [InlineData("￥100", "\t￥100")]
    [InlineData("12:30", "\t12:30")]
    [InlineData("3月4日", "\t3月4日")]
    [InlineData("2026年3月", "\t2026年3月")]
    [InlineData("1 1/2", "\t1 1/2")]
    [InlineData("TRUE", "\tTRUE")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+8613800001234", "'+8613800001234")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠A1", "'＠A1")]
    [InlineData("\t=1+1", "'\t=1+1")]
    [InlineData("张三", "张三")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("", "")]
    public void A_text_of_digits_stays_a_text_in_CSV(string text, string field) => SheetText.Field(text).ShouldBe(field);

    [Fact]
    public void A_number_stays_a_number_and_a_day_a_day()
    {
        SheetText.Field(1234.5m).ShouldBe("1234.5");
        SheetText.Field(new DateOnly(2026, 3, 2)).ShouldBe("2026-03-02");
        SheetText.Field(new Share(0.125m)).ShouldBe("0.125");
    }

    [Fact]
    public void The_heads_are_the_first_row_of_a_CSV_and_what_must_be_read_with_it_the_last()
    {
        var lines = Encoding.UTF8.GetString(SheetText.Csv(ReportPress.Rows(Example()))).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldBe("办件编号,日期,数量");
        lines[1].ShouldBe("\t61010420260302000012,2026-03-02,3");
        lines[^2].ShouldBe("暂定");
    }

    [Fact]
    public async Task A_workbook_is_sound_has_widths_and_types_and_whole_names()
    {
        var file = await Reports.Workbook.MakeAsync(ReportPress.Sheets(Example()), Cancellation);
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        new OpenXmlValidator().Validate(book, Cancellation).Select(fault => fault.Description).ShouldBeEmpty();
        var workbook = book.WorkbookPart!;
        var names = workbook.Workbook!.Descendants<Sheet>().Select(sheet => sheet.Name!.Value!).ToList();
        names.Count.ShouldBe(3);
        names.ShouldBeUnique();
        names.Where(name => name.Length > 31).ShouldBeEmpty();
        var first = ((WorksheetPart)workbook.GetPartById(workbook.Workbook.Descendants<Sheet>().First().Id!)).Worksheet!;
        first.Descendants<Column>().Select(column => column.Width!.Value).ShouldAllBe(width => width >= 8);
        first.Descendants<Column>().First().Width!.Value.ShouldBeGreaterThan(20);
        var cells = first.Descendants<Row>().ElementAt(1).Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToList();
        cells[0].InnerText.ShouldBe("61010420260302000012");
        cells[0].DataType!.Value.ShouldNotBe(CellValues.Number);
        // The days since 1900, shown as a day.
        double.Parse(cells[1].CellValue!.Text, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(new DateTime(2026, 3, 2).ToOADate());
        cells[1].StyleIndex!.Value.ShouldBeGreaterThan(0u);
        cells[2].CellValue!.Text.ShouldBe("3");
    }

    [Fact]
    public async Task A_workbook_is_read_again_by_the_reader_of_imports()
    {
        var file = await Reports.Workbook.MakeAsync(
            [
                new(
                    "事项",
                    ["编码", "名称"],
                    [
                        ["0012", "=1+1"],
                    ]
                ),
            ],
            Cancellation
        );
        var read = Imports.WorkbookReader.Read(file).Value.Single();
        read.Name.ShouldBe("事项");
        read.Rows[^1].Cells.ShouldBe(["0012", "'=1+1"]);
    }

    private static Report Example() =>
        new(
            "绩效考核表 2026-03",
            "example",
            ["暂定"],
            ["办件编号", "日期", "数量"],
            [
                ["61010420260302000012", new DateOnly(2026, 3, 2), 3],
            ]
        )
        {
            Further =
            [
                new(
                    "一个比三十一个字还要长得多的附表名称它原来会在中间被截断所以这里有许多字甲",
                    ["a"],
                    [
                        ["b"],
                    ]
                ),
                new(
                    "一个比三十一个字还要长得多的附表名称它原来会在中间被截断所以这里有许多字乙",
                    ["a"],
                    [
                        ["b"],
                    ]
                ),
            ],
        };
}
