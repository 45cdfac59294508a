using ParallelApproval.Catalogue;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// A branch (分支, 部门事项): one department's part of a case, with a decision, a certificate or opinion, and clocks of its own. All branches
/// of a case run at the same time; one depends on another only where the law makes the other's result its condition.
/// </summary>
public sealed class Branch
{
    /// <summary>1…n, as in the catalogue.</summary>
    public required int Number { get; init; }

    private string _department = "";

    /// <summary>Code of the department that decides it.</summary>
    public required string Department
    {
        get => _department;
        init => _department = value;
    }

    /// <summary>Code of the body whose step it was before another took it over (接办); null while it is whose it was.</summary>
    public string? TakenFrom { get; internal set; }

    /// <summary>Code of the body whose step it is by the item or the flow, whoever has taken it over.</summary>
    public string FirstDepartment => TakenFrom ?? Department;

    /// <summary>What the department grants: a certificate (证照) or, for an opinion branch, its opinion (意见).</summary>
    public required string Result { get; init; }

    public required BranchKind Kind { get; init; }

    /// <summary>Branches that must sign before this one may (前置); only those that this case has.</summary>
    public required int[] HardDependencies { get; init; }

    /// <summary>Branches whose result this one wants to know but need not wait for.</summary>
    public required int[] SoftDependencies { get; init; }

    private BranchStatus _status = BranchStatus.Waiting;

    /// <summary>Where it stands; changed by a line of <see cref="BranchMoves"/> and by nothing else.</summary>
    public BranchStatus Status
    {
        get => _status;
        init => _status = value;
    }

    /// <summary>
    /// How many times the department has been asked: 0 before the flow reaches the branch, then 1, and one more for each return.
    /// </summary>
    public int Round { get; internal set; }

    /// <summary>Account of the officer who has claimed the task; null while it lies in the department's pool.</summary>
    public string? Holder { get; private set; }

    /// <summary>Since when the present holder has it, or, while nobody does, since when it lies in the pool; null before it was opened.</summary>
    public DateTimeOffset? HeldSince { get; internal set; }

    /// <summary>Account of the officer who held it last before the present holder; null when there was none.</summary>
    public string? HeldBefore { get; internal set; }

    /// <summary>
    /// Since when the department may act on it (收到日): it was opened, came back from a stop, a correction or the tier below, or the last
    /// branch that it depends on has signed. The day of receipt does not count against it (民法典 art. 201, by analogy). Null before.
    /// </summary>
    public DateTimeOffset? OnDeskSince { get; internal set; }

    /// <summary>Where the flow waits for this branch; null when it does not.</summary>
    public string? Bookmark { get; internal set; }

    /// <summary>True while the applicant, told of a refusal, has not said whether to go on, apply again or withdraw.</summary>
    public bool AsksApplicant { get; internal set; }

    /// <summary>Accounts that may not lay hands on it: they have withdrawn (回避), or an interest of theirs was found.</summary>
    public string[] Excluded { get; internal set; } = [];

    /// <summary>Account of the officer who is asked to withdraw, until the head has decided; null when nobody is.</summary>
    public string? RecusalOf { get; internal set; }

    /// <summary>Account of the officer who reviewed this round, where review and signature are two persons' work; null before.</summary>
    public string? ReviewedBy { get; internal set; }

    /// <summary>The longer limit that is asked for, until the head has decided; null when none is.</summary>
    public ExtensionRequest? ExtensionAsked { get; internal set; }

    /// <summary>What is noted as paid for it and was not given back, yuan.</summary>
    public decimal FeePaid { get; internal set; }

    /// <summary>How many times the department has asked for papers.</summary>
    public int Corrections { get; internal set; }

    /// <summary>Branches without whose result it signed although it wanted it (软前置): to be added later (补录).</summary>
    public int[] AwaitsResults { get; internal set; } = [];

    /// <summary>Names of the officers named for its inspection or test (行政许可法 art. 55); none before.</summary>
    public string[] Inspectors { get; internal set; } = [];

    public DateTimeOffset? OpenedAt { get; internal set; }

    public DateTimeOffset? SettledAt { get; internal set; }

    /// <summary>The number of the task that the department sees.</summary>
    public TaskNumber TaskOf(CaseNumber number) => new(number, Number, Math.Max(Round, 1));

    /// <summary>Makes the move, as its line says.</summary>
    /// <param name="to">Where it leads, if the line knows several ways.</param>
    internal void Move(BranchVerb verb, BranchStatus? to, DateTimeOffset at)
    {
        var before = _status;
        _status = BranchMoves.Table.After(_status, verb, to);
        if (_status.IsWorkedOn() && (!before.IsWorkedOn() || verb is BranchVerb.BecomeReady))
            OnDeskSince = at;
        if (_status.IsWorkedOn() && !before.IsWorkedOn() && Holder is null)
            HeldSince = at;
        SettledAt = _status.IsSettled() ? at : null;
    }

    /// <summary>
    /// 接办: another body takes it over and has it in its pool, and its clocks run on. The day of receipt does not count against that body,
    /// either.
    /// </summary>
    internal void GoOverTo(string department, DateTimeOffset at)
    {
        TakenFrom ??= _department;
        if (TakenFrom == department)
            TakenFrom = null;
        _department = department;
        HandTo(null, at);
        if (_status.IsWorkedOn())
            OnDeskSince = at;
    }

    /// <summary>It changes hands: to an officer, or, with null, back to the pool. Nothing changes for the one who has it already.</summary>
    internal void HandTo(string? officer, DateTimeOffset at)
    {
        if (Holder == officer)
            return;
        (HeldBefore, Holder, HeldSince) = (Holder ?? HeldBefore, officer, at);
    }
}
