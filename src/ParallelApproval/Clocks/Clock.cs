using ParallelApproval.Calendars;

namespace ParallelApproval.Clocks;

/// <summary>
/// A clock (时限): a budget of working days and a ledger of what happened to it. The due date is always computed from both and from the
/// working calendar; "overdue" is stored nowhere. Every branch has two clocks, and so has the case.
/// </summary>
public sealed class Clock
{
    private readonly List<LedgerEntry> _ledger = [];

    /// <summary>The branch number under which the clocks of the whole case stand.</summary>
    public const int OfCase = 0;

    /// <summary>The branch; <see cref="OfCase"/> for the clock of the whole case.</summary>
    public required int Branch { get; init; }

    public required ClockKind Kind { get; init; }

    /// <summary>1; one more each time the branch is applied for anew, which starts new clocks.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Code of the body by whose calendar it counts: local days (地方性假日) of that body are left out.</summary>
    public required string Area { get; init; }

    /// <summary>When it turns blue and yellow, if the item has rules of its own; null for those of the house.</summary>
    public Warnings? Warnings { get; init; }

    /// <summary>Working days allowed, without extensions.</summary>
    public required int BudgetDays { get; init; }

    /// <summary>The day it was started, Asia/Shanghai. It is not counted itself (民法典 art. 201, by analogy).</summary>
    public required DateOnly StartedOn { get; init; }

    /// <summary>The day its matter was settled; the clock runs no more.</summary>
    public DateOnly? EndedOn { get; internal set; }

    /// <summary>
    /// The last day on which the matter is in time, as computed when the ledger or the calendar last changed; kept so that due clocks are
    /// found by an index. While the clock is stopped it is the date that holds if the stop ends as planned.
    /// </summary>
    public DateOnly DueOn { get; internal set; }

    /// <summary>
    /// The instant at which <see cref="DueOn"/> has passed: its end, or the close of the office for limits of a day and less. Derived and
    /// kept like it.
    /// </summary>
    public DateTimeOffset DueAt { get; internal set; }

    /// <summary>From when on it is blue; derived and kept like <see cref="DueOn"/>.</summary>
    public DateTimeOffset BlueAt { get; internal set; }

    /// <summary>From when on it is yellow; derived and kept like <see cref="DueOn"/>.</summary>
    public DateTimeOffset YellowAt { get; internal set; }

    /// <summary>True when a provisional calendar year (暂定) was counted in <see cref="DueOn"/>.</summary>
    public bool IsProvisional { get; internal set; }

    /// <summary>
    /// The last day that an open stop leaves out, if it ends as planned; null while no stop is open. Computed with <see cref="DueOn"/>, not
    /// stored.
    /// </summary>
    public DateOnly? StopEndsOn { get; internal set; }

    /// <summary>The gravest colour that the sweep has announced. Each is announced once, whatever moves the due date afterwards.</summary>
    public ClockColour Announced { get; internal set; }

    /// <summary>
    /// When the sweep must look at this clock again; null when it never must. Derived like <see cref="DueOn"/>: what is due is decided by
    /// <see cref="ClockSteps"/>, under the lock of the case, and not by this column.
    /// </summary>
    public DateTimeOffset? NextAt { get; internal set; }

    public IReadOnlyList<LedgerEntry> Ledger => _ledger;

    public bool IsEnded => EndedOn is not null;

    /// <summary>The stop that has not ended yet; null while the clock runs.</summary>
    public LedgerEntry? OpenStop =>
        _ledger.LastOrDefault(entry => entry.Kind is LedgerEntryKind.Stopped or LedgerEntryKind.Resumed)
            is { Kind: LedgerEntryKind.Stopped } stop
            ? stop
            : null;

    /// <summary>Working days granted by extensions.</summary>
    public int ExtendedDays => _ledger.Where(entry => entry.Kind is LedgerEntryKind.Extended).Sum(entry => entry.Days);

