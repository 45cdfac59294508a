using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What the window refuses, and in which words.</summary>
public static class CaseRefusals
{
    /// <summary>Nothing is received under the item any more.</summary>
    /// <param name="successor">Name of what is applied for instead; null where there is none.</param>
    public static Error ItemEnded(Catalogue.ItemEnd end, string? successor) =>
        end.Successor is null
            ? Refusal.Input("itemCode", RefusalCode.ItemEnded, ("item", end.ItemCode), ("day", end.LastDay))
            : Refusal.Input(
                "itemCode",
                RefusalCode.ItemSucceeded,
                ("item", end.ItemCode),
                ("day", end.LastDay),
                ("code", end.Successor),
                ("name", successor)
            );

    public static Error UnknownItem(string itemCode) => Refusal.Input("itemCode", RefusalCode.ItemUnknown, ("item", itemCode));

    public static Error UnknownWorkflow(string field, string definitionId, int? version) =>
        Refusal.Input(field, RefusalCode.WorkflowVersionUnknown, ("workflow", definitionId), ("version", version));

    /// <param name="departments">Those that the flow does not ask; empty when it does not even take a case in.</param>
    public static Error WorkflowUnfit(string field, string definitionId, string item, string[] departments) =>
        Refusal.Input(field, RefusalCode.WorkflowUnfit, ("workflow", definitionId), ("item", item), ("departments", departments));

    public static Error WorkflowNotMeant(string field, string definitionId, string item, string meant) =>
        Refusal.Input(field, RefusalCode.WorkflowNotMeant, ("workflow", definitionId), ("item", item), ("meant", meant));

    public static Error WorkflowAsksUnknown(string field, string definitionId, string item, string[] facts) =>
        Refusal.Input(field, RefusalCode.WorkflowAsksUnknown, ("workflow", definitionId), ("item", item), ("facts", facts));

    public static Error UnknownWindow(string number) => Refusal.Input("window", RefusalCode.WindowUnknown, ("number", number));

    public static Error WindowClosed(string number) => Refusal.Input("window", RefusalCode.WindowClosed, ("number", number));

    public static Error WindowOfAnother(string number) => Refusal.Input("window", RefusalCode.WindowOfAnother, ("number", number));

    public static Error UnknownBranch(int branch, string itemCode) =>
        Refusal.Input("branches", RefusalCode.BranchUnknown, ("item", itemCode), ("branch", branch));

    public static Error BranchNotOptional(int branch, string itemCode) =>
        Refusal.Input("branches", RefusalCode.BranchNotOptional, ("branch", branch), ("item", itemCode));

    public static Error PaperAfterDecision(CaseFile file, string code) =>
        Refusal.Conflict(RefusalCode.PaperAfterDecision, ("case", file.Number), ("material", code));

    public static Error MaterialNotOnList(int index, string code) =>
        Refusal.Input($"materials[{index}].code", RefusalCode.MaterialNotOnList, ("material", code));

    public static Error MaterialTwice(int index, string code) =>
        Refusal.Input($"materials[{index}].code", RefusalCode.MaterialTwice, ("material", code));

    /// <summary>Who comes after a withdrawal is told of it; anything else in the way is told as the status that it is.</summary>
    public static Error WrongStatus(Case @case, params IEnumerable<CaseStatus> wanted) =>
        @case.Status is CaseStatus.Withdrawn
            ? Refusal.Conflict(RefusalCode.CaseWithdrawn, ("case", @case.Number))
            : Refusal.Conflict(RefusalCode.CaseStatusConflict, ("case", @case.Number), ("wanted", wanted), ("status", @case.Status));

    public static Error MaterialsMissing(IEnumerable<string> codes) => Refusal.Conflict(RefusalCode.MaterialsMissing, ("materials", codes));

    public static Error CorrectionOnlyOnce(string materialCode) =>
        Refusal.Conflict(RefusalCode.CorrectionOnlyOnce, ("material", materialCode));

    public static Error NothingToCorrect(Case @case) => Refusal.Conflict(RefusalCode.NothingToCorrect, ("case", @case.Number));

    public static Error FaultNotOnList(int index, string code) =>
        Refusal.Input($"faults[{index}].materialCode", RefusalCode.MaterialNotOnList, ("material", code));

