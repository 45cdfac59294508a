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

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}|[，。；：“”（）]")]
    private static partial Regex Han();
}
