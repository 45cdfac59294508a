namespace ParallelApproval.Organisation;

/// <summary>How a proposal stands (提请状态).</summary>
public enum ProposalStatus
{
    /// <summary>待确认: nothing is changed yet.</summary>
    Waiting,

    /// <summary>已确认: carried out in the same transaction.</summary>
    Confirmed,

    /// <summary>已驳回: by who might have confirmed it, with a reason.</summary>
    Rejected,

    /// <summary>已撤回: by who had made it.</summary>
    Withdrawn,

    /// <summary>已失效: nobody confirmed it in time.</summary>
    Lapsed,
}

/// <summary>
/// What one person wants to have done and a second one must confirm (提请事项): the command as it was given, kept word for word. Nothing else
/// is changed until it is confirmed.
/// </summary>
public sealed class Proposal
{
    /// <summary>Calendar days after which it lapses.</summary>
    public const int Days = 14;

    public required Guid Id { get; init; }

    /// <summary>Name of the command, e.g. <c>KeepOfficer</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The command itself, as JSON.</summary>
    public required string Command { get; init; }

    /// <summary>The account that it is about, which may not confirm it; null where it is about none.</summary>
    public string? Concerns { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>From then on it can be confirmed no more.</summary>
    public required DateTimeOffset LapsesAt { get; init; }

    /// <summary>As it was stored; see <see cref="StatusAt"/>.</summary>
    public ProposalStatus Status { get; internal set; }

    /// <summary>Who confirmed, rejected or withdrew it; null before.</summary>
    public string? ClosedBy { get; internal set; }

    public DateTimeOffset? ClosedAt { get; internal set; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; internal set; }

    /// <summary>How it stands at that instant: what nobody confirmed in time lapses by itself.</summary>
    public ProposalStatus StatusAt(DateTimeOffset now) =>
        Status is ProposalStatus.Waiting && now >= LapsesAt ? ProposalStatus.Lapsed : Status;
}

/// <summary>Somebody proposed what a second person must confirm; nothing else has changed.</summary>
/// <param name="Concerns">The account that it is about, if any.</param>
public sealed record ActProposed(Guid Proposal, string Verb, string? Concerns) : Events.HouseEvent;

/// <summary>What was proposed was confirmed by another person, and carried out.</summary>
public sealed record ProposalConfirmed(Guid Proposal, string Verb, string ProposedBy) : Events.HouseEvent;

/// <summary>What was proposed was rejected; nothing has changed.</summary>
public sealed record ProposalRejected(Guid Proposal, string Verb, string ProposedBy, string Reason) : Events.HouseEvent;

/// <summary>Who had proposed it took it back; nothing has changed.</summary>
public sealed record ProposalWithdrawn(Guid Proposal, string Verb) : Events.HouseEvent;
