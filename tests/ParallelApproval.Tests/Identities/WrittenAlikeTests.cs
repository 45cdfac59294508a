namespace ParallelApproval.Identities;

public sealed class WrittenAlikeTests
{
    [Theory]
    [InlineData("长安路 1 号", "长安路１号")]
    [InlineData("长安路\u200B1号", "长安路1号")]
    [InlineData("\u202D长安路1号\u202C", "长安路1号")]
    [InlineData("长安路1号\u200F", "长安路1号")]
    [InlineData("长\u00AD安路1号", "长安路1号")]
    [InlineData("买买提·艾力", "买买提•艾力")]
    [InlineData("买买提・艾力", "买买提．艾力")]
    [InlineData("买买提･艾力", "买买提‧艾力")]
    [InlineData("a座", "A座")]
    [InlineData("买买提⸱艾力", "买买提·艾力")]
    [InlineData("买买提。艾力", "买买提·艾力")]
    [InlineData("张\u2060三", "张三")]
    [InlineData("张三\u061C", "张三")]
    [InlineData("张三\u3164", "张三")]
    [InlineData("张\u115F三\uFFA0", "张三")]
    [InlineData("\u2800张三", "张三")]
    [InlineData("ＺＨＡＮＧ　ＳＡＮ", "Zhang San")]
    [InlineData("葛\U000E0101洪", "葛洪")]
    [InlineData("𠮷田", "𠮷 田")]
    public void What_looks_alike_is_one(string one, string other) => WrittenAlike.Plain(one).ShouldBe(WrittenAlike.Plain(other));

    [Fact]
    public void What_looks_different_is_two() => WrittenAlike.Plain("长安路1号").ShouldNotBe(WrittenAlike.Plain("长安路11号"));

    [Theory]
    [InlineData("买买提·艾力", "%买买提_艾力%")]
    [InlineData("100%", "%100\\%%")]
    [InlineData("a_b\u200E", "%a\\_b%")]
    public void A_pattern_takes_any_dot_and_nothing_else_for_another(string sought, string pattern) =>
        WrittenAlike.Pattern(sought).ShouldBe(pattern);
}
