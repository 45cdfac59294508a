using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Imports;

/// <summary>按表导入: whole or not at all, every fault beside its cell, taken back before its first use.</summary>
public sealed class ImportSheetsTests(TestCluster cluster)
{
    private static readonly object?[] BodyHead = ["部门代码", "部门名称", "英文名称", "层级", "上级部门代码", "统一社会信用代码"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ImportKind, string> Exported =>
        new()
        {
            { ImportKind.Departments, "admin" },
            { ImportKind.Officers, "admin" },
            { ImportKind.Windows, "admin" },
            { ImportKind.Letters, "manager" },
            { ImportKind.Materials, "designer" },
            { ImportKind.Items, "designer" },
        };

    [Theory]
    [MemberData(nameof(Exported))]
    public async Task What_is_exported_and_imported_again_changes_nothing(ImportKind kind, string who)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var shelf = house.Get<ImportShelf>();
        var rows = await house.Get<ImportQueries>().ExportAsync(kind, new(2026, 3, 2), Cancellation);
        ReadSheet[] sheets =
        [
            .. shelf
                .Sheets(kind)
                .Select(sheet =>
                    Sheet(
                        sheet.NameEn,
                        [
                            [.. sheet.Columns.Select(column => column.HeaderEn)],
                            .. rows![sheet.Key],
                        ]
                    )
                ),
        ];

        var outcome = await ImportAsync(house, kind, who, sheets);

        outcome.ErrorsOrEmptyList.Select(Told).ShouldBeEmpty();
        (outcome.Value.New, outcome.Value.Changed, outcome.Value.Id).ShouldBe((0, 0, null));
        outcome.Value.Unchanged.ShouldBe(rows![shelf.Sheets(kind)[0].Key].Count);
    }

    [Fact]
    public async Task Bodies_come_in_whatever_order_and_the_trail_names_each()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = Bodies(
            ["WLJ2", "街道文化站", "Station", "街道", "ＷＬＪ", Credit(2)],
            ["WLJ", "文化局", "Culture", "区", null, Credit(1)]
        );

        var trial = await ImportAsync(house, ImportKind.Departments, "admin", [file], isTrial: true);
        trial.Value.Lines.Select(line => (line.Key, line.Change)).ShouldBe([("WLJ", LineChange.New), ("WLJ2", LineChange.New)]);
        house.Get<OfficerRegister>().Department("WLJ").ShouldBeNull("a trial changes nothing");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM departments WHERE code LIKE 'WLJ%'", Cancellation)).ShouldBe(0);

