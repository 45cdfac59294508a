using ParallelApproval.Clocks;

namespace ParallelApproval.Evaluations;

/// <summary>
/// What a department does about a bad rating (差评整改): it calls the applicant back, puts the matter right, and calls again to ask whether it
/// is. Each step has a last day; the sweep tells when a step turns yellow or red.
/// </summary>
public sealed class Remedy
{
    /// <summary>The service that was rated.</summary>
    internal int Service { get; init; }

    /// <summary>Who must answer for it.</summary>
    internal string Department { get; init; } = "";

    public RemedyStep Step { get; internal set; } = RemedyStep.CallBack;

    /// <summary>1; 2 when the applicant was not content with what was done first.</summary>
    public int Round { get; internal set; } = 1;

    /// <summary>Calls of this step that nobody answered.</summary>
    public int CallsInVain { get; internal set; }

    /// <summary>The day on which the step began.</summary>
    public DateOnly StartedOn { get; internal set; }

    /// <summary>Last day of the step; null when there is no step left.</summary>
    public DateOnly? DueOn { get; internal set; }

    /// <summary>First day on which the step is yellow.</summary>
    public DateOnly? YellowOn { get; internal set; }

    /// <summary>The fix has been given more time; once a round.</summary>
    public bool IsExtended { get; internal set; }

    /// <summary>The gravest colour of this step that the sweep has told.</summary>
    public ClockColour Announced { get; internal set; }

    /// <summary>When the sweep must look again; null when it never must.</summary>
    public DateTimeOffset? NextAt { get; internal set; }

    /// <summary>How it ended; null while it is open.</summary>
    public RemedyEnd? End { get; internal set; }

    /// <summary>The colour at that moment.</summary>
    public ClockColour ColourAt(DateTimeOffset now) => ServiceLimit.ColourAt(now, DueOn, YellowOn);
}

/// <summary>What must be done next about a bad rating.</summary>
public enum RemedyStep
{
    /// <summary>回访: within one working day.</summary>
    CallBack,

    /// <summary>整改: within five working days, fifteen with a reason.</summary>
    Fix,

    /// <summary>再次回访: within one working day after the fix.</summary>
    Recall,

    /// <summary>办结.</summary>
    Closed,
}

/// <summary>How it ended.</summary>
public enum RemedyEnd
{
    /// <summary>已整改: put right, and the applicant says so.</summary>
    Fixed,

    /// <summary>已解释: there was nothing to put right; it was explained to the applicant.</summary>
    Explained,

    /// <summary>未达成一致: put right twice, and the applicant is still not content.</summary>
    Unresolved,

    /// <summary>无法联系: three calls in vain.</summary>
    Unreachable,

    /// <summary>申诉成立: the rating no longer counts.</summary>
    RatingRemoved,
}
