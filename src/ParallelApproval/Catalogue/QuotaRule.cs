namespace ParallelApproval.Catalogue;

/// <summary>数量限制: of a permit there are only so many in a period (行政许可法 art. 57).</summary>
/// <param name="Places">How many are granted in a period at most.</param>
public sealed record QuotaRule(int Places, QuotaPeriod Period = QuotaPeriod.Year, QuotaOrder Order = QuotaOrder.Acceptance);

/// <summary>For how long a number of permits holds; then it begins anew.</summary>
public enum QuotaPeriod
{
    /// <summary>年.</summary>
    Year,

    /// <summary>季.</summary>
    Quarter,

    /// <summary>月.</summary>
    Month,
}

/// <summary>Who of those that meet the conditions gets a place.</summary>
public enum QuotaOrder
{
    /// <summary>受理先后: who was accepted first, by the instant at which his papers were complete (art. 57).</summary>
    Acceptance,

    /// <summary>招标、拍卖: decided by tender or auction; only the number is watched (art. 53).</summary>
    TenderOrAuction,
}
