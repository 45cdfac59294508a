using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What a department is refused, and in which words.</summary>
public static class BranchRefusals
{
    public static Error NoSuchTask(TaskNumber task) => Refusal.NotFound("task_not_found",
        "Expected a task {task}, but there is none.", ("task", task));

    public static Error NotYours(CaseFile file, Branch branch) => Refusal.Forbidden("branch_not_yours",
        "Expected branch {branch} of case {case} to belong to your department, but it belongs to {department}.",
        ("branch", branch.Number), ("case", file.Number), ("department", branch.Department));

    /// <summary>None of the branches is the officer's department's; before the copy notice there are none at all.</summary>
    public static Error NoPart(CaseFile file) => file.Branches.FirstOrDefault() is { } other ? NotYours(file, other) : FollowUpNotDue(file);

    public static Error FourEyes(CaseFile file) => Refusal.Forbidden("four_eyes",
        "Expected somebody other than the clerk who received case {case}, but you received it yourself.", ("case", file.Number));

    public static Error AlreadyDecided(CaseFile file, Branch branch) => Refusal.Conflict("branch_already_decided",
        "Expected branch {branch} of case {case} to be open, but it was {status} on {date}.",
        ("branch", branch.Number), ("case", file.Number), ("status", branch.Status), ("date", branch.SettledAt is { } at ? DateOnly.FromDateTime(at.DateTime) : null));

    public static Error Blocked(CaseFile file, Branch branch) => Refusal.Conflict("branch_blocked",
        "Expected branch {branch} of case {case} to be open, but a branch it depends on was not granted.", ("branch", branch.Number), ("case", file.Number));

    public static Error NotOpen(CaseFile file, Branch branch) => Refusal.Conflict("branch_not_open",
        "Expected branch {branch} of case {case} to be open, but it is {status}.", ("branch", branch.Number), ("case", file.Number), ("status", branch.Status));

    public static Error WaitsFor(CaseFile file, Branch branch, IEnumerable<int> blockers) => Refusal.Conflict("branch_waits_for",
        "Expected every branch that branch {branch} of case {case} depends on to have signed, but these have not: {blockers}.",
        ("branch", branch.Number), ("case", file.Number), ("blockers", string.Join(", ", blockers)));

    public static Error HeldBy(CaseFile file, Branch branch) => Refusal.Conflict("task_claimed_by_other",
        "Expected the task of branch {branch} of case {case} to be free, but {holder} has claimed it.",
        ("branch", branch.Number), ("case", file.Number), ("holder", branch.Holder));

    public static Error NotHeld(CaseFile file, Branch branch) => Refusal.Conflict("task_not_claimed",
        "Expected you to hold the task of branch {branch} of case {case}, but you do not.", ("branch", branch.Number), ("case", file.Number));

    public static Error NotAnApprover(string userName, string department) => Refusal.Input("to", "not_an_approver",
        "Expected an approver of department {department}, but {officer} is none.", ("department", department), ("officer", userName));

    public static Error OpinionMissing() => Refusal.Input("opinion", "opinion_missing", "Expected an opinion in words, but there is none.");

    public static Error ReasonsMissing() => Refusal.Input("reasons", "reasons_missing", "Expected the reasons of a refusal (行政许可法 art. 38), but there are none.");

    public static Error FaultsMissing() => Refusal.Input("faults", "faults_missing", "Expected at least one paper and what is wrong with it, but there is none.");

    public static Error NoticeNotDelivered() => Refusal.Input("noticeDelivered", "stop_notice_not_delivered",
        "Expected the applicant to have the notice of the special procedure in hand (行政许可法 art. 45), but it has not been delivered.");

    public static Error PlannedDaysOutOfRange(int days) => Refusal.Input("plannedDays", "planned_days_out_of_range",
        "Expected 1 to 250 planned working days, but {days} were given.", ("days", days));

