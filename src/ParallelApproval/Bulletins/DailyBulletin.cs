using ParallelApproval.Clocks;
using ParallelApproval.Supervision;

namespace ParallelApproval.Bulletins;

/// <summary>
/// 日报: the yellow and red cards raised on a day, red ones first, and the promises that were near their end when the day ended, the nearest
/// first; and whose the days of the cases were that came to their end.
/// </summary>
/// <param name="DaysHeld">Of all cases first, then by department; null in bulletins issued before they were counted.</param>
public sealed record DailyBulletin(
    BulletinCover Cover,
    IReadOnlyList<DailyCard> Cards,
    IReadOnlyList<NearDue> NearDue,
    IReadOnlyList<DaysHeldLine>? DaysHeld = null
) : Bulletin(Cover);

/// <summary>A card as it stands in a daily bulletin.</summary>
/// <param name="CaseNumber">Null when it concerns no single case.</param>
/// <param name="Branch">Null for the whole case.</param>
/// <param name="Department">Code of the department that answers.</param>
/// <param name="Officer">Account of who must answer; null when the department's head has to say.</param>
/// <param name="Reason">With <paramref name="Facts"/>, the wording of the point.</param>
public sealed record DailyCard(
    string Card,
    string Point,
    CardColour Colour,
    CardStatus Status,
    string? CaseNumber,
    int? Branch,
    string? ItemCode,
    string Department,
    string? Officer,
    string Reason,
    IReadOnlyDictionary<string, string> Facts,
    DateTimeOffset RaisedAt,
    DateTimeOffset? AnswerDue
);

/// <summary>A promise that is nearly used up (临期办件): warned of, and not late yet.</summary>
/// <param name="Branch">Null for the whole case; that stands here only when none of its branches does.</param>
/// <param name="Officer">Account of who holds the task; null while it lies in the pool.</param>
/// <param name="DueOn">The last day of the promise.</param>
/// <param name="Colour">Blue or yellow.</param>
public sealed record NearDue(
    string CaseNumber,
    int? Branch,
    string ItemCode,
    string Department,
    string? Officer,
    DateOnly DueOn,
    ClockColour Colour
);