    public static Error OwnException(Case @case) => Refusal.Forbidden(RefusalCode.CorrectionExceptionOwn, ("case", @case.Number));

    public static Error MayCorrectAlready(Case @case) => Refusal.Conflict(RefusalCode.CorrectionAllowedAlready, ("case", @case.Number));

    public static Error CompetentBodyMissing() => Refusal.Input("competentBody", RefusalCode.CompetentBodyMissing);

    public static Error FieldDecides(string field) => Refusal.Input("form", RefusalCode.FieldDecidesBranches, ("field", field));

    public static Error NotThereToCorrect(int index, string code) =>
        Refusal.Input($"corrections[{index}].materialCode", RefusalCode.MaterialNotThere, ("material", code));

    public static Error NothingDeferred(string itemCode) => Refusal.Conflict(RefusalCode.DeferralNotPossible, ("item", itemCode));

    public static Error PromiseNotSigned() => Refusal.Input("isSigned", RefusalCode.PromiseNotSigned);

    public static Error NotToBeDeferred(int index, string code) =>
        Refusal.Input($"papers[{index}]", RefusalCode.PaperNotDeferrable, ("material", code));

    public static Error NothingMissing(Case @case) => Refusal.Conflict(RefusalCode.NothingMissing, ("case", @case.Number));

    public static Error DeferralOutOfRange(int days, int most) =>
        Refusal.Input("days", RefusalCode.DeferralOutOfRange, ("most", most), ("days", days));

    public static Error NoCommitment(string itemCode) => Refusal.Conflict(RefusalCode.CommitmentNotAllowed, ("item", itemCode));

    public static Error NoTrust(Block entry) =>
        Refusal.Conflict(RefusalCode.ApplicantNotTrusted, ("ground", entry.Ground), ("until", entry.Until));

    public static Error ConflictOfInterest(string common) =>
        Refusal.Forbidden(RefusalCode.ConflictOfInterest, ("common", Enum.Parse<SharedMark>(common, ignoreCase: true)));

    public static Error Blocked(Block entry) =>
        Refusal.Conflict(RefusalCode.ApplicantBlocked, ("until", entry.Until), ("ground", entry.Ground));

    public static Error Duplicate(CaseNumber first) => Refusal.Conflict(RefusalCode.ApplicationOpenAlready, ("case", first));

    public static Error NotAtThisTier(ServiceItem item, Tier tier) =>
        Refusal.Forbidden(RefusalCode.ItemNotAtThisTier, ("tier", tier), ("item", item.ItemCode), ("wanted", item.Tier));

    public static Error DeferredNotOnList(int index, string code) =>
        Refusal.Input($"deferred[{index}]", RefusalCode.MaterialNotOnList, ("material", code));

    public static Error NotDeferrable(int index, string code) =>
        Refusal.Input($"deferred[{index}]", RefusalCode.MaterialNotDeferrable, ("material", code));

    public static Error DeferredThoughThere(int index, string code) =>
        Refusal.Input($"deferred[{index}]", RefusalCode.MaterialTwice, ("material", code));

    public static Error DeliveredElsewhere(Case @case) =>
        Refusal.Conflict(RefusalCode.DeliveryElsewhere, ("case", @case.Number), ("station", @case.Station));

    public static Error ClockNotRunning(Case @case) => Refusal.Conflict(RefusalCode.CaseClockNotRunning, ("case", @case.Number));

    public static Error ExtendedAlready(Case @case) => Refusal.Conflict(RefusalCode.CaseExtendedAlready, ("case", @case.Number));

    public static Error ExtensionTooLate(Case @case, DateOnly due) =>
        Refusal.Conflict(RefusalCode.CaseExtensionTooLate, ("case", @case.Number), ("due", due));

    public static Error FeeNotDue(Case @case) => Refusal.Conflict(RefusalCode.FeeNotDue, ("case", @case.Number), ("status", @case.Status));

    public static Error PapersPromised(IEnumerable<string> codes) => Refusal.Conflict(RefusalCode.PapersPromised, ("materials", codes));

    public static Error ReasonMissing() => Refusal.Input("reason", RefusalCode.ReasonMissing);
}
