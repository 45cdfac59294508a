namespace ParallelApproval.Engine;

/// <summary>Answer to a command: <see cref="Stepped"/> or <see cref="Refused"/>.</summary>
public abstract record WorkflowDecision;

/// <summary>The command was carried out: what happened, and where the flow stands now.</summary>
public record Stepped(IReadOnlyList<WorkflowEvent> Events, IFlowState State) : WorkflowDecision
{
    /// <summary>
    /// What the host has to do now. (What was requested and cancelled in the same decision is in the events, but not here.)
    /// </summary>
    public IEnumerable<ActivityRequested> Requested =>
        Events.OfType<ActivityRequested>().Where(r => State.Bookmarks.Any(b => b.Id == r.BookmarkId));

    /// <summary>Earlier requests that are void now.</summary>
    public IEnumerable<ActivityCancelled> Voided =>
        Events
            .OfType<ActivityCancelled>()
            .Where(c => c.BookmarkId is not null && !Events.Any(e => e is ActivityRequested r && r.BookmarkId == c.BookmarkId));
}

/// <summary>
/// Carried out by <see cref="WorkflowEngine"/>. <see cref="State"/> is the state before with all <see cref="Stepped.Events"/> applied.
/// </summary>
public sealed record Decided(IReadOnlyList<WorkflowEvent> Events, WorkflowState State) : Stepped(Events, State)
{
    /// <inheritdoc cref="Stepped.State"/>
    public new WorkflowState State => (WorkflowState)base.State;
}

/// <summary>Nothing happened, and why: a stable code, an English sentence "Expected …, but …", and the facts it speaks of.</summary>
public sealed record Refused(string Code, string Message, IReadOnlyDictionary<string, string> Facts) : WorkflowDecision;
