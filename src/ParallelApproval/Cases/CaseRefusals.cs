using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What the window refuses, and in which words.</summary>
public static class CaseRefusals
{
    public static Error UnknownItem(string itemCode) => Refusal.Input("itemCode", "item_unknown",
        "Expected an item of the catalogue, but {item} is none that is in force today.", ("item", itemCode));

    public static Error UnknownWorkflow(string field, string definitionId, int? version) => Refusal.Input(field, "workflow_version_unknown",
        "Expected a published workflow, but {workflow} version {version} is not.", ("workflow", definitionId), ("version", version));

    public static Error UnknownWindow(string number) => Refusal.Input("window", "window_unknown", "Expected a window of the hall, but there is none with the number {number}.", ("number", number));

    public static Error WindowClosed(string number) => Refusal.Input("window", "window_closed", "Expected a window that is open, but window {number} is closed.", ("number", number));

    public static Error WindowOfAnother(string number) => Refusal.Input("window", "window_of_another", "Expected a window of your own body, but window {number} is another's.", ("number", number));

    public static Error UnknownBranch(int branch, string itemCode) => Refusal.Input("branches", "branch_unknown",
        "Expected branches of item {item}, but it has no branch {branch}.", ("item", itemCode), ("branch", branch));

    public static Error BranchNotOptional(int branch, string itemCode) => Refusal.Input("branches", "branch_not_optional",
        "Expected branch {branch} of item {item} among the branches, but it was left out and it is not optional.", ("branch", branch), ("item", itemCode));

    public static Error MaterialNotOnList(int index, string code) => Refusal.Input($"materials[{index}].code", "material_not_on_list",
        "Expected a paper of the published list, but {material} is not on it and may not be asked for (行政许可法 art. 31).", ("material", code));

    public static Error MaterialTwice(int index, string code) => Refusal.Input($"materials[{index}].code", "material_twice",
        "Expected each paper once, but {material} is listed twice.", ("material", code));

    public static Error WrongStatus(Case @case, string wanted) => Refusal.Conflict("case_status_conflict",
        "Expected case {case} to be {wanted}, but it is {status}.", ("case", @case.Number), ("wanted", wanted), ("status", @case.Status));

    public static Error MaterialsMissing(IEnumerable<string> codes) => Refusal.Conflict("materials_missing",
        "Expected every paper on the list, but these are missing or faulty: {materials}.", ("materials", string.Join(", ", codes)));

    public static Error CorrectionOnlyOnce(string materialCode) => Refusal.Conflict("correction_only_once",
        "Expected everything wrong to be told at once, but {material} was already there at the first notice (行政许可法 art. 32, 72).", ("material", materialCode));

    public static Error NothingToCorrect(Case @case) => Refusal.Conflict("nothing_to_correct",
        "Expected a fault to tell the applicant of in case {case}, but every paper is there and none was named.", ("case", @case.Number));

    public static Error FaultNotOnList(int index, string code) => Refusal.Input($"faults[{index}].materialCode", "material_not_on_list",
        "Expected a paper of the published list, but {material} is not on it and may not be asked for (行政许可法 art. 31).", ("material", code));

    public static Error OwnException(Case @case) => Refusal.Forbidden("correction_exception_own",
        "Expected somebody other than the clerk who received case {case} to let the notice be repeated, but you received it yourself.", ("case", @case.Number));

    public static Error MayCorrectAlready(Case @case) => Refusal.Conflict("correction_allowed_already",
        "Expected no leave for another notice in case {case}, but there is one that has not been used.", ("case", @case.Number));

    public static Error CompetentBodyMissing() => Refusal.Input("competentBody", "competent_body_missing", "Expected the body that is competent to be named (行政许可法 art. 32), but it is not.");

    public static Error FieldDecides(string field) => Refusal.Input("form", "field_decides_branches",
        "Expected a small error to be put right, but {field} decides what the case is about: withdraw it and apply anew.", ("field", field));

    public static Error NotThereToCorrect(int index, string code) => Refusal.Input($"corrections[{index}].materialCode", "material_not_there",
        "Expected a paper that has been handed in, but {material} has not.", ("material", code));

    public static Error NothingDeferred(string itemCode) => Refusal.Conflict("deferral_not_possible",
        "Expected an item that takes days, but {item} is decided on the spot and nothing can be deferred.", ("item", itemCode));

