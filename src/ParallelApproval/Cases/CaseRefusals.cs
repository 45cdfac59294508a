using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What the window refuses, and in which words.</summary>
public static class CaseRefusals
{
    public static Error UnknownItem(string itemCode) => Refusal.Input("itemCode", "item_unknown",
        "Expected an item of the catalogue, but {item} is none that is in force today.", ("item", itemCode));

    public static Error UnknownWorkflow(string field, string definitionId, int? version) => Refusal.Input(field, "workflow_version_unknown",
        "Expected a published workflow, but {workflow} version {version} is not.", ("workflow", definitionId), ("version", version));

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

    public static Error DeferredNotOnList(int index, string code) => Refusal.Input($"deferred[{index}]", "material_not_on_list",
        "Expected a paper of the published list, but {material} is not on it and may not be asked for (行政许可法 art. 31).", ("material", code));

    public static Error NotDeferrable(int index, string code) => Refusal.Input($"deferred[{index}]", "material_not_deferrable",
        "Expected a paper that the catalogue lets wait, but {material} is a main paper.", ("material", code));

    public static Error DeferredThoughThere(int index, string code) => Refusal.Input($"deferred[{index}]", "material_twice",
        "Expected each paper once, but {material} is listed twice.", ("material", code));

    public static Error PapersPromised(IEnumerable<string> codes) => Refusal.Conflict("papers_promised",
        "Expected every paper before the results are handed over, but these were promised and are not there: {materials}.", ("materials", string.Join(", ", codes)));

    public static Error ReasonMissing() => Refusal.Input("reason", "reason_missing", "Expected a reason, but there is none.");
}
