namespace ParallelApproval.Clocks;

/// <summary>What falls due on a clock (时限节点).</summary>
public enum ClockStep
{
    /// <summary>提醒: 70 % used; falls due when the clock turns blue.</summary>
    Blue,

    /// <summary>预警: 90 % used or one day left; falls due when the clock turns yellow.</summary>
    Yellow,

    /// <summary>超承诺时限: falls due when the due day has passed.</summary>
    Red,

    /// <summary>超法定时限: falls due when the due day has passed.</summary>
    DarkRed,

    /// <summary>特别程序期满: falls due when the last planned day of a stop has ended.</summary>
    StopEnds,

    /// <summary>前置停止期满: falls due when the last day has ended for which a branch that is waited for was to stand still.</summary>
    HoldEnds,

    /// <summary>逾期未告知: falls due when the office closes on the last day for the notice.</summary>
    NoticeMissed,

    /// <summary>逾期未答复: falls due when the last day for the applicant's answer has ended.</summary>
    AnswerMissed,

    /// <summary>宽限期满: falls due when the day of grace has ended.</summary>
    GraceEnds,

    /// <summary>催告: three working days are left; falls due at the begin of that day.</summary>
    Reminder,

    /// <summary>逾期未补正.</summary>
    SupplementMissed,

    /// <summary>容缺逾期.</summary>
    DeferralMissed,

    /// <summary>
    /// The task has not been done in time and still has to be: a check, a confirmation, a decision about recusal, a hearing, the naming of
    /// inspectors. Announced once; the clock goes on.
    /// </summary>
    Overdue,

    /// <summary>逾期未申请听证: falls due when the last day to ask for a hearing has ended.</summary>
    HearingNotWanted,

    /// <summary>利害关系人逾期未陈述: falls due when the last day of an interested party has ended.</summary>
    PartySilent,

    /// <summary>逾期未决定延续: falls due when the licence has run out.</summary>
    RenewalSilent,
}

/// <summary>A step and the instant at which it falls due, Asia/Shanghai.</summary>
public readonly record struct DueStep(ClockStep Step, DateTimeOffset At);

/// <summary>
/// Which step of a clock comes next, and when: at the instants at which the wall changes its colour (<see cref="Clock.ColourAt"/>), which
/// are kept with the clock. The steps follow from the clock alone: ended clocks have none, announced colours none again.
/// </summary>
internal static class ClockSteps
{
    /// <summary>The step that falls due first; null when none is left. <see cref="Clock.StopEndsOn"/> must have been computed.</summary>
    public static DueStep? Next(Clock clock)
    {
        if (clock.IsEnded)
            return null;
        DueStep? next = clock.StopEndsOn is { } last && clock.OpenStop is not null ? new(ClockStep.StopEnds, EndOf(last)) : null;
        if (clock.HeldUntil is { } until && (next is null || EndOf(until) < next.Value.At))
            next = new(ClockStep.HoldEnds, EndOf(until));
        foreach (var step in Remaining(clock))
            if (next is null || step.At < next.Value.At)
                next = step;
        return next;
    }

    /// <summary>The colour that a step announces; null for one that is no colour.</summary>
    public static ClockColour? ColourOf(ClockStep step) =>
        step switch
        {
            ClockStep.Blue => ClockColour.Blue,
            ClockStep.Yellow => ClockColour.Yellow,
            ClockStep.Red => ClockColour.Red,
            ClockStep.DarkRed => ClockColour.DarkRed,
            _ => null,
        };

    private static IEnumerable<DueStep> Remaining(Clock clock)
    {
        switch (clock.Kind)
        {
            case ClockKind.Promised:
                if (clock.Announced < ClockColour.Blue && clock.BlueAt < clock.YellowAt)
                    yield return new(ClockStep.Blue, clock.BlueAt);
                if (clock.Announced < ClockColour.Yellow)
                    yield return new(ClockStep.Yellow, clock.YellowAt);
                if (clock.Announced < ClockColour.Red)
                    yield return new(ClockStep.Red, clock.DueAt);
                break;
            case ClockKind.Legal when clock.Announced < ClockColour.DarkRed:
                yield return new(ClockStep.DarkRed, clock.DueAt);
                break;
            case ClockKind.Notice:
                yield return new(ClockStep.NoticeMissed, clock.DueAt);
                break;
            case ClockKind.Answer:
                yield return new(ClockStep.AnswerMissed, clock.DueAt);
                break;
            case ClockKind.Grace:
                yield return new(ClockStep.GraceEnds, clock.DueAt);
                break;
            case ClockKind.Supplement or ClockKind.Deferral:
                if (Reminds(clock))
                    yield return new(ClockStep.Reminder, clock.YellowAt);
                yield return new(clock.Kind is ClockKind.Supplement ? ClockStep.SupplementMissed : ClockStep.DeferralMissed, clock.DueAt);
                break;
            case ClockKind.HearingRequest:
                yield return new(ClockStep.HearingNotWanted, clock.DueAt);
                break;
            case ClockKind.Renewal:
                yield return new(ClockStep.RenewalSilent, clock.DueAt);
                break;
            case ClockKind.InterestedParty:
                yield return new(ClockStep.PartySilent, clock.DueAt);
                break;
            case ClockKind.FollowUp or ClockKind.Recusal or ClockKind.Confirmation or ClockKind.Hearing or ClockKind.Inspectors:
                if (clock.Kind is ClockKind.FollowUp && Reminds(clock))
                    yield return new(ClockStep.Reminder, clock.YellowAt);
                if (clock.Announced < ClockColour.Red)
                    yield return new(ClockStep.Overdue, clock.DueAt);
                break;
        }
    }

    // A limit of three days or less needs no reminder: it would fall on the day of its beginning.
    private static bool Reminds(Clock clock) => clock.Announced < ClockColour.Yellow && clock.YellowAt.OfficialDate() > clock.StartedOn;

    private static DateTimeOffset EndOf(DateOnly day) => day.AddDays(1).At(TimeOnly.MinValue);
}
