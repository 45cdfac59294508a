using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

public class CatalogueQueriesTests
{
    private static readonly CatalogueSnapshot District = SampleDistrict.Catalogue();
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Theory]
    [InlineData("餐饮", "610104-YJS-001,610104-YJS-002")]
    [InlineData("cydkb", "610104-YJS-001")] // 餐饮店开办
    [InlineData("KBCYD", "610104-YJS-002")] // 开办餐饮店, typed in capitals
    [InlineData("woyaokaiyaodian", "")]
    [InlineData("wykyd", "610104-YJS-004")] // 我要开药店
    [InlineData("pharmacy", "610104-YJS-004,610104-XK-102")]
    [InlineData("000172111003", "610104-XK-102")]
    [InlineData("yjs-008", "610104-YJS-008")]
    [InlineData("６１０１０４－ｙｊｓ－００３", "610104-YJS-003")]
    [InlineData("牌匾", "610104-YJS-004,610104-YJS-005,610104-QT-106")] // also found by what a branch grants
    public void Item_is_found_by_name_initials_code_or_certificate(string text, string codes) =>
        Codes(new(text)).ShouldBe(codes.Split(',', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);

    [Fact]
    public void Name_that_begins_with_the_text_comes_first() => Codes(new("开办餐饮"))[0].ShouldBe("610104-YJS-002");

    [Fact]
    public void Tier_kind_and_theme_narrow_the_search()
    {
        Codes(new(Kind: ItemKind.Immediate)).ShouldBe(["610104-DJ-105", "610104-FW-205", "610104-FW-206", "610104-XK-107"]);
        Codes(new(Kind: ItemKind.Immediate, Tier: Tier.Street)).ShouldBe(["610104-FW-205"]);
        Codes(new(Theme: "开餐馆")).ShouldBe(["610104-YJS-001", "610104-YJS-002"]);
    }

    [Fact]
    public void Drills_are_shown_only_to_those_who_ask_for_them()
    {
        Codes(new("演练")).ShouldBeEmpty();
        Codes(new("演练", IncludeDrills: true)).ShouldBe(["610104-YJS-900"]);
    }

    [Theory]
    [InlineData("餐饮服务许可", "cyfwxk")]
    [InlineData("统计登记证", "tjdjz")]
    [InlineData("银行预约开户", "yhyykh")]
    [InlineData("牌匾标识审查", "pbbssc")]
    [InlineData("区行政审批服务局", "qxzspfwj")]
    [InlineData("新生儿出生“一件事”（2026）", "xsecsyjs2026")]
    [InlineData("烟草专卖零售", "yczmls")]
    public void Initials_are_those_of_the_reading(string text, string initials) => PinyinInitials.Of(text).ShouldBe(initials);

    [Fact]
    public void Every_character_of_every_name_has_an_initial()
    {
        foreach (
            var c in District
                .AllInForce(Day)
                .SelectMany(item => item.Name + item.Theme)
                .Where(c => c is >= (char)0x4E00 and <= (char)0x9FFF)
                .Distinct()
        )
            PinyinInitials.Of(c.ToString()).Length.ShouldBe(1, c.ToString());
    }

    private static IReadOnlyList<string> Codes(CatalogueSearch search) => [.. District.Search(search, Day).Select(item => item.ItemCode)];
}
