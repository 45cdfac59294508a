using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Imports;

/// <summary>实施清单 as districts publish it: read as it is, whole or not at all, and what it lacks is work to do.</summary>
public sealed class PublishedListTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_as_published_loads_with_its_own_heads_names_and_words()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var bodies = house.Get<OfficerRegister>().Departments.Where(body => body.ClosedOn is null).Take(2).ToList();
        var region = house.Get<InstallationRegister>().Current!.RegionName;
        var file = Sheet(
            ["政务服务事项实施清单"],
            ["序号", "事项名称", "实施编码", "事项类型", "行使层级", "实施主体", "法定办结时限", "承诺办结时限", "申请材料", "收费"],
            [
                "1",
                "甲事项",
                "111",
                "行政裁决",
                "县级",
                region[3..] + bodies[0].Name,
                "２０个工作日",
                "即办",
                "1.申请表\n2.身份证明",
                "不收费",
            ],
            ["2", "乙事项", "222", "公共服务", "镇（乡、街道）级", "没有的局", 20.0, "5", "申请表、身份证明", null],
            ["3", "丙事项", "333", "行政许可", "村级", bodies[1].UnifiedCreditCode, "无", null, null, null]
        ) with
        {
            Merged = ["A1:J1"],
        };

        var done = await ImportAsync(house, file);

        done.ErrorsOrEmptyList.Select(Told).ShouldBeEmpty();
        (done.Value.New, string.Join(' ', done.Value.PassedOver)).ShouldBe((3, "序号"));
        var list = (await house.Get<ListedItemQueries>().FindAsync(new(), Cancellation)).Select(work => work.Item).ToList();
        list.Select(item => item.DepartmentCode).ShouldBe([bodies[0].Code, null, bodies[1].Code]);
        list.Select(item => item.BodyName).ShouldBe([region[3..] + bodies[0].Name, "没有的局", bodies[1].UnifiedCreditCode]);
        list.Select(item => item.Tier).ShouldBe([Tier.District, Tier.Street, Tier.Community]);
        list.Select(item => (item.LegalDays, item.PromisedDays)).ShouldBe([(20, 0), (20, 5), (null, null)]);
        (await house.Get<ListedItemQueries>().FindAsync(new("乙"), Cancellation)).Single().Gaps.ShouldContain(ListedGap.Department);
        (await house.Get<ListedItemQueries>().FindAsync(new(Gap: ListedGap.Department), Cancellation))
            .Select(work => work.Item.ItemCode)
            .ShouldBe(["222"]);
        (await house.Get<ListedItemQueries>().FindAsync(new(Power: PowerKind.Ruling, IsLive: false), Cancellation)).Count.ShouldBe(1);
        (await ImportAsync(house, file)).Value.Unchanged.ShouldBe(3);
    }

    [Fact]
    public async Task Every_fault_of_a_list_is_told_beside_its_cell_and_nothing_is_taken()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var file = Sheet(
            ["事项名称", "实施编码", "事项类型", "行使层级", "法定办结时限", "法定时限单位", "承诺办结时限", "实施主体代码"],
            ["自然日", "111", "行政许可", "县级", "30日", null, "5", null],
            ["单位", "112", "行政许可", "县级", "30", "自然日", "5", null],
            ["层级", "113", "行政许可", "国家级", "2个月", null, "5", null],
            ["类型", "114", "行政备案", "县级", "20", null, "30", null],
            ["损坏", 1.1511602E+30, "行政许可", "县级", "20", null, "5", null],
            ["重复", "111", "行政许可", "县级", new DateTime(2026, 1, 20), null, "5", null],
            [null, "115", null, "县级", "20", null, "5", null],
            ["超过", "116", "行政许可", "县级", "20", null, "30", null],
            ["部门", "117", "行政许可", "县级", "20", null, "5", "NONE"]
        ) with
        {
            Merged = ["A9:B9"],
        };

        (await ImportAsync(house, file))
            .Errors.Select(Told)
            .ShouldBe(
                [
                    "实施清单!A9 cells_merged",
                    "实施清单!E2 cell_not_working_days",
                    "实施清单!F3 cell_not_working_days",
                    "实施清单!D4 cell_not_a_choice",
                    "实施清单!E4 cell_not_working_days",
                    "实施清单!C5 cell_not_a_choice",
                    "实施清单!B6 cell_number_damaged",
                    "实施清单!E7 cell_not_a_number",
                    "实施清单!B7 import_row_twice",
                    "实施清单!A8 cell_empty",
                    "实施清单!C8 cell_empty",
                    "实施清单!G9 item_days_wrong",
                    "实施清单!H10 department_unknown",
                ],
                ignoreOrder: true
            );
        (await house.Get<ListedItemQueries>().FindAsync(new(), Cancellation)).ShouldBeEmpty();
    }

    private static Task<ErrorOr<ImportOutcome>> ImportAsync(TestHouse house, ReadSheet file) =>
        house
            .Get<ImportSheetsHandler>()
            .HandleAsync(new(ImportKind.ListedItems, "清单.xlsx", [file], false), house.By("designer", "XZSP"), Cancellation);

    private static ReadSheet Sheet(params IReadOnlyList<object?>[] rows) =>
        new("", [.. rows.Select((row, at) => new ReadRow(at + 1, row))], []);

    private static string Told(Error error) => $"{error.Metadata!.GetValueOrDefault(Refusal.FieldKey)} {error.Code}";
}
