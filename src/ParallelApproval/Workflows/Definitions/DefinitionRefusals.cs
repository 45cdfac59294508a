using ErrorOr;
using ParallelApproval.Engine;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>What is refused to somebody who draws or publishes.</summary>
internal static class DefinitionRefusals
{
    public static Error NoSuchDefinition(string definitionId) =>
        Refusal.NotFound("definition_not_found", "Expected a workflow definition {definition}, but there is none.", ("definition", definitionId));

    public static Error NoSuchVersion(string definitionId, string version) =>
        Refusal.NotFound("definition_version_not_found", "Expected version {version} of workflow definition {definition}, but there is none.", ("definition", definitionId), ("version", version));

    public static Error TooLarge(int length) =>
        Refusal.Input("model", "definition_too_large", "Expected a definition of at most {limit} characters, but it has {length}.", ("limit", WorkflowDefinition.MaxLength), ("length", length));

    public static Error Malformed(string detail) =>
        Refusal.Input("model", "definition_malformed", "Expected a workflow definition, but it cannot be read: {detail}", ("detail", detail));

    public static Error OtherSchema(string schema) =>
        Refusal.Input("$schema", "definition_schema_unknown", "Expected a definition of Elsa's schema version 3, but it says {schema}.", ("schema", schema));

    public static Error IdMalformed(string definitionId) =>
        Refusal.Input("definitionId", "definition_id_malformed", "Expected a definition id of 1 to 64 letters, digits, dots, hyphens and underscores, but it is {definition}.", ("definition", definitionId));

    public static Error RootNotFlowchart(string type) =>
        Refusal.Input("root", "root_not_flowchart", "Expected the drawing to be a flowchart, but it is {type}.", ("type", type));

    public static Error ChangedByOther(string by, DateTimeOffset? at) =>
        Refusal.Conflict("definition_changed_by_other", "Expected the content that was opened to be the newest, but {by} changed it at {at}; open it again.", ("by", by), ("at", at?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", null) ?? ""));

    public static Error Emptied(string definitionId) =>
        Refusal.Conflict("definition_emptied", "Expected {definition} to keep its activities, but none is left; delete the definition if that is meant.", ("definition", definitionId));

    public static Error CasesRunOnIt(string definitionId, int cases) =>
        Refusal.Conflict("cases_run_on_definition", "Expected no case to run on {definition}, but {cases} do.", ("definition", definitionId), ("cases", cases));

    public static Error StillPublished(string definitionId, int version) =>
        Refusal.Conflict("version_is_published", "Expected version {version} of {definition} not to be published, but new cases start on it.", ("definition", definitionId), ("version", version));

    public static Error NotCarriedOut(string activity, string display, string type) =>
        Refusal.Input(activity, "activity_not_carried_out", "Expected activity '{activity}' ({display}) to be of a type that this house carries out, but {type} is not.", ("activity", activity), ("display", display), ("type", type));

    /// <summary>A fault of the drawing, with the text on the canvas so that the designer finds the activity.</summary>
    public static Error Of(WorkflowProblem problem, string? display)
    {
        var facts = problem.Facts.Select(fact => (fact.Key, (object?)fact.Value)).Append(("display", display ?? problem.ActivityId ?? "")).ToArray();
        return Refusal.Input(problem.ActivityId ?? "root", problem.Code, display is null || display == problem.ActivityId ? problem.Message : $"{problem.Message} ({display})", facts);
    }
}
