namespace ParallelApproval.Calendars;

/// <summary>From which day a limit in working days is counted.</summary>
public enum CountingPolicy
{
    /// <summary>The starting day does not count (民法典 art. 201, by analogy): the rule unless a law says otherwise.</summary>
    StartDayNotCounted,

    /// <summary>The starting day is the first day, if it is a working day.</summary>
    StartDayCounted,
}
