namespace ParallelApproval.Calendars;

/// <summary>
/// Why time does not count (特别程序). The first eight are those of 行政许可法 art. 45 and stop the legal clock; the others can stop only
/// the promised clock, where the district's own rule says so.
/// </summary>
public enum StopGround
{
    /// <summary>听证.</summary>
    Hearing,

    /// <summary>招标.</summary>
    Tendering,

    /// <summary>拍卖.</summary>
    Auction,

    /// <summary>检验.</summary>
    Inspection,

    /// <summary>检测.</summary>
    Testing,

    /// <summary>检疫.</summary>
    Quarantine,

    /// <summary>鉴定.</summary>
    Appraisal,

    /// <summary>专家评审.</summary>
    ExpertReview,

    /// <summary>公示: the promised clock only.</summary>
    PublicNotice,

    /// <summary>受理后补正: the promised clock only.</summary>
    Correction,

    /// <summary>现场踏勘: the promised clock only.</summary>
    SiteVisit,

    /// <summary>等待缴费: the promised clock only.</summary>
    Payment,
}

/// <summary>What a <see cref="StopGround"/> may stop.</summary>
public static class StopGrounds
{
    /// <summary>Whether the law lets this ground stop the legal clock (行政许可法 art. 45).</summary>
    public static bool StopsLegalClock(this StopGround ground) => ground <= StopGround.ExpertReview;
}
