using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Branches;

/// <summary>What a department is refused, and in which words.</summary>
public static class BranchRefusals
{
    public static Error NoSuchTask(TaskNumber task) => Refusal.NotFound("task_not_found",
        "Expected a task {task}, but there is none.", ("task", task));

    public static Error NotYours(CaseFile file, Branch branch) => Refusal.Forbidden("branch_not_yours",
        "Expected branch {branch} of case {case} to belong to your department, but it belongs to {department}.",
        ("branch", branch.Number), ("case", file.Number), ("department", branch.Department));

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

    public static Error NothingAsked(CaseFile file) => Refusal.Conflict("applicant_not_asked",
        "Expected the applicant of case {case} to have been asked about a refusal, but there is no open question.", ("case", file.Number));
}
