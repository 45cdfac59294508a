using ParallelApproval.Cases;
using ParallelApproval.Events;

namespace ParallelApproval.Branches;

/// <summary>抄告: every department concerned has been given its copy at the same instant.</summary>
public sealed record DepartmentsNotified(string[] Departments) : DomainEvent;

/// <summary>The flow has reached these branches; their departments have them on the desk.</summary>
public sealed record BranchesOpened(int[] Branches, int Round) : DomainEvent
{
    public override int? BranchNumber => Branches is [var only] ? only : null;
}

/// <summary>Everything the branch depends on has signed: it may sign now.</summary>
public sealed record BranchReadyToSign(int Branch) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>An officer took the task out of his department's pool.</summary>
public sealed record TaskClaimed(int Branch, int Round) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The task went back to the pool.</summary>
public sealed record TaskReleased(int Branch, int Round) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>A head gave the task to another officer; the clock does not restart.</summary>
public sealed record TaskReassigned(int Branch, int Round, string? From, string To, string Reason) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The department signed.</summary>
/// <param name="OnBehalfOf">The absent officer for whom his deputy signed (代); left out when nobody is represented.</param>
public sealed record BranchDecided(int Branch, int Round, Verdict Verdict, string Opinion, string? Reasons, string? Remedies, string? OnBehalfOf = null) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>前置不予许可: a branch this one depends on was refused or withdrawn.</summary>
public sealed record BranchBlocked(int Branch, int By) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The department asked for papers; the other branches go on, and so does this one's legal clock.</summary>
public sealed record BranchCorrectionRequested(int Branch, int Round, MaterialFault[] Faults) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The papers came; the department has the case on its desk again.</summary>
public sealed record BranchCorrected(int Branch, int Round) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>特别程序: the clock stands still from the day the notice was delivered.</summary>
public sealed record BranchStopped(int Branch, string Ground, int PlannedDays) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The clock runs again.</summary>
public sealed record BranchResumed(int Branch, int DaysNotCounted) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>延期, once, with the reason told to the applicant before the limit.</summary>
public sealed record BranchExtended(int Branch, int Days, string Reason) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The applicant withdrew this branch.</summary>
public sealed record BranchWithdrawn(int Branch) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>Told of a refusal, the applicant chose.</summary>
public sealed record ApplicantAnswered(int Branch, RefusalAnswer Answer) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The papers of a refused branch were put right; it is reviewed anew, with new clocks.</summary>
public sealed record BranchReapplied(int Branch, int Round) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>What the applicant may say when one branch is refused.</summary>
public enum RefusalAnswer
{
    /// <summary>Take what the other branches grant.</summary>
    GoOn,

    /// <summary>Put the papers right and apply again for this branch, within the same case.</summary>
    Reapply,
}

/// <summary>超时默认: an opinion was not given within the promised time and counts as consent, by the rule of the item; nobody signed it.</summary>
public sealed record ConsentDeemed(int Branch, int Round) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>逾期未答复: the applicant said nothing about a refusal in time; the case goes on with what the other branches grant.</summary>
public sealed record RefusalUnanswered(int Branch, int Round) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>宽限: the promised time has passed without a decision; silence grants when the day of grace passes, too (pilot rule).</summary>
/// <param name="Until">The last day of grace.</param>
public sealed record GraceBegun(int Branch, int Round, DateOnly Until) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>超时默认许可: silence has granted, by the local rule of that number. Nobody signed it; the department must seal a certificate within a day.</summary>
public sealed record GrantDeemed(int Branch, int Round, string DocumentNumber) : DomainEvent
{
    public override int? BranchNumber => Branch;
}