    public static Error NotStopped(CaseFile file, Branch branch) => Refusal.Conflict("branch_not_stopped",
        "Expected the clock of branch {branch} of case {case} to be stopped, but it runs.", ("branch", branch.Number), ("case", file.Number));

    public static Error ExtensionOutOfRange(int days, int most) => Refusal.Input("days", "extension_out_of_range",
        "Expected 1 to {most} working days (行政许可法 art. 42), but {days} were asked for.", ("most", most), ("days", days));

    public static Error ExtendedAlready(CaseFile file, Branch branch) => Refusal.Conflict("extended_already",
        "Expected the limit of branch {branch} of case {case} not to have been extended, but it has been, and only once is lawful.",
        ("branch", branch.Number), ("case", file.Number));

    public static Error ExtensionTooLate(CaseFile file, Branch branch, DateOnly due) => Refusal.Conflict("extension_too_late",
        "Expected the extension of branch {branch} of case {case} to be asked for before the limit ended, but it ended on {due}.",
        ("branch", branch.Number), ("case", file.Number), ("due", due));

    public static Error ClockNotRunning(CaseFile file, Branch branch) => Refusal.Conflict("clock_not_running",
        "Expected the legal clock of branch {branch} of case {case} to run, but it has not started.", ("branch", branch.Number), ("case", file.Number));

    internal const string InterestCode = "conflict_of_interest";

    public static Error ConflictOfInterest(CaseFile file, string common) => Refusal.Forbidden("conflict_of_interest",
        "Expected an officer without an interest in case {case}, but your {common} is the applicant's (公务员法 art. 76); supervision has been told.", ("case", file.Number), ("common", common));

    public static Error NotAuthorised(CaseFile file, Branch branch) => Refusal.Forbidden("not_authorised",
        "Expected a letter of authorisation of {department} that covers item {item} and this decision on {date}, but you have none.",
        ("department", branch.Department), ("item", file.Case.ItemCode), ("date", file.Act.Today));

    public static Error Recused(CaseFile file, Branch branch) => Refusal.Forbidden("officer_recused",
        "Expected an officer who has not withdrawn from branch {branch} of case {case}, but he has.", ("branch", branch.Number), ("case", file.Number));

    public static Error RecusalPending(CaseFile file, Branch branch) => Refusal.Conflict("recusal_pending",
        "Expected no open question of recusal in branch {branch} of case {case}, but the head has yet to decide on {officer}.",
        ("branch", branch.Number), ("case", file.Number), ("officer", branch.RecusalOf));

    public static Error NoRecusalAsked(CaseFile file, int branch) => Refusal.Conflict("recusal_not_asked",
        "Expected a request for recusal in branch {branch} of case {case}, but there is none.", ("branch", branch), ("case", file.Number));

    public static Error OwnRecusal() => Refusal.Forbidden("recusal_own", "Expected somebody else to decide about your recusal, but it is your own.");

    public static Error InterestedPartyMissing() => Refusal.Input("askedBy", "interested_party_missing", "Expected the name of who asks for the recusal, but there is none.");

    public static Error ReviewMissing(CaseFile file, Branch branch) => Refusal.Conflict("review_missing",
        "Expected branch {branch} of case {case} to have been reviewed by another officer, but it has not.", ("branch", branch.Number), ("case", file.Number));

    public static Error ReviewerSigns(CaseFile file, Branch branch) => Refusal.Forbidden("reviewer_signs",
        "Expected somebody other than the reviewer to sign branch {branch} of case {case}, but you reviewed it yourself.", ("branch", branch.Number), ("case", file.Number));

    public static Error OneSignature(CaseFile file, Branch branch) => Refusal.Conflict("one_signature_enough",
        "Expected branch {branch} of case {case} to want two signatures, but one is enough: decide it.", ("branch", branch.Number), ("case", file.Number));