    /// <summary>Working days left out by stops that have ended.</summary>
    public int StoppedDays => _ledger.Where(entry => entry.Kind is LedgerEntryKind.Resumed).Sum(entry => entry.Days);

    /// <summary>Working days added so that a date told in writing stands although the calendar changed.</summary>
    public int KeptDays => _ledger.Where(entry => entry.Kind is LedgerEntryKind.Recounted).Sum(entry => entry.Days);

    /// <summary>The colour at an instant. An ended clock is green, or keeps the red with which it ended.</summary>
    public ClockColour ColourAt(DateTimeOffset now) => ColourFilter.Of(Kind, EndedOn, DueOn, DueAt, BlueAt, YellowAt, Announced, now);

    internal void Enter(LedgerEntry entry) => _ledger.Add(entry);
}

/// <summary>Which limit a clock watches.</summary>
public enum ClockKind
{
    /// <summary>承诺时限: what the centre has promised and published; never longer than the legal limit.</summary>
    Promised,

    /// <summary>法定时限: what the law allows.</summary>
    Legal,

    /// <summary>
    /// 一次性告知期限: the days within which the window must say what is missing; a case without notice counts as accepted (行政许可法 art. 32).
    /// </summary>
    Notice,

    /// <summary>申请人答复期限: the days an applicant has to say what shall become of a case of which one branch was refused.</summary>
    Answer,

    /// <summary>宽限期: the day of grace before silence grants, where a pilot rule lets it.</summary>
    Grace,

    /// <summary>补正期限: the days an applicant has to hand in what a correction notice asks for.</summary>
    Supplement,

    /// <summary>容缺补齐期限: the days for which papers were deferred against a signed promise.</summary>
    Deferral,

    /// <summary>
    /// 后续核查: the days within which a grant on promise is checked; a second round is the time to put right what was found.
    /// </summary>
    FollowUp,

    /// <summary>回避决定期限: the day within which the head decides whether an officer must withdraw.</summary>
    Recusal,

    /// <summary>材料变更确认: the day within which a department confirms a decision made on a paper that was replaced since.</summary>
    Confirmation,

    /// <summary>听证申请期限: the days within which a hearing may be asked for, from the notice of the right (行政许可法 art. 47).</summary>
    HearingRequest,

    /// <summary>组织听证期限: the days within which a hearing is held and recorded, from the request (行政许可法 art. 47).</summary>
    Hearing,

    /// <summary>利害关系人陈述期限: the days an interested party has to speak; its round is the party's number.</summary>
    InterestedParty,

    /// <summary>指派人员期限: the days within which two officers are named for an inspection (行政许可法 art. 55).</summary>
    Inspectors,

    /// <summary>延续期限: the day on which the licence that is to be renewed runs out (行政许可法 art. 50).</summary>
    Renewal,
}

/// <summary>A line of the ledger of a clock: who did what to it, when, and on what ground.</summary>
/// <param name="Sequence">1, 2, 3 … within the clock.</param>
/// <param name="Days">Planned working days of a stop; days left out, when it ends; days granted, for an extension; days kept, for a new
/// calendar.</param>
/// <param name="Ground">The lawful ground of a stop, the reason of an extension, or the number of the notice that changed the
/// calendar.</param>
public sealed record LedgerEntry(
    int Sequence,
    LedgerEntryKind Kind,
    DateOnly On,
    int Days,
    string Ground,
    string EnteredBy,
    DateTimeOffset EnteredAt
);

/// <summary>What can happen to a clock.</summary>
public enum LedgerEntryKind
{
    /// <summary>停止计时: the working days after this one are not counted.</summary>
    Stopped,

    /// <summary>恢复计时: this working day was the last that is not counted.</summary>
    Resumed,

    /// <summary>延期.</summary>
    Extended,

    /// <summary>日历调整: the calendar changed; so many days are added that the date told in writing is never earlier.</summary>
    Recounted,
}
