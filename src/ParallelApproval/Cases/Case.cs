using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// A case (办件): one application of one applicant for one item, taken in at one window and finished by all departments concerned.
/// This is its front page; the application itself, the branches, the clocks and the position in the flow lie in sections of their own.
/// </summary>
public sealed class Case
{
    public required CaseNumber Number { get; init; }

    /// <summary>The item applied for, and the version of it that was in force on the day of receipt. The case keeps that version.</summary>
    public required string ItemCode { get; init; }

    public required int ItemVersion { get; init; }

    public required string ItemName { get; init; }

    public required string ApplicantName { get; init; }

    /// <summary>
    /// The branches that this case has; optional ones only when chosen, and none of which the flow found that it does not concern it
    /// (不涉及).
    /// </summary>
    public required int[] ChosenBranches { get; set; }

    /// <summary>Six digits on the receipt; number and code together open the public query.</summary>
    public required string QueryCode { get; init; }

    public required DeliveryWay Delivery { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Account of the clerk who received; he can be neither reviewer nor approver of the case (four eyes).</summary>
    public required string ReceivedBy { get; init; }

    /// <summary>
    /// Code of the body at whose window the citizen stands (受理站点): the case is seen there and its result is handed over there.
    /// </summary>
    public required string Station { get; init; }

    /// <summary>Number of the window (窗口) at which it was received; null when the clerk named none.</summary>
    public string? WindowNumber { get; init; }

    /// <summary>What is unique among open cases: applicant, item and object, as a hash; null when the item has no such rule.</summary>
    public string? OpenKey { get; init; }

    /// <summary>The same by every key that others may look with, while it is received; empty of a case that is read again.</summary>
    internal IReadOnlyList<string> OpenKeys { get; init; } = [];

    private CaseStatus _status = CaseStatus.Received;

    /// <summary>Where it stands; changed by a line of <see cref="CaseMoves"/> and by nothing else.</summary>
    public CaseStatus Status
    {
        get => _status;
        init => _status = value;
    }

    /// <summary>True while a supervisor has let a second correction notice name old faults, and it has not been used.</summary>
    public bool MayCorrectAgain { get; internal set; }

    /// <summary>Since when the window waits for a supervisor's leave to correct again; null when it has not asked, or has got it.</summary>
    public DateTimeOffset? SecondCorrectionAskedAt { get; internal set; }

    /// <summary>
    /// Codes of the papers that were deferred (容缺) and have not come in. Branches that use one of them cannot be decided.
    /// </summary>
    public string[] DeferredPapers { get; internal set; } = [];

    /// <summary>告知承诺: accepted on the applicant's promise; decided at once and checked afterwards.</summary>
    public bool IsByCommitment { get; internal set; }

    /// <summary>
    /// When the last paper asked for came in; null while one is missing or faulty. From this day acceptance is a duty (行政许可法 art. 32).
    /// </summary>
    public DateTimeOffset? PapersCompleteAt { get; internal set; }

    /// <summary>The moment from which the case counts as accepted (受理); all clocks start on that day.</summary>
    public DateTimeOffset? AcceptedAt { get; internal set; }

    /// <summary>逾期未告知视为受理: the window neither accepted nor told what was missing in time (行政许可法 art. 32(4)).</summary>
    public bool IsDeemedAccepted { get; internal set; }

    /// <summary>True within the command that accepts; branches that open in it count from the day of acceptance. Not stored.</summary>
    internal bool IsBeingAccepted { get; set; }

    /// <summary>When the last branch got its result.</summary>
    public DateTimeOffset? DecidedAt { get; internal set; }

    /// <summary>What came of it, once decided: Finished, PartlyFinished, Refused or Withdrawn.</summary>
    public CaseStatus? Result { get; internal set; }

    public DateTimeOffset? ClosedAt { get; internal set; }

    /// <summary>已销毁: when its file was destroyed after its term; null while it is kept.</summary>
    public DateTimeOffset? DisposedAt { get; init; }

    /// <summary>Makes the move, as its line says; a case that ends by it has its result, unless it was never accepted.</summary>
    /// <param name="to">Where it leads, if the line knows several ways.</param>
    internal void Move(CaseVerb verb, CaseStatus? to, DateTimeOffset at)
    {
        _status = CaseMoves.Table.After(_status, verb, to);
        if (!_status.IsClosed())
            return;
        ClosedAt ??= at;
        if (_status is not CaseStatus.Declined)
            Result = _status;
    }
}
