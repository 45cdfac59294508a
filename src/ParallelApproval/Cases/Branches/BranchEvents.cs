using ParallelApproval.Catalogue;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

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

/// <summary>The task was taken from its holder, who cannot sign or let it lie, and lies in the pool again; the clock does not restart.</summary>
public sealed record TaskFreed(int Branch, int Round, string From, FreedBecause Reason) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>Another body took over a step that was not its own; it lies in its pool, and the clock does not restart.</summary>
/// <param name="From">Code of the body that had it.</param>
/// <param name="To">Code of the body that has it now.</param>
public sealed record TaskTakenOver(int Branch, int Round, string From, string To, TakenOverBecause Reason) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>催办: supervision reminded the department of what it has to do; no limit moves.</summary>
/// <param name="Branch">0 when it concerns the whole case.</param>
/// <param name="Officer">Account of the officer who is asked; null when no single one is.</param>
/// <param name="Card">The card that says what is wanted.</param>
public sealed record DepartmentReminded(int Branch, string Department, string? Officer, string Card, string Words) : DomainEvent
{
    public override int? BranchNumber => Branch > 0 ? Branch : null;
}

/// <summary>A head gave the task to another officer; the clock does not restart.</summary>
public sealed record TaskReassigned(int Branch, int Round, string? From, string To, string Reason) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The department signed.</summary>
/// <param name="OnBehalfOf">The absent officer for whom his deputy signed (代); left out when nobody is represented.</param>
/// <param name="Without">Branches whose result it wanted but did not wait for.</param>
public sealed record BranchDecided(
    int Branch,
    int Round,
    Verdict Verdict,
    string Opinion,
    string? Reasons,
    string? Remedies,
    string? OnBehalfOf = null,
    int[]? Without = null
) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>前置不予许可: a branch this one depends on was refused, or has ended without a refusal.</summary>
/// <param name="EndsAs">
/// How it ends where nothing was refused: withdrawn, or its acceptance revoked, like the branch before it; null where it is blocked.
/// </param>
public sealed record BranchBlocked(int Branch, int By, BranchStatus? EndsAs = null) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The department asked for papers; the other branches go on, and so does this one's legal clock.</summary>
/// <param name="AnswerDue">The last day to hand them in; null in events written before it was told.</param>
public sealed record BranchCorrectionRequested(int Branch, int Round, MaterialFault[] Faults, DateOnly? AnswerDue = null) : DomainEvent
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

/// <summary>
/// 承诺日期顺延: a branch that others wait for stands still, or runs again earlier than planned: what was promised moves with it.
/// </summary>
/// <param name="By">The branch that stands still, or did.</param>
/// <param name="Ground">Its lawful ground.</param>
public sealed record PromisesMoved(int By, string Ground, PromiseMove[] Moves) : DomainEvent;

/// <summary>A promised date that moved.</summary>
/// <param name="Branch">0 for the whole case.</param>
public sealed record PromiseMove(int Branch, DateOnly OldDue, DateOnly NewDue);

/// <summary>申请延期: the department asks for a longer legal limit; the head decides before it has passed.</summary>
public sealed record ExtensionAsked(int Branch, int Round, int Days, string Reason, DateOnly LegalDue) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>不予延期: the head refuses the longer limit.</summary>
/// <param name="Head">Name of the head.</param>
public sealed record ExtensionRefused(int Branch, int Round, int Days, string Reason, string Head, LeaveLevel Level) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>延期, once, with the reason told to the applicant before the limit.</summary>
/// <param name="Head">Name of the head who gave leave; null where that was not yet noted.</param>
public sealed record BranchExtended(int Branch, int Days, string Reason, string? Head = null, LeaveLevel? Level = null) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>收费: the applicant paid for the branch's result.</summary>
/// <param name="Published">What the item publishes, yuan.</param>
public sealed record FeeCharged(int Branch, decimal Published, decimal Charged, string? ReceiptNumber) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>收费更正: what was noted as paid was wrong.</summary>
/// <param name="Charged">What was paid, yuan.</param>
/// <param name="Was">What had been noted.</param>
public sealed record FeeCorrected(int Branch, decimal Was, decimal Charged, string Reason, string? ReceiptNumber) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>退费: money that was paid went back to the applicant.</summary>
/// <param name="Left">What stays paid, yuan.</param>
public sealed record FeeRefunded(int Branch, decimal Amount, decimal Left, string Reason, string? ReceiptNumber) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>The applicant withdrew this branch.</summary>
public sealed record BranchWithdrawn(int Branch) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>征询申请人: a branch was refused; he may take what the others grant, or put the papers right and apply again.</summary>
/// <param name="Due">The last day to say which.</param>
public sealed record ApplicantAsked(int Branch, int Round, DateOnly Due) : DomainEvent
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

/// <summary>
/// 超时默认: an opinion was not given within the promised time and counts as consent, by the rule of the item; nobody signed it.
/// </summary>
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

