using ErrorOr;
using ParallelApproval.Engine;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>What is refused to somebody who draws or publishes.</summary>
internal static class DefinitionRefusals
{
    private static readonly string[] NamingActivities = ["connection", "starts", "start", "exits", "first", "second", "split"];

    public static Error NoSuchDefinition(string definitionId) =>
        Refusal.NotFound(RefusalCode.DefinitionNotFound, ("definition", definitionId));

    public static Error NoSuchVersion(string definitionId, string version) =>
        Refusal.NotFound(RefusalCode.DefinitionVersionNotFound, ("definition", definitionId), ("version", version));

    public static Error TooLarge(int length) =>
        Refusal.Input("model", RefusalCode.DefinitionTooLarge, ("limit", WorkflowDefinition.MaxLength), ("length", length));

    public static Error Malformed(string detail) => Refusal.Input("model", RefusalCode.DefinitionMalformed, ("detail", detail));

    public static Error OtherSchema(string schema) => Refusal.Input("$schema", RefusalCode.DefinitionSchemaUnknown, ("schema", schema));

    public static Error IdMalformed(string definitionId) =>
        Refusal.Input("definitionId", RefusalCode.DefinitionIdMalformed, ("definition", definitionId));

    public static Error RootNotFlowchart(string type) => Refusal.Input("root", RefusalCode.RootNotFlowchart, ("type", type));

    public static Error ChangedByOther(string by, DateTimeOffset? at) =>
        Refusal.Conflict(RefusalCode.DefinitionChangedByOther, ("by", by), ("at", at));

    public static Error Emptied(string definitionId) => Refusal.Conflict(RefusalCode.DefinitionEmptied, ("definition", definitionId));

    public static Error CasesRunOnIt(string definitionId, int cases) =>
        Refusal.Conflict(RefusalCode.CasesRunOnDefinition, ("definition", definitionId), ("cases", cases));

    public static Error StillPublished(string definitionId, int version) =>
        Refusal.Conflict(RefusalCode.VersionIsPublished, ("definition", definitionId), ("version", version));

    public static Error NotPublished(string definitionId) => Refusal.Conflict(RefusalCode.FlowNotPublished, ("definition", definitionId));

    public static Error IsOfCase(string definitionId) => Refusal.Conflict(RefusalCode.FlowIsOfCase, ("definition", definitionId));

    public static Error TooManyRuns(DateOnly day) => Refusal.Conflict(RefusalCode.TooManyRuns, ("day", day));

    public static Error EventNotAwaited(string name) => Refusal.NotFound(RefusalCode.EventNotAwaited, ("name", name));

    public static Error TaskNotOpen(string id) => Refusal.NotFound(RefusalCode.TaskNotOpen, ("task", id));

    public static Error RunOver(ParallelApproval.Identities.CaseNumber run) => Refusal.Conflict(RefusalCode.RunIsOver, ("run", run));

    public static Error NotARun(ParallelApproval.Identities.CaseNumber run) => Refusal.Conflict(RefusalCode.NotARun, ("run", run));

    /// <summary>A fault that a room upstairs found.</summary>
    public static Error Of(FlowFault fault, string display) =>
        Refusal.Input(fault.Step, fault.Code, [.. fault.Facts, ("activity", fault.Step), ("display", display)]);

    /// <summary>A fault of the drawing, told with the texts on the canvas, so that the designer finds what is meant.</summary>
    public static Error Of(WorkflowProblem problem, WorkflowDefinition definition)
    {
        var texts = definition
            .Activities()
            .DistinctBy(activity => activity.Id)
            .ToDictionary(activity => activity.Id, activity => activity.DisplayText, StringComparer.Ordinal);
        string TextOf(string id) => texts.GetValueOrDefault(id, id);
        var facts = problem
            .Facts.Select(fact => (fact.Key, (object?)(NamingActivities.Contains(fact.Key) ? Named(fact.Value, TextOf) : fact.Value)))
            .Append(("display", TextOf(problem.ActivityId ?? "")))
            .ToArray();
        return Refusal.Input(problem.ActivityId ?? "root", RefusalCode.Named(problem.Code), facts);
    }

    // Ids, alone or as the ends of arrows: "a", "a, b", "a:Done->b:In", "a:Done".
    private static string Named(string fact, Func<string, string> textOf)
    {
        string End(string end) => end.LastIndexOf(':') is > 0 and var at ? textOf(end[..at]) + end[at..] : textOf(end);
        return string.Join(", ", fact.Split(", ").Select(one => string.Join("->", one.Split("->").Select(End))));
    }
}
