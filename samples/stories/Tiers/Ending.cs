namespace Stories.Tiers;

/// <summary>What became of a case, read from the API's answers.</summary>
/// <param name="Kind">immediate 即办件, promised 承诺件, escalated 上报件, agency 代理件.</param>
/// <param name="ReceivedAt">The tier at whose window the citizen stood: district, street, community.</param>
/// <param name="PromisedDays">Working days that the guide promises; 0 means at once.</param>
/// <param name="WorkingDays">From acceptance to decision.</param>
/// <param name="Visits">How often the citizen came.</param>
/// <param name="Course">Kinds of what happened, in order.</param>
public sealed record Ending(
    string Kind,
    string ReceivedAt,
    string Item,
    string CaseNumber,
    string Status,
    int PromisedDays,
    int WorkingDays,
    int Visits,
    IReadOnlyList<string> Course
)
{
    public bool IsOnTime => WorkingDays <= PromisedDays;
}