/// <summary>
/// 超时默认许可: silence has granted, by the local rule of that number. Nobody signed it; the department must seal a certificate within a day.
/// </summary>
public sealed record GrantDeemed(int Branch, int Round, string DocumentNumber) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>审查: an officer reviewed the branch and proposes a decision; another one signs.</summary>
public sealed record BranchReviewed(int Branch, int Round, Verdict Proposed, string Opinion) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>
/// 利益冲突: an officer's own number, telephone or address is the applicant's; he was kept from acting. Supervision hears of it.
/// </summary>
/// <param name="Branch">Null when he was to act on the case as a whole and his department has no branch of it.</param>
/// <param name="By">What they have in common: idNumber, phone or address.</param>
public sealed record ConflictOfInterestFound(int? Branch, string Officer, string By) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>申请回避: an officer, or an interested party, asks that he withdraws.</summary>
/// <param name="AskedBy">The officer's account, or the name of the interested party.</param>
public sealed record RecusalAsked(int Branch, string Officer, string AskedBy, string Ground, DateOnly Due) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>回避决定: the head decided whether the officer withdraws.</summary>
/// <param name="To">Who has the task now; null for the pool.</param>
public sealed record RecusalDecided(int Branch, string Officer, bool Withdraws, string Reason, string? To) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>回避申请失效: the branch has its result, by another officer, before the head decided on the request.</summary>
public sealed record RecusalLapsed(int Branch, string Officer) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>后续核查: within the days of the item it is to be checked whether the promise is kept.</summary>
public sealed record FollowUpDue(DateOnly Due) : DomainEvent;

/// <summary>核查结果: what two officers found on the spot.</summary>
/// <param name="FixBy">Not met: the last day to put it right; null when met, or when the grant was revoked.</param>
public sealed record FollowUpChecked(bool IsMet, string Findings, string[] Inspectors, DateOnly? FixBy) : DomainEvent;

/// <summary>撤销许可: granted on a promise that was not kept and not put right.</summary>
public sealed record GrantRevoked(string Reason) : DomainEvent;

/// <summary>上报: a lower tier has reviewed the matter and sent it up. Sent after the day it was due, it is late (E10).</summary>
/// <param name="From">Code of the body that sends.</param>
/// <param name="To">Code of the body above it; empty when none is known.</param>
/// <param name="Agrees">Whether its opinion is in favour; a contrary one goes up just the same.</param>
public sealed record SentUp(int Branch, string From, string To, bool Agrees, DateOnly DueOn, DateOnly SentOn) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>退回下级: the tier above sends the matter back to the one below; no clock starts anew.</summary>
/// <param name="Branch">The branch that sends back.</param>
/// <param name="Below">The branch that has it on its desk again.</param>
public sealed record SentDown(int Branch, int Below, int BelowRound, string To, string Reason) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>结果下达: decided above, the result goes back to the station where the citizen stands.</summary>
public sealed record ResultReturned(string Station) : DomainEvent;

/// <summary>补录: a result that was wanted and not waited for has been added to the file.</summary>
/// <param name="Of">The branch whose result it is.</param>
public sealed record ResultAddedLater(int Branch, int Of, string Note) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>
/// 材料变更: a paper was replaced after the branch had decided on the old one; within a day the department confirms its decision or takes the
/// branch up again.
/// </summary>
public sealed record MaterialChanged(int Branch, string[] Papers, DateOnly Due) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>撤回决定: a decision that does not stand on the paper that was replaced, or that rests on one which does not.</summary>
/// <param name="Round">The round in which it had been made.</param>
public sealed record DecisionWithdrawn(int Branch, int Round, string Reason) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>材料变更确认: the department says whether its decision stands on the new paper.</summary>
public sealed record DecisionConfirmed(int Branch, int Round, bool Stands, string Note) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>联合踏勘通知: the lead called the departments to one appointment.</summary>
public sealed record SiteVisitCalled(int Round, DateTimeOffset At, string Place, int[] Participants) : DomainEvent;

/// <summary>踏勘结论 of one department.</summary>
public sealed record SiteVisitRecorded(int Round, int Branch, string[] Officers, bool Passes, string[] Defects) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>单独踏勘: a department that alone had to look at the place has been there.</summary>
public sealed record SiteInspected(int Round, int Branch, DateTimeOffset At, string Place, string[] Officers, bool Passes, string[] Defects)
    : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>踏勘汇总: the one list of defects is with the applicant; absent departments are named.</summary>
public sealed record SiteVisitClosed(int Round, string[] Defects, int[] Absent, OnVisitAbsence Rule) : DomainEvent;

/// <summary>不涉及: by what the application says, a branch does not concern the case; its department is not asked.</summary>
public sealed record BranchNotConcerned(int Branch, string Department) : DomainEvent
{
    public override int? BranchNumber => Branch;
}
