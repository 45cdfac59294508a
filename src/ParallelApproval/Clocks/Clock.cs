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

    /// <summary>The instant at which its matter was settled, Asia/Shanghai; null while the clock runs. Lateness is judged by it.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>
    /// The last day on which the matter is in time, as computed when the ledger or the calendar last changed; kept so that due clocks are
    /// found by an index. While the clock is stopped it is the date that holds if the stop ends as planned.
    /// </summary>
    public DateOnly DueOn { get; internal set; }

    /// <summary>
    /// The instant at which <see cref="DueOn"/> has passed (<see cref="EndOf"/>). Derived and kept like it.
    /// </summary>
    public DateTimeOffset DueAt { get; internal set; }

    /// <summary>From when on it is blue; derived and kept like <see cref="DueOn"/>.</summary>
    public DateTimeOffset BlueAt { get; internal set; }

    /// <summary>From when on it is yellow; derived and kept like <see cref="DueOn"/>.</summary>
    public DateTimeOffset YellowAt { get; internal set; }

    /// <summary>True when a provisional calendar year (暂定) was counted in <see cref="DueOn"/>.</summary>
    public bool IsProvisional { get; internal set; }

    /// <summary>
    /// The last day that an open stop leaves out, if it ends as planned; null while no stop is open. Derived and kept like
    /// <see cref="DueOn"/>.
    /// </summary>
    public DateOnly? StopEndsOn { get; internal set; }

    /// <summary>
    /// 前置停止: the last day that is left out because a branch whose result is waited for stands still, if that ends as planned; null while
    /// none does. Derived and kept like <see cref="DueOn"/>.
    /// </summary>
    public DateOnly? HeldUntil { get; internal set; }

    /// <summary>The gravest colour that the sweep has announced. Each is announced once, whatever moves the due date afterwards.</summary>
    public ClockColour Announced { get; internal set; }

    /// <summary>
    /// When the sweep must look at this clock again; null when it never must. Derived like <see cref="DueOn"/>: what is due is decided by
    /// <see cref="ClockSteps"/>, under the lock of the case, and not by this column.
    /// </summary>
    public DateTimeOffset? NextAt { get; internal set; }

    public IReadOnlyList<LedgerEntry> Ledger => _ledger;

    public bool IsEnded => EndedOn is not null;

    /// <summary>The stop that has not ended yet; null while none is open.</summary>
    public LedgerEntry? OpenStop => Open(LedgerEntryKind.Stopped, LedgerEntryKind.Resumed);

    /// <summary>前置停止 that has not ended yet: a branch whose result is waited for stands still; null while none does.</summary>
    public LedgerEntry? OpenHold => Open(LedgerEntryKind.HeldUp, LedgerEntryKind.Released);

    /// <summary>Working days granted by extensions.</summary>
    public int ExtendedDays => _ledger.Where(entry => entry.Kind is LedgerEntryKind.Extended).Sum(entry => entry.Days);

    /// <summary>Working days left out by stops and hold-ups that have ended, each day once.</summary>
    public int StoppedDays =>
        _ledger.Where(entry => entry.Kind is LedgerEntryKind.Resumed or LedgerEntryKind.Released).Sum(entry => entry.Days);

    /// <summary>The colour at an instant. An ended clock is green, or keeps the red with which it ended.</summary>
    public ClockColour ColourAt(DateTimeOffset now) => ColourFilter.Of(Kind, EndedAt, DueAt, BlueAt, YellowAt, Announced, now);

    /// <summary>
    /// Whether the matter is late (逾期): it was settled after the limit, or, while the clock runs, the limit has passed. What has been announced
    /// as late stays late.
    /// </summary>
    public bool IsLateAt(DateTimeOffset now) => Lateness.IsLate(Kind, EndedAt, DueAt, Announced, now);

    /// <summary>
    /// When a limit ends whose last day is that one: for the applicant with the day, for every office when it closes (民法典 art. 203, by
    /// analogy).
    /// </summary>
    public DateTimeOffset EndOf(DateOnly day) =>
        Kind.BindsApplicant() ? day.AddDays(1).At(TimeOnly.MinValue) : Calendars.OfficeHours.Standard.Close(day);

    private LedgerEntry? Open(LedgerEntryKind begin, LedgerEntryKind end) =>
        _ledger.LastOrDefault(entry => entry.Kind == begin || entry.Kind == end) is { } last && last.Kind == begin ? last : null;

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

/// <summary>Whom a limit binds.</summary>
public static class ClockKinds
{
    /// <summary>Whether the applicant himself has to keep it: it ends at midnight, for what he sends electronically comes in until then.</summary>
    public static bool BindsApplicant(this ClockKind kind) =>
        kind is ClockKind.Supplement or ClockKind.Answer or ClockKind.Deferral or ClockKind.HearingRequest or ClockKind.InterestedParty;

    /// <summary>
    /// Whether its date was told to the applicant in writing and he relies on it: it never moves earlier because the calendar changes.
    /// </summary>
    public static bool IsToldToApplicant(this ClockKind kind) => kind is ClockKind.Promised || kind.BindsApplicant();
}

/// <summary>A line of the ledger of a clock: who did what to it, when, and on what ground.</summary>
/// <param name="Sequence">1, 2, 3 … within the clock.</param>
/// <param name="Days">Planned working days of a stop; days left out, when it ends (days that another line has told already are not told
/// again); days granted, for an extension; days kept, for a new calendar.</param>
/// <param name="Ground">The lawful ground of a stop, the reason of an extension, or the number of the notice that changed the calendar.</param>
/// <param name="DueThen">The last day in time as it stood before the line was entered; null in lines of old.</param>
public sealed record LedgerEntry(
    int Sequence,
    LedgerEntryKind Kind,
    DateOnly On,
    int Days,
    string Ground,
    string EnteredBy,
    DateTimeOffset EnteredAt,
    DateOnly? DueThen = null
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

    /// <summary>日历调整: the calendar changed; the date told in writing stays, so many days later than the calendar alone would have it.</summary>
    Recounted,

    /// <summary>前置停止: a branch whose result is waited for stands still; the working days after this one are not counted.</summary>
    HeldUp,

    /// <summary>前置停止结束: this working day was the last that is not counted for that reason.</summary>
    Released,

    /// <summary>逾期不变: the calendar changed when the limit had passed; the limit stays the day that it was.</summary>
    Passed,
}
