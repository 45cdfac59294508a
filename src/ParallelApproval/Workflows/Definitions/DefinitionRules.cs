using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ErrorOr;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// What a definition must be to be stored at all, and what it must be to be published (流程检查). A draft may be incomplete; it may not be
/// unreadable, oversized, ambiguous, or use a type that nobody knows.
/// </summary>
public sealed partial class DefinitionRules(DefinitionRegister register, IEnumerable<IJudgeFlows> judges)
{
    private static readonly HashSet<string> NeverStored = new(StringComparer.Ordinal)
    {
        "too_large",
        "duplicate_id",
        "unknown_activity_type",
        "unknown_activity_version",
        "composite_cycle",
    };

    /// <summary>
    /// Types that the engine can run but the house does not carry out: nobody raises their events or runs their tasks. Not offered, not
    /// published.
    /// </summary>
    public static IReadOnlySet<string> NotCarriedOut { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "Elsa.Event", "Elsa.RunTask", "Elsa.DispatchWorkflow", "Elsa.ExecuteWorkflow" };

    /// <summary>
    /// Faults for which not even a draft is stored. Unknown types that the latest version has already are left alone, so that nothing of it
    /// is lost.
    /// </summary>
    internal List<Error> OfDraft(JsonObject model, DefinitionRow? latest)
    {
        if (Drawing.Text(model, "definitionId") is { } id && !Id().IsMatch(id))
            return [DefinitionRefusals.IdMalformed(id)];
        if (model["root"] is not JsonObject root)
            return [DefinitionRefusals.Malformed("there is no root activity.")];
        if (Drawing.Text(root, "type") is not Drawing.Flowchart)
            return [DefinitionRefusals.RootNotFlowchart(Drawing.Text(root, "type") ?? "")];
        var parsed = Parse(model);
        if (parsed.IsError)
            return parsed.Errors;
        if (Unreadable(parsed.Value) is { } unreadable)
            return [unreadable];
        var held = latest is null
            ? []
            : WorkflowDefinition.Parse(latest.Content).Activities().Select(activity => (activity.Type, activity.Version)).ToHashSet();
        return
        [
            .. Problems(parsed.Value)
                .Where(found =>
                    NeverStored.Contains(found.Code)
                    && !(found.Code.StartsWith("unknown_", StringComparison.Ordinal) && IsHeld(parsed.Value, found, held))
                )
                .Select(found => Refusal(parsed.Value, found)),
        ];
    }

    /// <summary>Everything that is wrong with it: errors keep it from being published, warnings do not.</summary>
    public (List<Error> Errors, List<Error> Warnings) OfPublication(string json)
    {
        var definition = WorkflowDefinition.Parse(json);
        var problems = Problems(definition);
        var errors = problems.Where(found => found.Severity is Severity.Error).Select(found => Refusal(definition, found)).ToList();
        errors.AddRange(
            definition
                .Activities()
                .Where(activity => NotCarriedOut.Contains(activity.Type))
                .Select(activity => DefinitionRefusals.NotCarriedOut(activity.Id, activity.DisplayText, activity.Type))
        );
        List<Error> warnings = [.. problems.Where(found => found.Severity is Severity.Warning).Select(found => Refusal(definition, found))];
        // What the rooms say of a drawing that is none would only hide the fault.
        if (problems.Any(found => found.Severity is Severity.Error))
            return (errors, warnings);
        foreach (var fault in judges.SelectMany(judge => judge.Judge(new(definition))))
            (fault.IsWarning ? warnings : errors).Add(
                DefinitionRefusals.Of(fault, definition.Activities().First(activity => activity.Id == fault.Step).DisplayText)
            );
        return (errors, warnings);
    }

    // What a node could not make ready when it starts must never come into the table.
    private Error? Unreadable(WorkflowDefinition definition)
    {
        try
        {
            _ = new WorkflowVersion(definition, register.Activities);
            return null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return DefinitionRefusals.Malformed(fault.Message);
        }
    }

    internal static ErrorOr<WorkflowDefinition> Parse(JsonObject model)
    {
        try
        {
            return WorkflowDefinition.Parse(DefinitionDocument.Write(model));
        }
        catch (WorkflowFormatException broken)
        {
            return DefinitionRefusals.Malformed(broken.Message);
        }
    }

    /// <summary>
    /// Connections that lead to or from an activity that is not drawn; a draft loses them, an import or a publication with them is refused.
    /// </summary>
    internal List<Error> Dangling(JsonObject model) =>
        Parse(model) is { IsError: false } parsed
            ? [.. Problems(parsed.Value).Where(found => found.Code == "dangling_connection").Select(found => Refusal(parsed.Value, found))]
            : [];

    // A definition may be its own composite, or another's: the checks find the ring when they know both.
    private IReadOnlyList<WorkflowProblem> Problems(WorkflowDefinition definition) =>
        WorkflowChecks.Check(definition, register.Activities, definition.UsableAsActivity ? [definition] : null);

    private static bool IsHeld(WorkflowDefinition definition, WorkflowProblem found, HashSet<(string, int)> held) =>
        definition
            .Activities()
            .Any(activity =>
                activity.Id == found.ActivityId && (activity.Type == Drawing.NotFound || held.Contains((activity.Type, activity.Version)))
            );

    private static Error Refusal(WorkflowDefinition definition, WorkflowProblem found) =>
        DefinitionRefusals.Of(found, definition.Activities().FirstOrDefault(activity => activity.Id == found.ActivityId)?.DisplayText);

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex Id();
}
