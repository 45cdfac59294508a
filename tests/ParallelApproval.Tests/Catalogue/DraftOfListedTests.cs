using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>A listed item on its way to going live: what the list says is filled in, and nothing else has to be typed.</summary>
public sealed class DraftOfListedTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);

    private static readonly ListedItem Whole = new()
    {
        ItemCode = "11511602MB5K0001XX4100000001000",
        Name = "餐饮服务场所设立",
        Power = PowerKind.Permit,
        BasicCode = "100000001000",
        DepartmentCode = "SYJ",
        LegalDays = 20,
        PromisedDays = 5,
        LegalBasis = "《某某条例》第一条",
        Conditions = "有固定的场所",
        Procedure = "申请、受理、决定",
        Complaints = "12345",
        Papers = "1.申请表\n2.身份证明",
        Fees = "不收费",
        Result = "许可证",
    };

    [Fact]
    public void A_whole_listed_item_becomes_a_draft_in_which_nothing_is_wrong()
    {
        var draft = DraftOfListed.Of(Whole, Book(Paper("P1", "申请表"), Paper("P2", "身份证明")), "XZSP", Day);

        ItemRules.Of(draft).ShouldBeEmpty();
        (draft.BusinessCode, draft.IntakeDepartmentCode, draft.WorkflowDefinitionId).ShouldBe(
            ("10000000100001", "XZSP", "single-department")
        );
        draft.Materials.Select(use => use.Code).ShouldBe(["P1", "P2"]);
        (draft.Branches.Single().ItemType, draft.Branches.Single().ResultDocument, draft.Branches.Single().Fee).ShouldBe(
            ("行政许可", "许可证", 0m)
        );
    }

    [Theory]
    [InlineData(null, 0, ItemKind.Immediate, "immediate")]
    [InlineData(null, 5, ItemKind.Promised, "single-department")]
    [InlineData(ItemKind.Escalated, 5, ItemKind.Escalated, "referral")]
    [InlineData(ItemKind.Agency, 5, ItemKind.Agency, "agency")]
    public void The_flow_fits_what_kind_of_item_it_is(ItemKind? listed, int promised, ItemKind kind, string flow)
    {
        var draft = DraftOfListed.Of(Whole with { Kind = listed, PromisedDays = promised }, Book(), null, Day);
        (draft.Kind, draft.WorkflowDefinitionId).ShouldBe((kind, flow));
        DraftOfListed.FlowFor(kind, branches: 6).ShouldBe("parallel-approval");
    }

    [Theory]
    [InlineData("1.申请表\n2、身份证明；\n", "申请表 身份证明")]
    [InlineData("1.申请表 2.身份证明（原件） 3.场所平面图", "申请表 身份证明（原件） 场所平面图")]
    [InlineData("（1）申请表（2）身份证明", "申请表 身份证明")]
    [InlineData("申请表、身份证明", "申请表 身份证明")]
    [InlineData("申请表；法定代表人、负责人身份证明", "申请表 法定代表人、负责人身份证明")]
    [InlineData("食品安全标准GB1.2版", "食品安全标准GB1.2版")]
    [InlineData("申请表\n申请表", "申请表")]
    [InlineData(" \n；", "")]
    [InlineData(null, "")]
    public void The_papers_of_a_list_are_read_however_they_are_written(string? written, string papers) =>
        string.Join(' ', DraftOfListed.Papers(Whole with { Papers = written }, Book()).Select(paper => paper.Name)).ShouldBe(papers);

    [Fact]
    public void A_paper_that_is_retired_or_missing_is_not_asked_for_and_the_next_code_is_free()
    {
        var book = Book(Paper("L0007", "申请表") with { RetiredOn = Day }, Paper("X1", "别的"));
        DraftOfListed.Of(Whole, book, null, Day).Materials.ShouldBeEmpty();
        DraftOfListed.NextMaterialCode(book).ShouldBe("L0008");
        DraftOfListed.NextMaterialCode(Book()).ShouldBe("L0001");
    }

    [Fact]
    public void What_charges_is_told_by_its_rule_and_tasks_of_one_item_get_their_own_code()
    {
        var live = DraftOfListed.Of(Whole, Book(Paper("P1", "申请表")), null, Day).ToItem(1, Book(Paper("P1", "申请表")).Materials);
        var book = new CatalogueSnapshot([], [Paper("P1", "申请表")], [live]);
        var draft = DraftOfListed.Of(Whole with { ItemCode = "OTHER", Task = "办理项", Fees = "每件 10 元" }, book, null, Day);
        (draft.Name, draft.BusinessCode, draft.Branches.Single().FeeBasis).ShouldBe(("办理项", "10000000100002", "每件 10 元"));
    }

    [Fact]
    public void A_retired_paper_may_not_be_asked_for_from_its_day_on()
    {
        var library = new Dictionary<string, Material> { ["P1"] = Paper("P1", "申请表") with { RetiredOn = Day } };
        var departments = new[] { "SYJ" }.ToDictionary(code => code, Body);
        var draft = DraftOfListed.Of(Whole, Book(Paper("P1", "申请表")), null, Day);
        ItemRules.Against(draft, departments, library, new([])).Select(fault => fault.Code).ShouldBe(["material_retired"]);
        ItemRules.Against(draft with { EffectiveFrom = Day.AddDays(-1) }, departments, library, new([])).ShouldBeEmpty();
    }

    private static CatalogueSnapshot Book(params Material[] papers) => new([], papers, []);

    private static Material Paper(string code, string name) =>
        new()
        {
            Code = code,
            Name = name,
            NameEn = name,
            Form = MaterialForm.Original,
            Source = "申请人",
            Trust = MaterialTrust.C,
        };

    private static Department Body(string code) =>
        new()
        {
            Code = code,
            Name = code,
            NameEn = code,
            Tier = Tier.District,
            UnifiedCreditCode = "",
        };
}
