using System.Text.RegularExpressions;

namespace ParallelApproval.Notices;

/// <summary>Every message with its facts, in both languages.</summary>
public sealed partial class NoticeWordsTests
{
    private static readonly Told Facts = new("610104-20260302-0001", new("餐饮店开办", "Opening a restaurant"))
    {
        Day = NoticeTexts.Day(new(2026, 3, 9)),
        OldDay = NoticeTexts.Day(new(2026, 3, 5)),
        Count = 2,
        Result = new("营业执照", "Business licence"),
        Who = new("统计局", "Bureau of Statistics"),
    };

    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_has_no_word_of_the_other_language(NoticeKind kind)
    {
        foreach (var told in (Told[])[Facts, Facts with { Result = Said.Nothing, Who = Said.Nothing }])
        {
            var (chinese, english) = NoticeTexts.Of(kind, told, "莲湖区政务服务中心");
            Latin().IsMatch(chinese).ShouldBeFalse(chinese);
            Han().IsMatch(english).ShouldBeFalse(english);
            (chinese + english).ShouldNotContain("Said {");
        }
    }

    [Fact]
    public void A_stop_of_the_promise_alone_is_not_told_as_one_of_the_legal_limit()
    {
        var (chinese, english) = NoticeTexts.Of(NoticeKind.ClockStopped, Facts with { LegalRunsOn = true }, "莲湖区政务服务中心");
        chinese.ShouldContain("法定期限继续计算");
        english.ShouldContain("the legal limit runs on");
        NoticeTexts.Of(NoticeKind.ClockStopped, Facts, "莲湖区政务服务中心").Chinese.ShouldContain("依法停止计时");
    }

    [Theory]
    [InlineData(NoticeKind.VisitCalled)]
    [InlineData(NoticeKind.HearingCalled)]
    public void Where_he_is_to_come_stands_in_both_languages(NoticeKind kind)
    {
        var (chinese, english) = NoticeTexts.Of(kind, Facts with { Place = "西大街1号" }, "莲湖区政务服务中心");
        (chinese, english).ShouldSatisfyAllConditions(
            told => told.chinese.ShouldContain("西大街1号"),
            told => told.english.ShouldContain("西大街1号")
        );
    }

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}|[，。；：“”（）]")]
    private static partial Regex Han();
}
