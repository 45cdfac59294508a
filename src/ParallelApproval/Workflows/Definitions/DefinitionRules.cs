using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ErrorOr;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// What a definition must be to be stored at all, and what it must be to be published (流程检查). A draft may be incomplete and hold
/// activities that nobody knows; it may not be unreadable, oversized or ambiguous.
/// </summary>
public sealed partial class DefinitionRules(DefinitionRegister register, IEnumerable<IJudgeFlows> judges, FlowEngines engines)
{
    // Less than is read, because wrapped inputs and the answers of the front door put levels of their own around it.
    private const int MostLevels = WorkflowDefinition.MaxDepth - 16;

    private static readonly HashSet<string> NeverStored = new(StringComparer.Ordinal) { "too_large", "duplicate_id", "composite_cycle" };

    /// <summary>
    /// Faults for which not even a draft is stored. Activities of unknown types are no such fault: they are kept, so that nothing is lost.
    /// </summary>
    internal List<Error> OfDraft(JsonObject model)
    {
        if (Drawing.Text(model, "definitionId") is { } id && !Id().IsMatch(id))
            return [DefinitionRefusals.IdMalformed(id)];
        if (model["root"] is not JsonObject root)
            return [DefinitionRefusals.Malformed("there is no root activity.")];
        if (Drawing.Text(root, "type") is not Drawing.Flowchart)
            return [DefinitionRefusals.RootNotFlowchart(Drawing.Text(root, "type") ?? "")];
        if (Levels(model) is > MostLevels and var levels)
            return [DefinitionRefusals.Malformed($"Expected at most {MostLevels} levels of nesting, but there are {levels}.")];
        var parsed = Parse(model);
        if (parsed.IsError)
            return parsed.Errors;
        if (Unreadable(parsed.Value) is { } unreadable)
            return [unreadable];
        return [.. Problems(parsed.Value).Where(found => NeverStored.Contains(found.Code)).Select(found => Refusal(parsed.Value, found))];
    }

    /// <summary>Everything that is wrong with it: errors keep it from being published, warnings do not.</summary>
    public (List<Error> Errors, List<Error> Warnings) OfPublication(string json)
    {
        var definition = WorkflowDefinition.Parse(json);
        var problems = Problems(definition);
        var errors = problems.Where(found => found.Severity is Severity.Error).Select(found => Refusal(definition, found)).ToList();
        List<Error> warnings = [.. problems.Where(found => found.Severity is Severity.Warning).Select(found => Refusal(definition, found))];
        // What the rooms say of a drawing that is none would only hide the fault.
        if (problems.Any(found => found.Severity is Severity.Error))
            return (errors, warnings);
        var drawnOut = definition.DrawnOut(register.Activities);
        foreach (var fault in judges.SelectMany(judge => judge.Judge(new(drawnOut))))
            (fault.IsWarning ? warnings : errors).Add(
                DefinitionRefusals.Of(
                    fault,
                    fault.Step == drawnOut.Root.Id
                        ? definition.Name ?? definition.DefinitionId
                        : drawnOut.Activities().First(activity => activity.Id == fault.Step).DisplayText
                )
            );
        return (errors, warnings);
    }

    // What a node could not make ready when it starts must never come into the table.
    private Error? Unreadable(WorkflowDefinition definition)
    {
        try
        {
            _ = new WorkflowVersion(definition, register.Activities, Others(definition));
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
        [
            .. WorkflowChecks.Check(definition, register.Activities, Composites(definition)),
            .. engines.OfNewCases.Check(definition.DrawnOut(register.Activities), register.Activities, register.Composites),
        ];

    private List<WorkflowDefinition> Composites(WorkflowDefinition definition) =>
        [.. Others(definition), .. definition.UsableAsActivity ? (WorkflowDefinition[])[definition] : []];

    private List<WorkflowDefinition> Others(WorkflowDefinition definition) =>
        [.. register.Composites.Where(flow => flow.DefinitionId != definition.DefinitionId)];

    private static int Levels(JsonNode? node) =>
        node switch
        {
            JsonObject members => 1 + members.Select(member => Levels(member.Value)).DefaultIfEmpty().Max(),
            JsonArray elements => 1 + elements.Select(Levels).DefaultIfEmpty().Max(),
            _ => 0,
        };

    private static Error Refusal(WorkflowDefinition definition, WorkflowProblem found) => DefinitionRefusals.Of(found, definition);

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex Id();
}
