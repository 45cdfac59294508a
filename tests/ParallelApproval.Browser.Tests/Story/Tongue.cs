namespace ParallelApproval.Browser.Story;

/// <summary>The few words by which the story knows where it is, in one of the two languages of the screens.</summary>
internal sealed record Tongue(
    string Language,
    string InApproval,
    string Decided,
    string Finished,
    string Approved,
    string Licence,
    string WaitsForLicence,
    string SignNotBefore,
    string Claimed,
    string CorrectionTold,
    string SupplementTold,
    string YellowCard,
    string FoodOffice,
    string Rated
)
{
    public static readonly Tongue Chinese = new(
        "zh-CN",
        "审批中",
        "已决定",
        "办结",
        "已同意",
        "营业执照",
        "待前置：营业执照",
        "签批须待：营业执照",
        "已签收",
        "已发出补正",
        "补正材料已收取",
        "黄牌",
        "区食品药品监督管理局",
        "感谢您的评价"
    );

    public static readonly Tongue English = new(
        "en",
        "In approval",
        "Decided",
        "Finished",
        "Approved",
        "Business licence",
        "Waits for Business licence",
        "not sign before: Business licence",
        "Claimed",
        "The correction was asked for",
        "The papers have been taken in",
        "Yellow card",
        "Food and Drug Administration",
        "your rating has been recorded"
    );

    public static Tongue Of(string language) => language == English.Language ? English : Chinese;
}
