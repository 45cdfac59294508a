using System.Text.Json.Serialization;

namespace Stories;

// What the story reads of the API's answers; the rest of them is left unread.

internal sealed record ItemSheet(Item Item);

internal sealed record Item(
    string ItemCode,
    string Name,
    string Kind,
    string Tier,
    int PromisedDays,
    IReadOnlyList<ItemBranch> Branches,
    IReadOnlyList<Paper> Materials
);

/// <param name="PromisedDay">By the end of which day of the case it is signed when all work at the same time.</param>
/// <param name="SerialDays">How many days it takes on its own.</param>
internal sealed record ItemBranch(int Number, string DepartmentCode, string Certificate, int PromisedDay, int SerialDays);

/// <param name="UsedBy">Numbers of the branches that read it.</param>
/// <param name="OutputOfBranch">The branch whose result it is.</param>
internal sealed record Paper(string Code, string Form, IReadOnlyList<int> UsedBy, int? OutputOfBranch)
{
    [JsonIgnore]
    public bool IsAsked => OutputOfBranch is null && Form is not ("sharedResult" or "systemGenerated");
}

internal sealed record Receipt(string CaseNumber, IReadOnlyList<string> Supplied);

/// <param name="Status">E.g. inApproval, decided, finished.</param>
internal sealed record CaseSheet(
    string CaseNumber,
    string Status,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? DecidedAt,
    IReadOnlyList<CaseBranch> Branches,
    IReadOnlyList<CaseEvent> Timeline
);

internal sealed record CaseBranch(
    int Number,
    string Department,
    string Task,
    string Status,
    IReadOnlyList<int> BlockedBy,
    DateTimeOffset? OpenedAt
)
{
    /// <summary>Whether the department may sign now.</summary>
    [JsonIgnore]
    public bool MaySign => Status is "inReview" or "readyToSign" && BlockedBy.Count == 0;
}

internal sealed record CaseEvent(DateTimeOffset At, string Kind, string Department, int? Branch);

internal sealed record CardList(IReadOnlyList<CardSheet> Items);

internal sealed record CardSheet(
    string Id,
    string Point,
    string Colour,
    string Status,
    string Department,
    string Text,
    int Points,
    CardAppeal? Appeal,
    string? Order
);

internal sealed record CardAppeal(AppealDecision? Decision);

internal sealed record AppealDecision(bool IsGranted);

internal sealed record OrderSheet(string Status);

internal sealed record Due([property: JsonPropertyName("due")] DateOnly Day);

internal sealed record DemoTime(DateTimeOffset Now, DateOnly Today);

/// <summary>An answer that nobody looks at.</summary>
internal sealed record Anything;