    public static Error PromiseNotSigned() => Refusal.Input("isSigned", "promise_not_signed", "Expected the applicant to have signed the promise, but he has not.");

    public static Error NotToBeDeferred(int index, string code) => Refusal.Input($"papers[{index}]", "paper_not_deferrable",
        "Expected a missing paper that the guide marks as deferrable, but {material} is not one.", ("material", code));

    public static Error NothingMissing(Case @case) => Refusal.Conflict("nothing_missing", "Expected a paper to be missing in case {case}, but none is: accept it.", ("case", @case.Number));

    public static Error DeferralOutOfRange(int days, int most) => Refusal.Input("days", "deferral_out_of_range",
        "Expected 1 to {most} working days, no more than the item promises, but {days} were asked for.", ("most", most), ("days", days));

    public static Error NoCommitment(string itemCode) => Refusal.Conflict("commitment_not_allowed", "Expected an item that may be granted on a promise, but {item} may not.", ("item", itemCode));

    public static Error NoTrust(Block entry) => Refusal.Conflict("applicant_not_trusted",
        "Expected an applicant on no list, but he is on one ({ground}) until {until}; nothing is deferred and no promise taken.", ("ground", entry.Ground), ("until", entry.Until));

    public static Error OwnApplication(string common) => Refusal.Forbidden(BranchRefusals.InterestCode,
        "Expected an officer without an interest in the application, but your {common} is the applicant's (公务员法 art. 76); another clerk receives it.",
        ("case", "–"), ("common", common));

    public static Error Blocked(Block entry) => Refusal.Conflict("applicant_blocked",
        "Expected an applicant who may apply, but he may not until {until} ({ground}, 行政许可法 art. 78, 79).", ("until", entry.Until), ("ground", entry.Ground));

    public static Error Duplicate(CaseNumber first) => Refusal.Conflict("application_open_already",
        "Expected no open case of this applicant for this item and object, but {case} is: add papers to it.", ("case", first));

    public static Error NotAtThisTier(ServiceItem item, Tier tier) => Refusal.Forbidden("item_not_at_this_tier",
        "Expected an item that is received at your tier ({tier}), but {item} is received at {wanted}.", ("tier", tier), ("item", item.ItemCode), ("wanted", item.Tier));

    public static Error DeferredNotOnList(int index, string code) => Refusal.Input($"deferred[{index}]", "material_not_on_list",
        "Expected a paper of the published list, but {material} is not on it and may not be asked for (行政许可法 art. 31).", ("material", code));

    public static Error NotDeferrable(int index, string code) => Refusal.Input($"deferred[{index}]", "material_not_deferrable",
        "Expected a paper that the catalogue lets wait, but {material} is a main paper.", ("material", code));

    public static Error DeferredThoughThere(int index, string code) => Refusal.Input($"deferred[{index}]", "material_twice",
        "Expected each paper once, but {material} is listed twice.", ("material", code));

    public static Error DeliveredElsewhere(Case @case) => Refusal.Conflict("delivery_elsewhere",
        "Expected the result of case {case} to be handed over where it was received, but that is {station}.",
        ("case", @case.Number), ("station", @case.Station));

    public static Error ClockNotRunning(Case @case) => Refusal.Conflict("case_clock_not_running",
        "Expected the legal clock of case {case} to run, but it does not.", ("case", @case.Number));

    public static Error ExtendedAlready(Case @case) => Refusal.Conflict("case_extended_already",
        "Expected the limit of case {case} not to have been extended, but it has been, and only once is lawful.", ("case", @case.Number));

    public static Error ExtensionTooLate(Case @case, DateOnly due) => Refusal.Conflict("case_extension_too_late",
        "Expected the extension of case {case} to be asked for before the limit ended, but it ended on {due}.", ("case", @case.Number), ("due", due));

    public static Error FeeNotDue(Case @case) => Refusal.Conflict("fee_not_due",
        "Expected case {case} to be accepted and under way, but it is {status}.", ("case", @case.Number), ("status", @case.Status));

    public static Error PapersPromised(IEnumerable<string> codes) => Refusal.Conflict("papers_promised",
        "Expected every paper before the results are handed over, but these were promised and are not there: {materials}.", ("materials", string.Join(", ", codes)));

    public static Error ReasonMissing() => Refusal.Input("reason", "reason_missing", "Expected a reason, but there is none.");
}
