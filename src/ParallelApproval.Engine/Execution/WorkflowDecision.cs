namespace ParallelApproval.Engine;

/// <summary>Answer to a command: <see cref="Decided"/> or <see cref="Refused"/>.</summary>
public abstract record WorkflowDecision;

/// <summary>The command was carried out. <paramref name="State"/> is the state before with all <paramref name="Events"/> applied.</summary>
public sealed record Decided(IReadOnlyList<WorkflowEvent> Events, WorkflowState State) : WorkflowDecision;

/// <summary>Nothing happened, and why: a stable code, an English sentence "Expected …, but …", and the facts it speaks of.</summary>
public sealed record Refused(string Code, string Message, IReadOnlyDictionary<string, string> Facts) : WorkflowDecision;
