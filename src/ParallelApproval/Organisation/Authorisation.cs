namespace ParallelApproval.Organisation;

/// <summary>
/// An authorisation letter (授权书): the department lets an officer decide certain items at the window, from one day to another, within
/// limits. A decision outside a letter is void of power. Past letters are kept.
/// </summary>
public sealed class Authorisation
{
    public required Guid Id { get; init; }

    /// <summary>Number of the paper.</summary>
    public required string Number { get; init; }

    public required string DepartmentCode { get; init; }

    public required Guid OfficerId { get; init; }

    /// <summary>Item codes it covers; empty means every item of the department.</summary>
    public required List<string> ItemCodes { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Last day on which it holds.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What the officer may not do under it, as the letter words it; empty when there is no limit.</summary>
    public string Limits { get; init; } = "";

    /// <summary>False when he may grant under it but not refuse: a refusal goes to somebody whose letter lets him.</summary>
    public bool MayRefuse { get; init; } = true;

    /// <summary>Who signed it for the department. Never the officer himself.</summary>
    public required Guid GrantedBy { get; init; }

    /// <summary>The day on which it was taken back early, null while it runs.</summary>
    public DateOnly? RevokedOn { get; set; }

    /// <summary>Account that took it back; null while it runs.</summary>
    public string? RevokedBy { get; set; }

    public string? RevocationReason { get; set; }

    /// <summary>The last day on which it holds, the early end counted in.</summary>
    public DateOnly LastDay => RevokedOn is { } revoked && revoked <= To ? revoked.AddDays(-1) : To;

    /// <summary>Whether the letter holds for this item on this day (Asia/Shanghai).</summary>
    public bool Covers(string itemCode, DateOnly day) =>
        day >= From && day <= To && (RevokedOn is null || day < RevokedOn) && (ItemCodes.Count == 0 || ItemCodes.Contains(itemCode));
}
