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
    [InlineData("woyaokaiyaodian", "610104-YJS-004")]
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
    [InlineData("饭馆", "610104-YJS-002")]
    [InlineData("开饭店", "610104-YJS-002")]
    [InlineData("我想开一家奶茶店", "610104-YJS-002")]
    [InlineData("超市", "610104-YJS-005")]
    [InlineData("社保卡", "610104-YJS-008")]
    [InlineData("户口", "610104-YJS-008")]
    [InlineData("低保", "610104-JF-201")]
    [InlineData("dibao", "610104-JF-201")]
    [InlineData("老年证", "610104-DL-207")]
    [InlineData("canyindian", "610104-YJS-002")]
    [InlineData("shehuibaozhangka", "610104-YJS-008")]
    [InlineData("can饮dian", "610104-YJS-002")]
    [InlineData("食品jyxk", "610104-XK-101")]
    [InlineData("shipin jing", "610104-XK-101")]
    [InlineData("奶茶", "610104-YJS-002")]
    [InlineData("小吃店", "610104-YJS-002")]
    [InlineData("开超市", "610104-YJS-005")]
    [InlineData("canyin", "610104-YJS-002")]
    [InlineData("cyd", "610104-YJS-002")]
    [InlineData("ｃｙｄ", "610104-YJS-002")]
    public void What_people_say_finds_its_item_and_the_one_in_force_before_former_ones(string text, string code)
    {
        var codes = Codes(new(text));
        codes.ShouldContain(code);
        if (codes.Contains("610104-YJS-001"))
            codes[^1].ShouldBe("610104-YJS-001");
    }

    [Theory]
    [InlineData("开个小吃店", "610104-YJS-002")]
    [InlineData("营业执照", "610104-YJS-003")]
    [InlineData("养老", "610104-JF-203")]
    [InlineData("老人卡", "610104-DL-207")]
    [InlineData("yingye执照", "610104-YJS-003")]
    public void Other_words_for_it_find_it_too(string text, string code) => Codes(new(text)).ShouldContain(code);

    [Theory]
    [InlineData("饭官", "610104-YJS-002")]
    [InlineData("开范馆", "610104-YJS-002")]
    [InlineData("营业直照", "610104-YJS-003")]
    [InlineData("便力店", "610104-YJS-005")]
    [InlineData("yinyezhizhao", "610104-YJS-003")]
    [InlineData("yingyezizao", "610104-YJS-003")]
    [InlineData("fangguan", "610104-YJS-002")]
    public void A_slip_of_the_hand_that_sounds_alike_finds_what_was_meant(string text, string code) => Codes(new(text)).ShouldContain(code);

    // What the centre does not offer is not made out of something else.
    [Theory]
    [InlineData("办驾照")]
    [InlineData("结婚证")]
    [InlineData("护照")]
    [InlineData("房产证")]
    [InlineData("居住证")]
    [InlineData("asdfgh")]
    [InlineData("公公公公")]
    public void What_is_not_on_offer_finds_nothing(string text) => Codes(new(text)).ShouldBeEmpty();

    [Theory]
    [InlineData("居住登记和居住证申领", "居住证")]
    [InlineData("居住登记和居住证申领", "暂住证")]
    [InlineData("居住登记和居住证申领", "juzhuzheng")]
    [InlineData("内地居民结婚登记", "结婚证")]
    [InlineData("机动车驾驶证补换领", "办驾照")]
    [InlineData("国有建设用地使用权及房屋所有权转移登记", "房产证")]
    [InlineData("企业职工基本养老保险参保登记", "养老保险")]
    public void Where_it_is_on_offer_it_is_found_by_what_people_call_it(string name, string text)
    {
        var item = District.AllInForce(Day).First(known => known.ItemCode == "610104-DJ-105");
        var offered = new CatalogueSnapshot([], [], [item with { Name = name, Theme = "", CommonNames = [], Branches = [] }]);
        offered.Search(new(text), Day).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("cyd")]
    [InlineData("奶茶")]
    [InlineData("xsec")]
    public void What_people_type_does_not_find_a_building_site(string text) => Codes(new(text)).ShouldNotContain("610104-YJS-006");

    [Fact]
    public void Each_common_name_is_read_once_however_they_are_set_apart()
    {
        CommonNameList.Read(" 饭馆、奶茶店，饭馆; 小吃 店\n").ShouldBe(["饭馆", "奶茶店", "小吃 店"]);
        CommonNameList.Read(CommonNameList.Written(["饭馆", "奶茶店"])).ShouldBe(["饭馆", "奶茶店"]);
        CommonNameList.Read(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("人民调解", "tj")]
    [InlineData("岗位调整", "gwtz")]
    [InlineData("畜牧兽医", "xm")]
    [InlineData("幼儿园园长任职", "yz")]
    [InlineData("灾后重建", "cj")]
    [InlineData("泸州老窖", "lz")]
    [InlineData("趸船停靠", "dc")]
    [InlineData("戗风航行", "qf")]
    [InlineData("餐饮服务许可", "cyfwxk")]
    [InlineData("银行预约开户", "yhyykh")]
    [InlineData("新生儿出生“一件事”（2026）", "xsecsyjs2026")]
    [InlineData("招牌设置", "zhpsz")]
    public void A_name_is_found_by_the_first_letters_of_its_readings(string name, string typed) =>
        new SpokenName(name).Contains(typed).ShouldBeTrue();

    [Theory]
    [InlineData("餐饮服务", "cfw")]
    [InlineData("餐饮服务", "canyinfuwus")]
    [InlineData("餐饮服务", "饮餐")]
    public void What_skips_a_character_or_goes_beyond_the_name_is_not_found(string name, string typed) =>
        new SpokenName(name).Contains(typed).ShouldBeFalse();

    [Fact]
    public void Every_character_of_every_name_has_a_reading()
    {
        foreach (
            var c in District
                .AllInForce(Day)
                .SelectMany(item => item.Name + item.Theme)
                .Where(c => c is >= (char)0x4E00 and <= (char)0x9FFF)
                .Distinct()
        )
            Readings.Of(c).ShouldNotBeEmpty(c.ToString());
    }

    private static IReadOnlyList<string> Codes(CatalogueSearch search) => [.. District.Search(search, Day).Select(item => item.ItemCode)];
}
