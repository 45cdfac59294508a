using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MiniExcelLibs;
using ParallelApproval.Database;
using ParallelApproval.Web.Imports;

namespace ParallelApproval.Web;

/// <summary>
/// 按表导入 through the API: templates, real Excel and CSV files, faults by cell, undoing; and items as JSON, there and back.
/// </summary>
public sealed class ImportsOverHttpTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private const string Bytes = "application/octet-stream";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("admin", "departments")]
    [InlineData("admin", "officers")]
    [InlineData("admin", "windows")]
    [InlineData("admin", "letters")]
    [InlineData("designer", "materials")]
    [InlineData("designer", "items")]
    public async Task An_exported_workbook_is_taken_in_again_and_changes_nothing(string who, string kind)
    {
        foreach (var language in new[] { "zh-CN", "en" })
        {
            var file = await FileAsync(who, $"/api/imports/{kind}/export.xlsx?lang={language}");
            var answer = await SendAsync(who, $"/api/imports/{kind}?name=x.xlsx", file);
            answer.Status.ShouldBe(200, answer.Text);
            (answer["new"]!.GetValue<int>(), answer["changed"]!.GetValue<int>()).ShouldBe((0, 0), answer.Text);
            answer["unchanged"]!.GetValue<int>().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task A_template_holds_nothing_and_says_what_goes_into_it()
    {
        var template = await FileAsync("admin", "/api/imports/departments/template.xlsx?lang=zh-CN");
        using (var book = new MemoryStream(template))
            book.GetSheetNames().ShouldBe(["部门", "填写说明"]);
        (await SendAsync("admin", "/api/imports/departments", template)).Code.ShouldBe("import_empty");
        var csv = Encoding.UTF8.GetString(await FileAsync("admin", "/api/imports/windows/template.csv?lang=en"));
        csv.TrimStart('\uFEFF').TrimEnd().ShouldBe("Number*,Code of the body*,Comprehensive,Open*");
        (await (await door.AsAsync("designer")).GetAsync("/api/imports/items/template.csv")).Code.ShouldBe("import_needs_workbook");
    }

    [Fact]
    public async Task Kinds_of_several_sheets_come_and_go_as_a_zip_of_csv_files()
    {
        var template = await FileAsync("designer", "/api/imports/items/template.zip?lang=zh-CN");
        using (var archive = new ZipArchive(new MemoryStream(template)))
            archive.Entries.Select(entry => entry.Name).ShouldBe(["事项.csv", "分支.csv", "申报材料.csv"]);
        (await SendAsync("designer", "/api/imports/items", template)).Code.ShouldBe("import_empty");
        foreach (var language in new[] { "zh-CN", "en" })
        {
            var same = await SendAsync(
                "designer",
                "/api/imports/items?name=x.zip",
                await FileAsync("designer", $"/api/imports/items/export.zip?lang={language}")
            );
            same.Status.ShouldBe(200, same.Text);
            (same["new"]!.GetValue<int>(), same["changed"]!.GetValue<int>()).ShouldBe((0, 0), same.Text);
        }

        // Named and written as a Chinese machine does, and what it lacks is told.
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        var faults = Faults(
            await SendAsync(
                "designer",
                "/api/imports/items",
                Zipped(gb, ("事项.csv", "事项代码\r\nX-1\r\n"), ("说明.txt", "x"), ("别的.csv", "甲\r\n"))
            )
        );
        faults.ShouldContain("分支 sheet_missing");
        faults.ShouldContain("别的 sheet_unknown");
        (await (await door.AsAsync("admin")).GetAsync("/api/imports/interests/export.zip")).Code.ShouldBe("import_not_exported");
        (await (await door.AsAsync("clerk")).GetAsync("/api/imports/items/template.zip")).Code.ShouldBe("verb_not_allowed");
    }

    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("\t0123,,b\t", "\t0123||b\t")]
    [InlineData("\"a,b\",\"c\"\"d\",\"e\nf\"", "a,b|c\"d|e\nf")]
    [InlineData("5\" pipe,b", "5\" pipe|b")]
    [InlineData("", "")]
    public void A_row_is_divided_at_its_separator_and_nowhere_else(string row, string cells) =>
        string.Join('|', WorkbookReader.Divide(row, ',')).ShouldBe(cells);

    [Fact]
    public async Task A_csv_of_a_chinese_machine_is_tried_taken_in_and_taken_back()
    {
        var text = "窗口号,部门代码,综合窗口,开放\r\nＣ９１,XZSP,是,是\r\nC92,XZSP,,否\r\n";
        var file = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text);
        var trial = await SendAsync("admin", "/api/imports/windows?trial=true&name=窗口.csv", file);
        (trial["new"]!.GetValue<int>(), trial["id"]).ShouldBe((2, null), trial.Text);
        (await WindowsAsync()).ShouldNotContain("C91");

        var done = await SendAsync("admin", "/api/imports/windows?name=窗口.csv", file);
        (await WindowsAsync()).ShouldContain("C91");
        var undoing = $"/api/imports/windows/{done["id"]!.GetValue<string>()}/undoing";
        (await (await door.AsAsync("designer")).PostAsync(undoing)).Code.ShouldBe("verb_not_allowed");
        (await (await door.AsAsync("admin")).PostAsync(undoing.Replace("windows", "officers", StringComparison.Ordinal))).Code.ShouldBe(
            "import_not_found"
        );
        (await (await door.AsAsync("admin")).PostAsync(undoing)).Status.ShouldBe(200);
        (await (await door.AsAsync("admin")).GetAsync("/api/imports"))["items"]![0]!["undoneBy"]!.GetValue<string>().ShouldBe("admin");
    }

    [Fact]
    public async Task Merged_cells_numbers_and_further_sheets_of_a_real_workbook_are_told_by_cell()
    {
        Dictionary<string, object>[] rows =
        [
            new()
            {
                ["账号"] = "approver-tjj",
                ["公民身份号码"] = 110105194912310023.0,
                ["手机号码"] = 13900001111,
            },
            new()
            {
                ["账号"] = "nobody",
                ["公民身份号码"] = "１１０１０５１９４９１２３１００２Ｘ",
                ["手机号码"] = "1",
            },
        ];
        Faults(await SendAsync("admin", "/api/imports/interests", WithMerge(Workbook(("利益关联信息", rows)), "A2:B2")))
            .ShouldBe(
                ["利益关联信息!A2 cells_merged", "利益关联信息!B2 cell_number_damaged", "利益关联信息!C3 phone_number_malformed"],
                ignoreOrder: true
            );
        Faults(await SendAsync("admin", "/api/imports/interests", Workbook(("利益关联信息", [rows[1]]), ("另一张", rows))))
            .ShouldBe(["另一张 sheet_unknown", "利益关联信息!C2 phone_number_malformed"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_no_table_is_refused_and_never_a_fault_of_the_house()
    {
        var workbook = await FileAsync("admin", "/api/imports/windows/export.xlsx");
        byte[][] files =
        [
            [],
            [0],
            "PK"u8.ToArray(),
            workbook[..(workbook.Length / 2)],
            Encoding.UTF8.GetBytes("\"" + new string('x', 5_000)),
            Encoding.UTF8.GetBytes("窗口号,部门代码,开放\na\0b,XZSP,是\n\uD83D"),
            Bomb(),
        ];
        foreach (var file in files)
        {
            var answer = await SendAsync("admin", "/api/imports/windows", file);
            answer.Status.ShouldBe(400, answer.Text);
        }

        (await SendAsync("admin", "/api/imports/windows", Bomb())).Code.ShouldBe("import_unpacked_too_large");
        (await SendAsync("admin", "/api/imports/windows", new byte[11 * 1024 * 1024])).Code.ShouldBe("body_too_large");
        (await SendAsync("admin", "/api/imports/nothing", workbook)).Status.ShouldBeInRange(400, 404);
        (await SendAsync("admin", "/api/imports/items", workbook)).Code.ShouldBe("verb_not_allowed");
        (await SendAsync("clerk", "/api/imports/windows", workbook)).Code.ShouldBe("verb_not_allowed");
        (await (await door.AsAsync("admin")).GetAsync("/api/imports/interests/export.csv")).Code.ShouldBe("import_not_exported");
    }

    [Fact]
    public async Task What_is_got_of_an_item_is_what_is_posted()
    {
        var designer = await door.AsAsync("designer");
        var sheet = (await designer.GetAsync("/api/catalogue/items/610104-YJS-001")).Json!;
        var version = sheet["item"]!["version"]!.GetValue<int>();
        var same = await designer.PostAsync("/api/catalogue/import", new JsonObject { ["items"] = new JsonArray(sheet.DeepClone()) });
        same.Status.ShouldBe(200, same.Text);
        same["items"]![0]!["item"]!["version"]!.GetValue<int>().ShouldBe(version, "it says what it said before");

        sheet["item"]!["name"] = "六证联办";
        sheet["item"]!["effectiveFrom"] = "2030-01-01";
        var changed = await designer.PostAsync("/api/catalogue/import", new JsonObject { ["items"] = new JsonArray(sheet.DeepClone()) });
        changed.Status.ShouldBe(200, changed.Text);
        changed["items"]![0]!["item"]!["version"]!.GetValue<int>().ShouldBe(version + 1);
    }

    [Fact]
    public async Task Every_fault_of_a_json_file_is_told_at_once_by_its_path()
    {
        var designer = await door.AsAsync("designer");
        var sheet = (await designer.GetAsync("/api/catalogue/items/610104-YJS-002")).Json!;
        sheet["item"]!["unheard"] = 1;
        sheet["item"]!["promisedDays"] = "five";
        sheet["item"]!.AsObject().Remove("name");
        sheet["item"]!["branches"]![0]!["departmentCode"] = null;
        sheet["item"]!["kind"] = "nothing";
        var refused = await designer.PostAsync("/api/catalogue/import", new JsonObject { ["items"] = new JsonArray(sheet, 5) });
        refused.Status.ShouldBe(400);
        Faults(refused)
            .ShouldBe(
                [
                    "items[0].item.unheard field_unknown",
                    "items[0].item.promisedDays field_malformed",
                    "items[0].item.name field_missing",
                    "items[0].item.branches[0].departmentCode field_malformed",
                    "items[0].item.kind field_malformed",
                    "items[1] field_malformed",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task The_first_page_says_what_is_missing_before_citizens_may_come()
    {
        var admin = await Browser.SignInAsync(door.Address, "admin");
        var page = (await admin.OpenAsync("/start")).Html;
        page.ShouldContain("Publish the items");
        page.ShouldContain("Say at which address the public reaches this house");
        (await admin.OpenAsync("/import")).Html.ShouldContain("Template as");
        (await admin.OpenAsync("/administration/list")).Html.ShouldContain("National list");
    }

    [Fact]
    public async Task A_paper_enters_the_library_and_is_changed_by_whoever_saw_its_state()
    {
        var designer = await door.AsAsync("designer");
        var paper = JsonNode.Parse(
            """{"name":"房屋平面图","nameEn":"Floor plan","form":"copy","source":"申请人","trust":"c","copies":2}"""
        )!;
        (await designer.PutAsync("/api/catalogue/materials/M901?expectedRevision=0", paper))["revision"]!.GetValue<int>().ShouldBe(1);
        (await designer.PutAsync("/api/catalogue/materials/M901?expectedRevision=0", paper)).Code.ShouldBe("material_code_taken");
        paper["copies"] = 100;
        (await designer.PutAsync("/api/catalogue/materials/M901?expectedRevision=1", paper)).Code.ShouldBe("material_copies_wrong");
        paper["copies"] = 3;
        (await designer.PutAsync("/api/catalogue/materials/M901?expectedRevision=1", paper))["revision"]!.GetValue<int>().ShouldBe(2);
        (await designer.GetAsync("/api/catalogue/materials")).Text.ShouldContain("M901");
        var retired = JsonNode.Parse("""{"on":"2020-01-01","reason":"不再要求"}""")!;
        const string Retirement = "/api/catalogue/materials/M901/retirement?expectedRevision=";
        (await designer.PostAsync(Retirement + "2", retired)).Code.ShouldBe("material_retires_in_past");
        retired["on"] = "2099-01-01";
        (await designer.PostAsync(Retirement + "1", retired)).Status.ShouldBe(409);
        (await (await door.AsAsync("clerk")).PostAsync(Retirement + "2", retired)).Code.ShouldBe("verb_not_allowed");
        (await designer.PostAsync(Retirement + "2", retired))["retiredOn"]!.GetValue<string>().ShouldBe("2099-01-01");
        (await (await Browser.SignInAsync(door.Address, "designer")).OpenAsync("/administration/materials?Search=M901")).Html.ShouldContain(
            "Retired from 2099-01-01"
        );
        (await designer.PutAsync("/api/catalogue/materials/M901?expectedRevision=3", paper))["retiredOn"].ShouldBeNull();
        var listed = JsonNode.Parse("""{"name":"食品经营许可","power":"permit","legalDays":20}""")!;
        (await designer.PutAsync("/api/catalogue/list/11610104MB2A00001X4000131001000?expectedRevision=0", listed)).Status.ShouldBe(200);
        (await designer.GetAsync("/api/catalogue/list?search=食品经营"))["items"]![0]!["gaps"]!.AsArray().Count.ShouldBeGreaterThan(3);
        (await designer.GetAsync("/api/catalogue/list?gap=nothing")).Status.ShouldBe(400);
        (await designer.GetAsync("/api/catalogue/list?live=perhaps")).Status.ShouldBe(400);
        (await designer.GetAsync("/api/catalogue/list/NONE/draft")).Status.ShouldBe(404);
        var draft = await designer.GetAsync("/api/catalogue/list/11610104MB2A00001X4000131001000/draft");
        (draft["name"]!.GetValue<string>(), draft["legalDays"]!.GetValue<int>()).ShouldBe(("食品经营许可", 20), draft.Text);
        var page = await (await Browser.SignInAsync(door.Address, "designer")).OpenAsync("/administration/list/NONE");
        page.Html.ShouldContain("The list has no item NONE.");
    }

    private static IEnumerable<string> Faults(Answer answer) =>
        answer["errors"]!.AsObject().Select(fault => $"{fault.Key} {fault.Value![0]!["code"]}");

    private static byte[] Workbook(params (string Name, Dictionary<string, object>[] Rows)[] sheets)
    {
        using var file = new MemoryStream();
        file.SaveAs(sheets.ToDictionary(sheet => sheet.Name, sheet => (object)sheet.Rows));
        return file.ToArray();
    }

    private static byte[] Zipped(Encoding encoding, params (string Name, string Text)[] files)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, encoding))
            foreach (var (name, text) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(encoding.GetBytes(text));
            }

        return file.ToArray();
    }

    private async Task<IEnumerable<string>> WindowsAsync() =>
        (await (await door.AsAsync("admin")).GetAsync("/api/windows"))["items"]!
            .AsArray()
            .Select(window => window!["number"]!.GetValue<string>());

    private async Task<byte[]> FileAsync(string who, string path)
    {
        using var client = await ClientAsync(who);
        using var answer = await client.GetAsync(path, Cancellation);
        ((int)answer.StatusCode).ShouldBe(200, path);
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private async Task<Answer> SendAsync(string who, string path, byte[] file)
    {
        using var client = await ClientAsync(who);
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new(Bytes) } };
        using var answer = await client.PostAsync(path, content, Cancellation);
        return new((int)answer.StatusCode, null, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<HttpClient> ClientAsync(string who)
    {
        var account = await door.AsAsync(who);
        var client = new HttpClient { BaseAddress = door.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", account.Token);
        return client;
    }

    // The library that writes workbooks merges nothing.
    private static byte[] WithMerge(byte[] workbook, string area)
    {
        using var file = new MemoryStream();
        file.Write(workbook);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.Entries.First(part => part.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
            string text;
            using (var reader = new StreamReader(entry.Open()))
                text = reader.ReadToEnd();
            var name = entry.FullName;
            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            var prefix = text.Contains("</x:sheetData>", StringComparison.Ordinal) ? "x:" : "";
            writer.Write(
                text.Replace(
                    $"</{prefix}sheetData>",
                    $"</{prefix}sheetData><{prefix}mergeCells><{prefix}mergeCell ref=\"{area}\"/></{prefix}mergeCells>",
                    StringComparison.Ordinal
                )
            );
        }

        return file.ToArray();
    }

    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        using (var stream = archive.CreateEntry("xl/workbook.xml", CompressionLevel.Fastest).Open())
            for (var at = 0; at < 130; at++)
                stream.Write(new byte[1024 * 1024]);
        return file.ToArray();
    }
}
