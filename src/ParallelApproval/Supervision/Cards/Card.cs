using System.Text.Json.Serialization;

namespace ParallelApproval.Supervision;

/// <summary>
/// A card (红黄牌): what a monitor point has found, shown to the department that must answer for it. There is one for each point, branch and
/// occasion, whoever finds it and however often. Its facts never change; what people do about it is added.
/// </summary>
public sealed record Card
{
    public CardNumber Number { get; init; }

    /// <summary>The monitor point, <c>E01</c> … <c>E23</c>; <see cref="Flow"/> for a card that the flow calls for.</summary>
    public required string Point { get; init; }

    public required CardColour Colour { get; init; }

    public CardStatus Status { get; init; }

    /// <summary>The branch; 0 when it concerns the whole case or no case.</summary>
    public int Branch { get; init; }

    /// <summary>What makes it the only one of its kind in the file: a clock and its round, an event, an item and its version.</summary>
    public required string Occasion { get; init; }

    /// <summary>Code of the department that answers.</summary>
    public required string Department { get; init; }

    /// <summary>Account of the officer who answers; null when the department's head has to say who.</summary>
    public string? Officer { get; init; }

    /// <summary>A code of the point's wordings, which is put into words with <see cref="Facts"/>.</summary>
    public required string Reason { get; init; }

    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>Since when it has been so; after an outage earlier than <see cref="RaisedAt"/>.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>
    /// Until when the answer is due: the close of the office on the last day. Null for blue, and where the calendar of a year is missing.
    /// </summary>
    public DateTimeOffset? AnswerDue { get; init; }

    /// <summary>Points that the card costs by itself (扣分).</summary>
    public int Deduction { get; init; }

    public CardAnswer? Answer { get; init; }

    public CardAppeal? Appeal { get; init; }

    /// <summary>The last reminder of it; null while nobody was reminded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CardReminder? Reminded { get; init; }

    /// <summary>When it was found that nobody had answered in time.</summary>
    public DateTimeOffset? OverdueAt { get; init; }

    /// <summary>The running number of the graver card that took its place.</summary>
    public int? SupersededBy { get; init; }

    /// <summary>The running number of the supervision order that came of it.</summary>
    public int? Order { get; init; }

    /// <summary>When the point must look at the matter again: it may have become graver, or be settled.</summary>
    public DateTimeOffset? LookAgainAt { get; init; }

    /// <summary>A card that a designer has drawn into the flow.</summary>
    public const string Flow = "FLOW";

    /// <summary>Points that count: none once an appeal was granted or a graver card has taken its place.</summary>
    [JsonIgnore]
    public int Counts => Status is CardStatus.Cancelled or CardStatus.Superseded ? 0 : Deduction;

    /// <summary>When an appeal was rejected, if the answer is due from then on; null when it is due from the card.</summary>
    internal DateTimeOffset? RunsSinceAppeal() =>
        Appeal?.Decision is { IsGranted: false, At: var rejected }
        && (Answer is null || Answer.At > rejected)
        && (OverdueAt is null || OverdueAt > rejected)
        && AnswerDue > rejected
            ? rejected
            : null;

    /// <summary>When somebody must look at the row again; null when never.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextAt => Status is CardStatus.Open ? Instants.Earlier(AnswerDue, LookAgainAt) : LookAgainAt;
}

/// <summary>The answer to a card (情况说明).</summary>
/// <param name="Measures">What is done about it; a red card needs them.</param>
/// <param name="SignedOffBy">The head of the department as he signs; a red card needs him.</param>
/// <param name="OnBehalfOf">The officer who should have answered, when a colleague did.</param>
public sealed record CardAnswer(
    string Explanation,
    CauseCode Cause,
    string? Measures,
    string? SignedOffBy,
    string? OnBehalfOf,
    string By,
    DateTimeOffset At
);

/// <summary>An appeal against a card (申诉), once, within three working days.</summary>
public sealed record CardAppeal(AppealGround Ground, string Statement, string By, DateTimeOffset At, CardAppealDecision? Decision = null);

/// <summary>What a supervisor of another department found about an appeal (申诉复核).</summary>
public sealed record CardAppealDecision(bool IsGranted, string Reason, string By, DateTimeOffset At);

/// <summary>On what an appeal may rest.</summary>
public enum AppealGround
{
    /// <summary>系统故障.</summary>
    SystemFault,

    /// <summary>不可抗力.</summary>
    ForceMajeure,

    /// <summary>申请人原因.</summary>
    ApplicantsCause,
}

/// <summary>Where the cause lay (原因代码).</summary>
public enum CauseCode
{
    /// <summary>系统.</summary>
    System,

    /// <summary>材料.</summary>
    Materials,

    /// <summary>人员.</summary>
    Staff,

    /// <summary>外部.</summary>
    External,

    /// <summary>上级.</summary>
    HigherLevel,
}

/// <summary>Comparing instants that may be absent.</summary>
internal static class Instants
{
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other
        : other is null || one < other ? one
        : other;
}

/// <summary>催办: what the department was told, by whom and when.</summary>
public sealed record CardReminder(string Words, string By, DateTimeOffset At);
