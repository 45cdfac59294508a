namespace ParallelApproval.Catalogue;

/// <summary>
/// For how long the file of a decided case is kept (保管期限): for ever, or for a number of calendar years, after which it is appraised and may
/// be destroyed. Which of them an item has, the unit says in its own table of retention periods. Source: 机关文件材料归档范围和文书档案保管期限规定
/// (国家档案局令第8号): 永久、定期 30 年、定期 10 年.
/// </summary>
public enum RetentionPeriod
{
    /// <summary>永久: never destroyed.</summary>
    Permanent,

    /// <summary>定期 30 年.</summary>
    ThirtyYears,

    /// <summary>定期 10 年.</summary>
    TenYears,
}

/// <summary>What is said of a retention period by itself.</summary>
public static class RetentionPeriods
{
    /// <summary>Fewest years for which a case that came to no decision is kept (未形成决定的办件).</summary>
    public const int FewestYears = 1;

    /// <summary>Most years for it: as long as the shortest period of what is archived.</summary>
    public const int MostYears = 10;

    /// <summary>
    /// Years for it where the item says nothing: so long a court may be asked at most about an act that was never told
    /// (行政诉讼法 art. 46: five years), and no purpose is left after that (个人信息保护法 art. 19, 47).
    /// </summary>
    public const int UsualYears = 5;

    /// <summary>Calendar years; null for ever.</summary>
    public static int? Years(this RetentionPeriod period) =>
        period switch
        {
            RetentionPeriod.Permanent => null,
            RetentionPeriod.ThirtyYears => 30,
            RetentionPeriod.TenYears => 10,
            _ => throw new ArgumentOutOfRangeException(nameof(period), period, "There are three."),
        };
}
