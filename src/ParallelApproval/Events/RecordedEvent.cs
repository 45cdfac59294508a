namespace ParallelApproval.Events;

/// <summary>A row of the audit trail (审计记录) as it is stored.</summary>
/// <param name="Sequence">1, 2, 3 … without holes within one case.</param>
/// <param name="Kind">Name of the event's type.</param>
/// <param name="At">When, Asia/Shanghai.</param>
/// <param name="UserName">The account that acted, or <c>system</c>.</param>
/// <param name="Actor">The name as printed.</param>
/// <param name="Department">The actor's department code; empty for the system and for citizens.</param>
/// <param name="Branch">The branch concerned, if only one.</param>
/// <param name="Data">The event's own facts, JSON.</param>
/// <param name="Through">By which key of which client system it was done; null where somebody did it himself.</param>
public sealed record RecordedEvent(
    int Sequence,
    string Kind,
    DateTimeOffset At,
    string UserName,
    string Actor,
    string Department,
    int? Branch,
    string Data,
    string? Through = null
);
