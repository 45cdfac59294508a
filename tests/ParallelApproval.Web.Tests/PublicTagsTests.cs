using System.Globalization;
using ParallelApproval.Cases;
using ParallelApproval.Web.Public;

namespace ParallelApproval.Web;

/// <summary>What anybody is told became of an application is true of its kind of power.</summary>
public sealed class PublicTagsTests
{
    [Theory]
    [InlineData("行政许可", "不予许可")]
    [InlineData("行政确认", "不予确认")]
    [InlineData("行政给付", "不予给付")]
    [InlineData("公共服务", "不予办理")]
    public void Only_a_licence_is_refused_as_a_licence(string kind, string said) =>
        In("zh-CN", () => PublicTags.Of(BranchStatus.Refused, kind)).ShouldBe(said);

    [Fact]
    public void A_case_is_a_licence_when_a_part_of_it_is()
    {
        In("zh-CN", () => PublicTags.Of(CaseStatus.Refused, ["行政确认", "行政许可"])).ShouldBe("不予许可");
        In("zh-CN", () => PublicTags.Of(CaseStatus.Refused, ["行政确认", "公共服务"])).ShouldBe("不予确认");
    }

    [Fact]
    public void English_and_whatever_is_no_refusal_have_the_general_word()
    {
        In("en", () => PublicTags.Of(BranchStatus.Refused, "行政确认")).ShouldBe("Refused");
        In("zh-CN", () => PublicTags.Of(BranchStatus.Approved, "行政确认"))
            .ShouldBe(In("zh-CN", () => Languages.Names.Of(BranchStatus.Approved)));
        In("zh-CN", () => PublicTags.Of(BranchStatus.Refused, null)).ShouldBe(In("zh-CN", () => Languages.Names.Of(BranchStatus.Refused)));
    }

    private static string In(string language, Func<string> said)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return said();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
