using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What a department is refused, and in which words.</summary>
public static class BranchRefusals
{
    public static Error NoSuchTask(TaskNumber task) => Refusal.NotFound(RefusalCode.TaskNotFound, ("task", task));

    public static Error NotYours(CaseFile file, Branch branch) =>
        Refusal.Forbidden(RefusalCode.BranchNotYours, ("branch", branch.Number), ("case", file.Number), ("department", branch.Department));

    /// <summary>None of the branches is the officer's department's; before the copy notice there are none at all.</summary>
    public static Error NoPart(CaseFile file) => file.Branches.FirstOrDefault() is { } other ? NotYours(file, other) : FollowUpNotDue(file);

    public static Error FourEyes(CaseFile file) => Refusal.Forbidden(RefusalCode.FourEyes, ("case", file.Number));

    public static Error AlreadyDecided(CaseFile file, Branch branch) =>
        Refusal.Conflict(
            RefusalCode.BranchAlreadyDecided,
            ("branch", branch.Number),
            ("case", file.Number),
            ("status", branch.Status),
            ("date", branch.SettledAt is { } at ? DateOnly.FromDateTime(at.DateTime) : null)
        );

    public static Error Blocked(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.BranchBlocked, ("branch", branch.Number), ("case", file.Number));

    public static Error NotOpen(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.BranchNotOpen, ("branch", branch.Number), ("case", file.Number), ("status", branch.Status));

    public static Error WaitsFor(CaseFile file, Branch branch, IEnumerable<int> blockers) =>
        Refusal.Conflict(RefusalCode.BranchWaitsFor, ("branch", branch.Number), ("case", file.Number), ("blockers", blockers));

    public static Error HeldBy(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.TaskClaimedByOther, ("branch", branch.Number), ("case", file.Number), ("holder", branch.Holder));

    public static Error NotHeld(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.TaskNotClaimed, ("branch", branch.Number), ("case", file.Number));

    public static Error NotAnApprover(string userName, string department) =>
        Refusal.Input("to", RefusalCode.NotAnApprover, ("department", department), ("officer", userName));

    public static Error OpinionMissing() => Refusal.Input("opinion", RefusalCode.OpinionMissing);

    public static Error ReasonsMissing() => Refusal.Input("reasons", RefusalCode.ReasonsMissing);

    public static Error FaultsMissing() => Refusal.Input("faults", RefusalCode.FaultsMissing);

    public static Error NoticeNotDelivered() => Refusal.Input("noticeDelivered", RefusalCode.StopNoticeNotDelivered);

    public static Error PlannedDaysOutOfRange(int days) => Refusal.Input("plannedDays", RefusalCode.PlannedDaysOutOfRange, ("days", days));

    public static Error NotStopped(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.BranchNotStopped, ("branch", branch.Number), ("case", file.Number));

    public static Error ExtensionOutOfRange(int days, int most) =>
        Refusal.Input("days", RefusalCode.ExtensionOutOfRange, ("most", most), ("days", days));

    public static Error ExtensionWrongLevel(CaseFile file) =>
        Refusal.Input("level", RefusalCode.ExtensionWrongLevel, ("case", file.Number));

    public static Error Withdrawn(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.BranchWithdrawn, ("branch", branch.Number), ("case", file.Number));

    public static Error TakerRecused(string userName) => Refusal.Input("to", RefusalCode.TakerRecused, ("officer", userName));

    public static Error TakerChairs(string userName) => Refusal.Input("to", RefusalCode.TakerChairs, ("officer", userName));

    public static Error TakerHasNoLetter(CaseFile file, string userName) =>
        Refusal.Input("to", RefusalCode.TakerHasNoLetter, ("officer", userName), ("item", file.Case.ItemCode), ("date", file.Act.Today));

    public static Error ExtensionOwn() => Refusal.Forbidden(RefusalCode.ExtensionOwn);

    public static Error ExtensionAskedAlready(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.ExtensionAskedAlready, ("branch", branch.Number), ("case", file.Number));

    public static Error ExtensionNotAsked(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.ExtensionNotAsked, ("branch", branch.Number), ("case", file.Number));

    public static Error ExtendedAlready(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.ExtendedAlready, ("branch", branch.Number), ("case", file.Number));

    public static Error ExtensionTooLate(CaseFile file, Branch branch, DateOnly due) =>
        Refusal.Conflict(RefusalCode.ExtensionTooLate, ("branch", branch.Number), ("case", file.Number), ("due", due));

    public static Error StopTooLate(CaseFile file, Branch branch, DateOnly due) =>
        Refusal.Conflict(RefusalCode.StopTooLate, ("branch", branch.Number), ("case", file.Number), ("due", due));

