using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What is refused about hearings, and in which words.</summary>
public static class HearingRefusals
{
    public static Error RightRuns(CaseFile file, Branch branch, DateOnly? until) =>
        Refusal.Conflict(RefusalCode.HearingRightRuns, ("branch", branch.Number), ("case", file.Number), ("until", until));

    public static Error NotRecorded(CaseFile file, Branch branch, Hearing hearing) =>
        Refusal.Conflict(RefusalCode.HearingNotRecorded, ("branch", branch.Number), ("case", file.Number), ("stage", hearing.Stage));

    public static Error Required(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.HearingRequired, ("branch", branch.Number), ("item", file.Case.ItemCode));

    public static Error ToldAlready(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.HearingToldAlready, ("branch", branch.Number), ("case", file.Number));

    public static Error RightNotTold(CaseFile file, int branch) =>
        Refusal.Conflict(RefusalCode.HearingRightNotTold, ("branch", branch), ("case", file.Number));

    public static Error RequestedAlready(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.HearingRequestedAlready, ("branch", branch.Number), ("case", file.Number));

    public static Error RequestTooLate(CaseFile file, Branch branch, DateOnly? due) =>
        Refusal.Conflict(RefusalCode.HearingRequestTooLate, ("branch", branch.Number), ("case", file.Number), ("due", due));

    public static Error CalledAlready(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.HearingCalledAlready, ("branch", branch.Number), ("case", file.Number));

    public static Error NotCalled(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.HearingNotCalled, ("branch", branch.Number), ("case", file.Number));

    public static Error NotYet(DateTimeOffset at) => Refusal.Conflict(RefusalCode.HearingNotYet, ("at", at));

    public static Error TooSoon(DateOnly on, DateOnly earliest) =>
        Refusal.Input("at", RefusalCode.HearingTooSoon, ("days", HearingRules.DaysOfNotice), ("earliest", earliest), ("date", on));

    public static Error TooLate(DateOnly on, DateOnly latest) =>
        Refusal.Input("at", RefusalCode.HearingTooLate, ("days", HearingRules.DaysToHold), ("latest", latest), ("date", on));

    public static Error ChairUnknown(string chair) => Refusal.Input("chair", RefusalCode.HearingChairUnknown, ("officer", chair));

    public static Error ChairReviews(string chair) => Refusal.Input("chair", RefusalCode.HearingChairReviews, ("officer", chair));

    public static Error ChairDecides(CaseFile file, Branch branch) =>
        Refusal.Forbidden(RefusalCode.HearingChairDecides, ("branch", branch.Number), ("case", file.Number));

    public static Error NoticeNotDelivered() => Refusal.Input("noticeDelivered", RefusalCode.StopNoticeNotDelivered);

    public static Error SubjectMissing() => Refusal.Input("subject", RefusalCode.HearingSubjectMissing);

    public static Error PlaceMissing() => Refusal.Input("place", RefusalCode.HearingPlaceMissing);

    public static Error MinutesMissing() => Refusal.Input("minutes", RefusalCode.HearingMinutesMissing);

    public static Error SignaturesMissing(int least) => Refusal.Input("signatures", RefusalCode.HearingSignaturesMissing, ("least", least));
}
