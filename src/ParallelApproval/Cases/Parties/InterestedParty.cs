using System.Text.Json.Serialization;

namespace ParallelApproval.Cases;

/// <summary>
/// An interested party (利害关系人): somebody else on whose major interests the decision bears directly (行政许可法 art. 36, 47). He is told in
/// writing and heard, or silent until his day; the decision waits for that.
/// </summary>
public sealed record InterestedParty
{
    /// <summary>1, 2, 3 … within the case.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>Telephone or address by which he is reached.</summary>
    public required string Contact { get; init; }

    /// <summary>What the decision means for him.</summary>
    public required string Interest { get; init; }

    /// <summary>The branch that bears on him; null for all.</summary>
    public int? Branch { get; init; }

    public required DateTimeOffset NotedAt { get; init; }

    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>The day until which he may speak, as he was told.</summary>
    public DateOnly? HeardBy { get; init; }

    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>陈述和申辩: what he said.</summary>
    public string? Statement { get; init; }

    /// <summary>The day until which he was silent; null while he may speak, or when he has spoken.</summary>
    public DateOnly? SilentUntil { get; init; }

    /// <summary>Heard, or silent until his day: nothing waits for him any more.</summary>
    [JsonIgnore]
    public bool IsSettled => HeardAt is not null || SilentUntil is not null;
}
