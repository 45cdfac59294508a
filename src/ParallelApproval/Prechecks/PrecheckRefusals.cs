using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Prechecks;

/// <summary>What is refused about applications sent beforehand, and in which words.</summary>
public static class PrecheckRefusals
{
    public static Error NotFound(PrecheckNumber number) => Refusal.NotFound(RefusalCode.PrecheckNotFound, ("precheck", number));

    public static Error WrongStatus(Precheck precheck, params IEnumerable<PrecheckStatus> wanted) =>
        Refusal.Conflict(RefusalCode.PrecheckStatusConflict, ("precheck", precheck.Id), ("wanted", wanted), ("status", precheck.Status));

    public static Error ChangedMeanwhile(Precheck precheck) =>
        Refusal.Conflict(RefusalCode.PrecheckChangedMeanwhile, ("precheck", precheck.Id));

    public static Error PhoneNotMobile() => Refusal.Input("phone", RefusalCode.PhoneNotMobile);

    public static Error TooManyOfPhone(int most) => Refusal.Conflict(RefusalCode.PrecheckTooManyOfPhone, ("most", most));

    public static Error TooManyOfAddress() => Refusal.Conflict(RefusalCode.PrecheckTooManyOfAddress);

    public static Error TooMuchTyped() => Refusal.Input("", RefusalCode.PrecheckTooMuchTyped);

    public static Error TooManyFiles(int most) => Refusal.Conflict(RefusalCode.PrecheckTooManyFiles, ("most", most));

    public static Error FilesTooLarge(int most) => Refusal.Conflict(RefusalCode.PrecheckFilesTooLarge, ("most", most));

    public static Error UnknownPaper(string code) => Refusal.Input("paper", RefusalCode.PrecheckPaperUnknown, ("material", code));

    public static Error PaperUnjudged(string code) => Refusal.Input("papers", RefusalCode.PrecheckPaperUnjudged, ("material", code));

    public static Error ReasonMissing(int place) =>
        Refusal.Input(FormattableString.Invariant($"papers[{place}].reason"), RefusalCode.PrecheckReasonMissing);

    public static Error NothingWrong() => Refusal.Input("note", RefusalCode.PrecheckNothingWrong);

    public static Error PapersWanting(IEnumerable<string> codes) =>
        Refusal.Input("papers", RefusalCode.PrecheckPapersWanting, ("materials", codes));

    public static Error AnotherItem(Precheck precheck) =>
        Refusal.Input("itemCode", RefusalCode.PrecheckAnotherItem, ("precheck", precheck.Id), ("item", precheck.ItemCode));

    public static Error ReceivedAlready(PrecheckNumber number) =>
        Refusal.Conflict(RefusalCode.PrecheckReceivedAlready, ("precheck", number));
}
