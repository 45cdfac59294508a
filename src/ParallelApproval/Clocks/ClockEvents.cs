using ParallelApproval.Events;

namespace ParallelApproval.Clocks;

/// <summary>时限变色: a clock turned blue, yellow, red or dark red. Recorded once for each clock and colour, also after an outage.</summary>
/// <param name="Branch">The branch; 0 for the clock of the whole case.</param>
/// <param name="Due">The last day in time.</param>
/// <param name="TurnedAt">When it turned, which after an outage is earlier than when it was recorded.</param>
public sealed record ClockTurned(int Branch, ClockKind Clock, int Round, ClockColour Colour, DateOnly Due, DateTimeOffset TurnedAt)
    : DomainEvent
{
    public override int? BranchNumber => Branch is Clocks.Clock.OfCase ? null : Branch;
}

/// <summary>日历变更重算: the calendar changed and with it the due date, by the notice of that number.</summary>
/// <param name="OldDue">The date that held before.</param>
/// <param name="Computed">The date as the new calendar gives it.</param>
/// <param name="NewDue">The date that holds now: for a promise never earlier than <paramref name="OldDue"/>.</param>
public sealed record ClockRecounted(
    int Branch,
    ClockKind Clock,
    int Round,
    DateOnly OldDue,
    DateOnly Computed,
    DateOnly NewDue,
    string? NoticeNumber
) : DomainEvent
{
    public override int? BranchNumber => Branch is Clocks.Clock.OfCase ? null : Branch;
}

/// <summary>催告: three working days are left of a limit that the applicant or a department has to keep.</summary>
public sealed record LimitReminded(int Branch, ClockKind Clock, int Round, DateOnly Due) : DomainEvent
{
    public override int? BranchNumber => Branch is Clocks.Clock.OfCase ? null : Branch;
}

/// <summary>
/// 逾期未办: a check, a confirmation, a decision about recusal, a hearing or the naming of inspectors was not done in time; it still has to be.
/// </summary>
public sealed record LimitMissed(int Branch, ClockKind Clock, int Round, DateOnly Due) : DomainEvent
{
    public override int? BranchNumber => Branch is Clocks.Clock.OfCase ? null : Branch;
}
