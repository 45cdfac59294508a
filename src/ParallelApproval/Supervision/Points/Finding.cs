using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>What a monitor point has found (监察发现); it becomes a card, once.</summary>
/// <param name="File">The case, or the centre's own file of a day that follows from the matter.</param>
/// <param name="Branch">0 for the whole case or none.</param>
/// <param name="Occasion">With point and branch, what makes it the only one in the file.</param>
/// <param name="Department">Who must answer.</param>
/// <param name="Officer">The account of the person who must answer, if it is known.</param>
/// <param name="Reason">A code of the point's wordings.</param>
/// <param name="Since">Since when it has been so.</param>
public sealed record Finding(
    string Point,
    CaseNumber File,
    int Branch,
    string Occasion,
    CardColour Colour,
    string Department,
    string? Officer,
    string Reason,
    IReadOnlyDictionary<string, string> Facts,
    DateTimeOffset Since
)
{
    /// <summary>Lighter cards of the same point and branch whose occasion begins so are superseded by this one.</summary>
    public string? Matter { get; init; }

    /// <summary>When the point wants to look again.</summary>
    public DateTimeOffset? LookAgainAt { get; init; }

    /// <summary>Whether an order comes with it, whatever the colour.</summary>
    public bool WithOrder { get; init; }
}