    public static Error NotOnTheSpot(string itemCode) => Refusal.Conflict("not_on_the_spot", "Expected an item that is decided on the spot, but {item} is not.", ("item", itemCode));

    public static Error PapersDeferred(CaseFile file, Branch branch, string[] papers) => Refusal.Conflict("deferred_papers_missing",
        "Expected the deferred papers of branch {branch} of case {case} to be there before the decision, but these are not: {papers}.",
        ("branch", branch.Number), ("case", file.Number), ("papers", string.Join(", ", papers)));

    public static Error OverrulingReasonsMissing(int[] branches) => Refusal.Input("reasons", "overruling_reasons_missing",
        "Expected the reasons for granting against the opinion of branches {branches}, but there are none.", ("branches", string.Join(", ", branches)));

    public static Error FollowUpNotDue(CaseFile file) => Refusal.Conflict("follow_up_not_due", "Expected a check to be due in case {case}, but there is none.", ("case", file.Number));

    public static Error InspectorsMissing(int least) => Refusal.Input("inspectors", "inspectors_missing", "Expected at least {least} officers (行政许可法 art. 34), but there are fewer.", ("least", least));

    public static Error FindingsMissing() => Refusal.Input("findings", "findings_missing", "Expected in words what was found, but there is nothing.");

    public static Error NothingToSendUp(CaseFile file) => Refusal.Conflict("nothing_to_send_up",
        "Expected case {case} to lie with your body for review before it is sent up, but it does not.", ("case", file.Number));

    public static Error NothingBelow(CaseFile file, Branch branch) => Refusal.Conflict("nothing_below",
        "Expected a lower tier to have sent case {case} up to branch {branch}, but none has.", ("case", file.Number), ("branch", branch.Number));

    public static Error SentByLowerTier(int index, string code) => Refusal.Input($"faults[{index}].materialCode", "sent_by_lower_tier",
        "Expected a paper that the lower tier has not sent, but {material} was sent up and may not be asked for again (行政许可法 art. 35): send the case back down.", ("material", code));

    public static Error NothingToConfirm(CaseFile file, Branch branch) => Refusal.Conflict("nothing_to_confirm",
        "Expected a paper of branch {branch} of case {case} to have been replaced after the decision, but none has.", ("branch", branch.Number), ("case", file.Number));

    public static Error PassedOn(CaseFile file, Branch branch) => Refusal.Conflict("branch_passed_on",
        "Expected the flow of case {case} to wait for branch {branch} still, but it has gone on.", ("case", file.Number), ("branch", branch.Number));

    public static Error ConfirmationPending(CaseFile file, int branch) => Refusal.Conflict("confirmation_pending",
        "Expected every decision in case {case} to be confirmed, but branch {branch} was decided on a paper that has been replaced.", ("case", file.Number), ("branch", branch));

    public static Error ResultNotAwaited(CaseFile file, Branch branch, int other) => Refusal.Conflict("result_not_awaited_later",
        "Expected branch {branch} of case {case} to have signed without the result of branch {other}, but it has not.", ("branch", branch.Number), ("case", file.Number), ("other", other));

    public static Error NothingAwaited(CaseFile file, Branch branch) => ResultNotAwaited(file, branch, branch.AwaitsResults.FirstOrDefault());

    public static Error NotDeemed(CaseFile file, Branch branch) => Refusal.Conflict("branch_not_deemed_granted",
        "Expected branch {branch} of case {case} to be granted by silence, but it is {status}.",
        ("branch", branch.Number), ("case", file.Number), ("status", branch.Status));

    public static Error ResultNotThere(CaseFile file, int other) => Refusal.Conflict("result_not_there",
        "Expected branch {other} of case {case} to have its result, but it has none yet.", ("other", other), ("case", file.Number));

    public static Error NothingAsked(CaseFile file) => Refusal.Conflict("applicant_not_asked",
        "Expected the applicant of case {case} to have been asked about a refusal, but there is no open question.", ("case", file.Number));
}
