using System.Text.Json.Serialization;

namespace ParallelApproval.Supervision;

/// <summary>
/// A supervision order (督办单): a department is told in writing what to do by when, signs for it, replies with cause and measures, and is
/// told whether the reply is accepted. What is not done in time goes up. Which move is lawful in which status stands in <see
/// cref="OrderMoves"/>.
/// </summary>
public sealed record SupervisionOrder
{
    public OrderNumber Number { get; init; }

    public required OrderKind Kind { get; init; }

    public OrderLevel Level { get; init; }

    public OrderStatus Status { get; init; }

    /// <summary>The running number of the card that it came from; null when it came from none.</summary>
    public int? Card { get; init; }

    /// <summary>The branch concerned; 0 when it is the whole case or none.</summary>
    public int Branch { get; init; }

    /// <summary>Where it came from besides: the number of a complaint, of a leader's note, of a spot check.</summary>
    public string? Source { get; init; }

    /// <summary>Code of the department that must act.</summary>
    public required string Department { get; init; }

    /// <summary>The person responsible (责任人), as named by the order; an account or a name.</summary>
    public string? Officer { get; init; }

    /// <summary>What is the matter (督办事由).</summary>
    public required string Facts { get; init; }

    /// <summary>What is demanded (督办要求).</summary>
    public required string Demand { get; init; }

    /// <summary>The law or rule on which it rests (督办依据).</summary>
    public string? Basis { get; init; }

    /// <summary>
    /// Who gets a copy (抄送): codes of bodies of the district, which are told of it from its issue on, for information and without any power
    /// over it; others by name.
    /// </summary>
    public IReadOnlyList<string> CopyTo { get; init; } = [];

    /// <summary>Names or file numbers of the papers that go with it (附件).</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>Working days from issue to the reply.</summary>
    public required int Days { get; init; }

    public required Stamp Drafted { get; init; }

    public Stamp? Issued { get; init; }

    /// <summary>Until when it must be signed for: four office hours after issue.</summary>
    public DateTimeOffset? ReceiptDue { get; init; }

    public Stamp? SignedFor { get; init; }

    /// <summary>When it was found that nobody had signed for it in time.</summary>
    public DateTimeOffset? ReceiptMissedAt { get; init; }

    /// <summary>Until when the reply is due: the close of the office on the last day.</summary>
    public DateTimeOffset? Due { get; init; }

    public OrderExtensionRequest? Extension { get; init; }

    /// <summary>Each reply with what was said to it; the newest is the last.</summary>
    public IReadOnlyList<OrderReply> Replies { get; init; } = [];

    /// <summary>How far up it has gone, oldest first.</summary>
    public IReadOnlyList<Escalation> Escalations { get; init; } = [];

    public Stamp? Withdrawn { get; init; }

    /// <summary>Points that the order costs by itself, as the review says.</summary>
    public int Deduction { get; init; }

    /// <summary>Whether officers of the body may read it: it is theirs to carry out, or copied to them, and issued.</summary>
    public bool IsSeenBy(string? department) =>
        department is not null && Status is not OrderStatus.Draft && (Department == department || CopyTo.Contains(department));

    /// <summary>True from its issue until it is closed or withdrawn.</summary>
    [JsonIgnore]
    public bool IsOpen => IsWithDepartment || Status is OrderStatus.Replied;

    /// <summary>True while the department has to do something.</summary>
    [JsonIgnore]
    public bool IsWithDepartment => Status is OrderStatus.Issued or OrderStatus.InHand or OrderStatus.Returned;

    /// <summary>Whether it has gone to the leader because this due date passed.</summary>
    [JsonIgnore]
    public bool IsEscalatedForDue => Escalations.Any(step => step.Step is EscalationStep.Leader && step.Due == Due);

    /// <summary>When somebody must look at the row again; null when never.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextAt =>
        !IsWithDepartment
            ? null
            : Instants.Earlier(Status is OrderStatus.Issued && ReceiptMissedAt is null ? ReceiptDue : null, IsEscalatedForDue ? null : Due);
}

/// <summary>Who did something, and when; with a reason where one is asked for.</summary>
public sealed record Stamp(string By, DateTimeOffset At, string? Reason = null);

/// <summary>A request for more time (延期申请), made before the order is due, and what was said to it.</summary>
public sealed record OrderExtensionRequest(
    int Days,
    string Reason,
    string By,
    DateTimeOffset At,
    bool? IsGranted = null,
    Stamp? Decided = null
);

/// <summary>What the department reports (反馈): facts found, cause, measures, who is responsible, by when it is done.</summary>
public sealed record OrderReply(
    string Findings,
    CauseCode Cause,
    string Measures,
    string Responsible,
    DateOnly DoneOn,
    string By,
    DateTimeOffset At,
    OrderReview? Review = null
);

/// <summary>What the supervisor says to a reply (审核).</summary>
public sealed record OrderReview(bool IsAccepted, string Opinion, string By, DateTimeOffset At);

/// <summary>A step up (升级).</summary>
/// <param name="Due">The due date that had passed; null for a step taken for another reason.</param>
public sealed record Escalation(EscalationStep Step, string Reason, string By, DateTimeOffset At, DateTimeOffset? Due = null);

/// <summary>How an order came about.</summary>
public enum OrderKind
{
    /// <summary>系统自动督办: from a red card, or a yellow one that nobody answered.</summary>
    Automatic,

    /// <summary>人工督办.</summary>
    Manual,

    /// <summary>领导批示督办.</summary>
    Leader,

    /// <summary>投诉督办.</summary>
    Complaint,

    /// <summary>差评督办.</summary>
    BadRating,
}

/// <summary>How urgent an order is (紧急程度).</summary>
public enum OrderLevel
{
    /// <summary>一般.</summary>
    Ordinary,

    /// <summary>紧急.</summary>
    Urgent,

    /// <summary>特急.</summary>
    Immediate,
}

/// <summary>How far up an order has gone.</summary>
public enum EscalationStep
{
    /// <summary>报分管领导: by itself, when the due date has passed.</summary>
    Leader,

    /// <summary>约谈.</summary>
    Talk,

    /// <summary>监察建议书.</summary>
    Recommendation,
}