    public static Error ClockNotRunning(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.ClockNotRunning, ("branch", branch.Number), ("case", file.Number));

    public static Error NotAuthorised(CaseFile file, Branch branch) =>
        Refusal.Forbidden(
            RefusalCode.NotAuthorised,
            ("department", branch.Department),
            ("item", file.Case.ItemCode),
            ("date", file.Act.Today)
        );

    public static Error SignerAbsent(string userName, Absence away) =>
        Refusal.Conflict(RefusalCode.SignerAbsent, ("userName", userName), ("from", away.From), ("to", away.LastDay));

    public static Error Recused(CaseFile file, Branch branch) =>
        Refusal.Forbidden(RefusalCode.OfficerRecused, ("branch", branch.Number), ("case", file.Number));

    public static Error RecusalPending(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.RecusalPending, ("branch", branch.Number), ("case", file.Number), ("officer", branch.RecusalOf));

    public static Error NoRecusalAsked(CaseFile file, int branch) =>
        Refusal.Conflict(RefusalCode.RecusalNotAsked, ("branch", branch), ("case", file.Number));

    public static Error OwnRecusal() => Refusal.Forbidden(RefusalCode.RecusalOwn);

    public static Error InterestedPartyMissing() => Refusal.Input("askedBy", RefusalCode.InterestedPartyMissing);

    public static Error ReviewMissing(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.ReviewMissing, ("branch", branch.Number), ("case", file.Number));

    public static Error ReviewerSigns(CaseFile file, Branch branch) =>
        Refusal.Forbidden(RefusalCode.ReviewerSigns, ("branch", branch.Number), ("case", file.Number));

    public static Error OneSignature(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.OneSignatureEnough, ("branch", branch.Number), ("case", file.Number));

    public static Error NotOnTheSpot(string itemCode) => Refusal.Conflict(RefusalCode.NotOnTheSpot, ("item", itemCode));

    public static Error PapersDeferred(CaseFile file, Branch branch, string[] papers) =>
        Refusal.Conflict(RefusalCode.DeferredPapersMissing, ("branch", branch.Number), ("case", file.Number), ("papers", papers));

    public static Error OverrulingReasonsMissing(int[] branches) =>
        Refusal.Input("reasons", RefusalCode.OverrulingReasonsMissing, ("branches", branches));

    public static Error FollowUpNotDue(CaseFile file) => Refusal.Conflict(RefusalCode.FollowUpNotDue, ("case", file.Number));

    public static Error InspectorsMissing(int least) => Refusal.Input("inspectors", RefusalCode.InspectorsMissing, ("least", least));

    public static Error FindingsMissing() => Refusal.Input("findings", RefusalCode.FindingsMissing);

    public static Error NothingToSendUp(CaseFile file) => Refusal.Conflict(RefusalCode.NothingToSendUp, ("case", file.Number));

    public static Error NothingBelow(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.NothingBelow, ("case", file.Number), ("branch", branch.Number));

    public static Error SentByLowerTier(int index, string code) =>
        Refusal.Input($"faults[{index}].materialCode", RefusalCode.SentByLowerTier, ("material", code));

    public static Error NothingToConfirm(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.NothingToConfirm, ("branch", branch.Number), ("case", file.Number));

    public static Error PassedOn(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.BranchPassedOn, ("case", file.Number), ("branch", branch.Number));

    public static Error ConfirmationPending(CaseFile file, int branch) =>
        Refusal.Conflict(RefusalCode.ConfirmationPending, ("case", file.Number), ("branch", branch));

    public static Error ResultNotAwaited(CaseFile file, Branch branch, int other) =>
        Refusal.Conflict(RefusalCode.ResultNotAwaitedLater, ("branch", branch.Number), ("case", file.Number), ("other", other));

    public static Error NothingAwaited(CaseFile file, Branch branch) =>
        ResultNotAwaited(file, branch, branch.AwaitsResults.FirstOrDefault());

    public static Error NotDeemed(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.BranchNotDeemedGranted, ("branch", branch.Number), ("case", file.Number), ("status", branch.Status));

    public static Error ResultNotThere(CaseFile file, int other) =>
        Refusal.Conflict(RefusalCode.ResultNotThere, ("other", other), ("case", file.Number));

    public static Error NothingAsked(CaseFile file) => Refusal.Conflict(RefusalCode.ApplicantNotAsked, ("case", file.Number));
}

/// <summary>What an officer and the applicant may have in common.</summary>
public enum SharedMark
{
    IdNumber,
    Phone,
    Address,
}
