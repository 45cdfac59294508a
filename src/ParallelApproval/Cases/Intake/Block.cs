namespace ParallelApproval.Cases;

/// <summary>
/// A line of the block list (限制申请名单): until its end date the applicant may not apply for the item, or gets no trust in advance. A line is
/// never removed: it ends, or is lifted with a reason.
/// </summary>
public sealed class Block
{
    public required Guid Id { get; init; }

    /// <summary>Citizen number or credit code of the applicant.</summary>
    public required string IdNumber { get; init; }

    /// <summary>The item; null for every item.</summary>
    public string? ItemCode { get; init; }

    public required BlockGround Ground { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day on which it holds (Asia/Shanghai).</summary>
    public required DateOnly Until { get; init; }

    public required string Reason { get; init; }

    public required string AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The day from which it holds no more although its end has not come; null while it runs.</summary>
    public DateOnly? LiftedOn { get; set; }

    public string? LiftedBy { get; set; }

    public string? LiftReason { get; set; }

    /// <summary>Whether it holds for this item on this day.</summary>
    public bool Holds(string itemCode, DateOnly day) =>
        day >= From && day <= Until && (LiftedOn is null || day < LiftedOn) && (ItemCode is null || ItemCode == itemCode);
}

/// <summary>Why somebody is on the list.</summary>
public enum BlockGround
{
    /// <summary>提供虚假材料: no new application for one year where safety is at stake (行政许可法 art. 78).</summary>
    FalsePapers,

    /// <summary>骗取许可: none for three years (行政许可法 art. 79).</summary>
    Fraud,

    /// <summary>失信: bad credit. He may apply, but nothing is deferred and no promise taken.</summary>
    BadCredit,
}
