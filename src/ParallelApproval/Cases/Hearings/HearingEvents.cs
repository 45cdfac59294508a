using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>听证权利告知: applicant and interested parties, and the public where it concerns the public, know that they may ask for a hearing.</summary>
/// <param name="Due">The last day to ask.</param>
public sealed record HearingRightTold(int Branch, string Subject, bool ByPublicNotice, DateOnly Due) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>逾期未申请听证: the days to ask have passed and nobody has asked.</summary>
public sealed record HearingNotWanted(int Branch, bool ByPublicNotice, DateOnly Due) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>申请听证.</summary>
/// <param name="Party">Number of the interested party; null for the applicant.</param>
/// <param name="Due">The last day on which it may be held.</param>
public sealed record HearingRequested(int Branch, string By, int? Party, DateOnly Due) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>听证通知: time, place and chair are told; the clocks of the branch stand still from the delivery to the record.</summary>
/// <param name="Chair">Account of the chair.</param>
/// <param name="Secrecy">Why it is not public; null when it is.</param>
/// <param name="PlannedDays">Working days that are not counted if it is recorded on its day.</param>
public sealed record HearingCalled(int Branch, DateTimeOffset At, string Place, string Chair, Secrecy? Secrecy, int PlannedDays)
    : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>听证笔录: read and signed by those who took part; the decision follows from it.</summary>
/// <param name="IsGivenUp">Who had asked for it did not come.</param>
public sealed record HearingRecorded(int Branch, DateTimeOffset HeldAt, string Minutes, string[] Signatures, bool IsGivenUp) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>指派检验检测人员.</summary>
public sealed record InspectorsNamed(int Branch, string[] Officers) : DomainEvent
{
    public override int? BranchNumber => Branch;
}