        var done = await ImportAsync(house, ImportKind.Departments, "admin", [file]);
        done.ErrorsOrEmptyList.Select(Told).ShouldBeEmpty();
        house.Get<OfficerRegister>().Department("WLJ2")!.ParentCode.ShouldBe("WLJ");
        (await house.Get<AuditQueries>().OfHouseAsync(null, 3, Cancellation))
            .Select(entry => entry.Kind)
            .ShouldBe([nameof(SheetsImported), nameof(DepartmentKept), nameof(DepartmentKept)]);
        (await ImportAsync(house, ImportKind.Departments, "admin", [file])).Value.Unchanged.ShouldBe(2);
    }

    [Fact]
    public async Task Every_fault_of_a_file_is_told_beside_its_cell_and_nothing_is_taken()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = Bodies(
            ["OWN", "自己的上级", "Its own", "区", "OWN", Credit(1)],
            ["low", "小写", "Lower", "市", "XZSP", "123"],
            ["GOOD", "好的", "Good", "区", "NONE", Credit(2)],
            ["GOOD", "重复", "Twice", "区", null, Credit(3)],
            ["BELOW", "下级", "Below", "街道", "OWN", Credit(4)],
            ["NUM", "数字代码", "Number", "区", null, 6.10104199001011E+17],
            [null, "无代码", "No code", "区", null, Credit(5)]
        ) with
        {
            Merged = ["B9:C9"],
        };

        var refused = await ImportAsync(house, ImportKind.Departments, "admin", [file]);

        refused
            .Errors.Select(Told)
            .ShouldBe(
                [
                    "部门!B9 cells_merged",
                    "部门!D3 cell_not_a_choice",
                    "部门!F7 cell_number_damaged",
                    "部门!A8 cell_empty",
                    "部门!E2 department_circle",
                    "部门!E4 department_unknown",
                    "部门!A5 import_row_twice",
                ],
                ignoreOrder: true
            );
        house.Get<OfficerRegister>().Department("GOOD").ShouldBeNull();
    }

    [Fact]
    public async Task A_file_without_its_columns_with_too_many_lines_or_another_sheet_says_so_and_no_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await ImportAsync(
                house,
                ImportKind.Windows,
                "admin",
                [
                    Sheet(
                        "窗口",
                        [
                            ["窗口号", "备注"],
                            ["A9", "x"],
                        ]
                    ),
                ]
            )
        ).Errors.Select(Told).ShouldBe(["窗口!B1 column_unknown", "窗口!A1 column_missing", "窗口!A1 column_missing"]);
        var lines = Enumerable.Range(0, 20_000).Select(at => (IReadOnlyList<object?>)[$"W{at}", "XZSP", "是", "是"]);
        (
            await ImportAsync(
                house,
                ImportKind.Windows,
                "admin",
                [
                    Sheet(
                        "窗口",
                        [
                            ["窗口号", "部门代码", "综合窗口", "开放"],
                            .. lines,
                        ]
                    ),
                ]
            )
        ).Errors.Select(Told).ShouldBe(["窗口 sheet_too_long"]);
        var one = Sheet(
            "窗口",
            [
                ["窗口号", "部门代码", "开放"],
                ["A9", "XZSP", "是"],
            ]
        );
        (await ImportAsync(house, ImportKind.Windows, "admin", [one, one with { Name = "第二张" }]))
            .Errors.Select(Told)
            .ShouldBe(["第二张 sheet_unknown"]);
        (await ImportAsync(house, ImportKind.Windows, "admin", [])).Errors.Select(Told).ShouldBe(["窗口 sheet_missing"]);
    }

    [Fact]
    public async Task New_accounts_get_passwords_that_open_them_and_an_unused_import_is_taken_back_whole()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = Sheet(
            "",
            [
                ["账号", "姓名", "英文姓名", "部门代码", "角色"],
                ["New.One", "新一", "New One", "SYJ", "审批人员、窗口人员"],
                ["approver-syj", "改名", "Renamed", "SYJ", "审批人员"],
            ]
        );
        var trial = await ImportAsync(house, ImportKind.Officers, "admin", [file], isTrial: true);
        trial.Value.Passwords.ShouldBeEmpty();

        var done = await ImportAsync(house, ImportKind.Officers, "admin", [file]);
        (done.Value.New, done.Value.Changed).ShouldBe((1, 1));
        var register = house.Get<OfficerRegister>();
        var former = trial.Value.Lines.Single(line => line.Change is LineChange.Changed);
        former.Fields.ShouldContain("姓名");
        Passwords.Matches(register.Find("new.one")!.PasswordHash, done.Value.Passwords.Single().Password).ShouldBeTrue();

        (await UndoAsync(house, done.Value, "admin")).ErrorsOrEmptyList.ShouldBeEmpty();
        register.Find("new.one").ShouldBeNull();
        register.Find("approver-syj")!.Name.ShouldNotBe("改名");
        (await UndoAsync(house, done.Value, "admin")).FirstError.Code.ShouldBe("import_undone_already");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_in_use_is_not_taken_back_and_nothing_else_of_its_import_either()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = Bodies(["WLJ", "文化局", "Culture", "区", null, Credit(1)], ["WLK", "体育局", "Sports", "区", null, Credit(2)]);
        var done = await ImportAsync(house, ImportKind.Departments, "admin", [file]);
        await ImportAsync(
            house,
            ImportKind.Windows,
            "admin",
            [
                Sheet(
                    "",
                    [
                        ["窗口号", "部门代码", "开放"],
                        ["W77", "WLJ", "是"],
                    ]
                ),
            ]
        );

        (await UndoAsync(house, done.Value, "admin")).Errors.Select(error => error.Code).ShouldBe(["import_in_use"]);
        house.Get<OfficerRegister>().Department("WLK").ShouldNotBeNull();
    }

    [Fact]
    public async Task Letters_of_one_file_are_held_against_each_other()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await ImportAsync(
            house,
            ImportKind.Officers,
            "admin",
            [
                Sheet(
                    "",
                    [
                        ["账号", "姓名", "英文姓名", "部门代码", "角色"],
                        ["new.one", "新一", "New One", "SYJ", "审批人员"],
                    ]
                ),
            ]
        );
        IReadOnlyList<object?> head = ["授权书文号", "授权部门代码", "被授权人账号", "生效日期", "截止日期"];
        var refused = await ImportAsync(
            house,
            ImportKind.Letters,
            "manager",
            [
                Sheet(
                    "",
                    [
                        head,
                        ["授1", "SYJ", "new.one", "2026年3月2日", new DateTime(2026, 12, 31)],
                        ["授2", "SYJ", "new.one", "2026/6/1", "2027-06-01"],
                        ["授3", "SYJ", "nobody", "3/4/2026", "2027-06-01"],
                    ]
                ),
            ]
        );
        refused.Errors.Select(Told).ShouldBe(["授权书!D4 cell_not_a_day", "授权书!D3 authorisation_overlap"], ignoreOrder: true);

        var done = await ImportAsync(
            house,
            ImportKind.Letters,
            "manager",
            [Sheet("", [head, ["授1", "SYJ", "new.one", "2026-04-01", "2026-12-31"]])]
        );
        (await UndoAsync(house, done.Value, "manager")).ErrorsOrEmptyList.ShouldBeEmpty();
        house.Get<OfficerRegister>().Letters.ShouldNotContain(letter => letter.Number == "授1", "it was not in force yet");
    }

    [Fact]
    public async Task A_changed_item_becomes_its_next_version_and_faults_stand_on_the_sheet_they_are_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var rows = (await house.Get<ImportQueries>().ExportAsync(ImportKind.Items, new(2026, 3, 2), Cancellation))!;
        var shelf = house.Get<ImportShelf>().Sheets(ImportKind.Items);
        const string Code = "610104-YJS-001";
        IReadOnlyList<object?>[] Of(int sheet, Func<object?[], object?[]> change) =>
            [
                [.. shelf[sheet].Columns.Select(column => (object?)column.Header)],
                .. rows[shelf[sheet].Key].Where(row => row[0] == Code).Select(row => change([.. row])),
            ];
        ReadSheet[] File(string day, string body, string usedBy) =>
            [
                Sheet("事项", Of(0, row => With(row, 1, day))),
                Sheet("分支", Of(1, row => (string)row[1]! == "2" ? With(row, 2, body) : row)),
                Sheet("申报材料", Of(2, row => (string)row[1]! == "M01" ? With(row, 2, usedBy) : row)),
            ];

        (await ImportAsync(house, ImportKind.Items, "designer", File("2026-01-01", "NONE", "99")))
            .Errors.Select(Told)
            .ShouldBe(
                ["事项!B2 item_starts_in_past", "分支!C3 department_unknown", "申报材料!C2 material_branch_unknown"],
                ignoreOrder: true
            );
        var done = await ImportAsync(house, ImportKind.Items, "designer", File("2026-04-01", "GSJ", "1、2"));
        done.ErrorsOrEmptyList.Select(Told).ShouldBeEmpty();
        var book = house.Get<CatalogueRegister>().Current;
        (book.Versions(Code)[0].Version, book.Versions(Code)[0].Form.Count).ShouldBe((2, book.Versions(Code)[1].Form.Count));

        (await UndoAsync(house, done.Value, "designer")).ErrorsOrEmptyList.ShouldBeEmpty();
        house.Get<CatalogueRegister>().Current.Versions(Code).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_national_list_of_a_district_loads_as_drafts_that_say_what_they_lack()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        string[] powers = ["行政许可", "行政确认", "行政给付", "行政奖励", "行政裁决", "行政检查", "其他行政权力", "公共服务"];
        var list = Enumerable
            .Range(1, 1_135)
            .Select(at =>
                (IReadOnlyList<object?>)
                    [
                        $"11610104MB2A00001X4{at:D12}".PadRight(31 + at % 25, '0'),
                        $"事项{at}",
                        powers[at % powers.Length],
                        at % 3 == 0 ? null : 20.0,
                    ]
            );
        var file = Sheet(
            "",
            [
                ["实施编码", "事项名称", "权力类型", "法定办结时限"],
                .. list,
            ]
        );

        var done = await ImportAsync(house, ImportKind.ListedItems, "designer", [file]);

        done.ErrorsOrEmptyList.Select(Told).ShouldBeEmpty();
        done.Value.New.ShouldBe(1_135);
        var work = await house.Get<ListedItemQueries>().FindAsync(new(), Cancellation);
        work.Count.ShouldBe(1_135);
        work.Select(one => one.Item.ItemCode.Length).Max().ShouldBe(55);
        work.ShouldAllBe(one => !one.IsLive && one.Gaps.Contains(ListedGap.Branches) && one.Gaps.Contains(ListedGap.PromisedDays));
        work.Count(one => one.Gaps.Contains(ListedGap.LegalDays)).ShouldBe(378);
        (await ImportAsync(house, ImportKind.ListedItems, "designer", [file])).Value.Unchanged.ShouldBe(1_135);

        (await UndoAsync(house, done.Value, "designer")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.Get<ListedItemQueries>().FindAsync(new(), Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Personal_data_go_in_and_are_kept_with_no_import()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = Sheet(
            "",
            [
                ["账号", "公民身份号码", "手机号码"],
                ["approver-tjj", "11010519491231002X", "13900001111"],
            ]
        );
        var done = await ImportAsync(house, ImportKind.Interests, "admin", [file]);
        done.ErrorsOrEmptyList.Select(Told).ShouldBeEmpty();
        (await house.Database.AskAsync<string>("SELECT lines::text FROM imports", Cancellation)).ShouldNotContain("11010519491231002X");
        (await house.Get<ImportQueries>().ExportAsync(ImportKind.Interests, new(2026, 3, 2), Cancellation)).ShouldBeNull();

        var blocks = Sheet(
            "",
            [
                ["证件号码", "列入事由", "具体原因"],
                ["11010519491231002X", "骗取许可", "伪造材料"],
            ]
        );
        var blocked = await ImportAsync(house, ImportKind.Blocks, "supervisor", [blocks]);
        blocked.ErrorsOrEmptyList.Select(Told).ShouldBeEmpty();
        (await ImportAsync(house, ImportKind.Blocks, "supervisor", [blocks])).Value.Unchanged.ShouldBe(1);
        (await UndoAsync(house, blocked.Value, "supervisor")).FirstError.Code.ShouldBe("block_lifted_by_itself");
        (await UndoAsync(house, blocked.Value, "manager")).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    private static Task<ErrorOr<ImportOutcome>> ImportAsync(
        TestHouse house,
        ImportKind kind,
        string who,
        IReadOnlyList<ReadSheet> sheets,
        bool isTrial = false
    ) => house.Get<ImportSheetsHandler>().HandleAsync(new(kind, "test.xlsx", sheets, isTrial), house.By(who, "XZSP"), Cancellation);

    private static Task<ErrorOr<ImportEntry>> UndoAsync(TestHouse house, ImportOutcome outcome, string who) =>
        house.Get<UndoImportHandler>().HandleAsync(new(outcome.Id!.Value, outcome.Kind), house.By(who, "XZSP"), Cancellation);

    private static ReadSheet Bodies(params IReadOnlyList<object?>[] rows) => Sheet("", [BodyHead, .. rows]);

    private static ReadSheet Sheet(string name, IReadOnlyList<IReadOnlyList<object?>> rows) =>
        new(name, [.. rows.Select((row, at) => new ReadRow(at + 1, row))], []);

    private static object?[] With(object?[] row, int at, object? value)
    {
        row[at] = value;
        return row;
    }

    // Codes whose check character holds.
    private static string Credit(int number)
    {
        var body = $"11610104MB9X9{number:D4}";
        return body + Identities.UnifiedCreditCode.CheckCharacter(body);
    }

    private static string Told(Error error) => $"{error.Metadata!.GetValueOrDefault(Refusal.FieldKey)} {error.Code}";
}
