using System.Text.Json;
using ParallelApproval.Catalogue;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// How far a flow carries a case (流程覆盖): whether it takes the case in and closes it, whom it asks, and in which order. Read off the drawing
/// once; what stands inside a loop or a container counts as standing where that is drawn. An expression may name any department.
/// </summary>
public sealed class FlowReach
{
    private static readonly HashSet<string> Asking = new(StringComparer.Ordinal)
    {
        DepartmentApprovalActivity.TypeName,
        AllBranchesApprovalActivity.TypeName,
    };

    // Steps that have a meaning for an accepted case only.
    private static readonly HashSet<string> AfterAcceptance = new(StringComparer.Ordinal)
    {
        DepartmentApprovalActivity.TypeName,
        AllBranchesApprovalActivity.TypeName,
        TierReviewActivity.TypeName,
        CopyNoticeActivity.TypeName,
    };

    private readonly bool _asksAny;
    private readonly HashSet<int> _branches = [];
    private readonly HashSet<string> _departments = new(StringComparer.Ordinal);

    public FlowReach(WorkflowDefinition definition)
    {
        var steps = definition.Activities().ToList();
        var approvals = steps.Where(step => step.Type == DepartmentApprovalActivity.TypeName).ToList();
        IsOfCase = steps.Exists(step => step.Type.StartsWith(Prefix, StringComparison.Ordinal));
        TakesIn = steps.Exists(step => step.Type == IntakeActivity.TypeName);
        Closes = steps.Exists(step => step.Type == FinishActivity.TypeName);
        foreach (var approval in approvals)
        {
            var (branch, department) = (Written.Of(approval, "Branch"), Written.Of(approval, "Department"));
            _asksAny |= branch.IsWorkedOut || department.IsWorkedOut;
            if (int.TryParse(branch.Text, out var number))
                _branches.Add(number);
            else if (department.Text is { } code)
                _departments.Add(code);
        }

        _asksAny |= steps.Exists(step => step.Type == AllBranchesApprovalActivity.TypeName);
        Nameless = [.. approvals.Where(step => Written.Of(step, "Branch").IsNothing && Written.Of(step, "Department").IsNothing)];
        Approvals = approvals;
        (TooEarly, Unasked) = Walk(definition.Root);
        Endless = [.. FlowLoops.In(definition.Root)];
    }

    private const string Prefix = "ParallelApproval.";

    /// <summary>Whether it has steps of the house at all; one that has none is about no case.</summary>
    public bool IsOfCase { get; }

    /// <summary>Whether a case can be accepted in it.</summary>
    public bool TakesIn { get; }

    /// <summary>Whether it has a step that closes the case.</summary>
    public bool Closes { get; }

    /// <summary>Steps that ask one department each.</summary>
    public IReadOnlyList<ActivityNode> Approvals { get; }

    /// <summary>Approvals that name neither a branch nor a department.</summary>
    public IReadOnlyList<ActivityNode> Nameless { get; }

    /// <summary>Steps for an accepted case that can be reached before the case is accepted.</summary>
    public IReadOnlyList<ActivityNode> TooEarly { get; }

    /// <summary>Steps that close the case and can be reached, after acceptance, without any department having been asked.</summary>
    public IReadOnlyList<ActivityNode> Unasked { get; }

    /// <summary>Steps from which the flow could come back to them without ever waiting.</summary>
    public IReadOnlyList<ActivityNode> Endless { get; }

    /// <summary>Those of an item's branches that no step of the flow asks.</summary>
    public IEnumerable<BranchDefinition> LeftOut(IEnumerable<BranchDefinition> branches) =>
        _asksAny
            ? []
            : branches.Where(branch => !_branches.Contains(branch.Number) && !_departments.Contains(branch.DepartmentCode));

    private static (IReadOnlyList<ActivityNode> TooEarly, IReadOnlyList<ActivityNode> Unasked) Walk(ActivityNode root)
    {
        var drawn = (root.Activities ?? []).DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);
        var arrows = (root.Connections ?? []).ToLookup(arrow => arrow.Source, StringComparer.Ordinal);
        if (StartOf(root, drawn) is not { } start)
            return ([], []);
        bool Has(ActivityNode step, IReadOnlySet<string> types) => step.SelfAndDescendants().Any(part => types.Contains(part.Type));
        bool IsIntake(ActivityNode step) => step.Type == IntakeActivity.TypeName;
        List<ActivityNode> Reached(IEnumerable<string> from, Func<ActivityNode, Connection, bool> goesOn)
        {
            var (seen, way) = (new List<ActivityNode>(), new Stack<string>(from));
            while (way.TryPop(out var id))
            {
                if (!drawn.TryGetValue(id, out var step) || seen.Contains(step))
                    continue;
                seen.Add(step);
                foreach (var arrow in arrows[id].Where(arrow => goesOn(step, arrow)))
                    way.Push(arrow.Target);
            }

            return seen;
        }

        var before = Reached([start], (step, arrow) => !IsIntake(step) || arrow.SourcePort != IntakeActivity.Accepted);
        var accepted = drawn.Values.Where(IsIntake).SelectMany(step => arrows[step.Id]).Where(arrow => arrow.SourcePort == IntakeActivity.Accepted);
        var unasked = Reached(accepted.Select(arrow => arrow.Target), (step, _) => !Has(step, Asking));
        return (
            [.. before.Where(step => Has(step, AfterAcceptance))],
            [.. unasked.Where(step => step.Type == FinishActivity.TypeName)]
        );
    }

    private static string? StartOf(ActivityNode root, Dictionary<string, ActivityNode> drawn)
    {
        var targets = (root.Connections ?? []).Select(arrow => arrow.Target).ToHashSet(StringComparer.Ordinal);
        return (
            drawn.Values.FirstOrDefault(step => step.Type == "Elsa.Start")
            ?? drawn.Values.FirstOrDefault(step => step.CustomProperties is { ValueKind: JsonValueKind.Object } && CanStart(step))
            ?? drawn.Values.FirstOrDefault(step => !targets.Contains(step.Id))
        )?.Id;
    }

    private static bool CanStart(ActivityNode step) =>
        step.CustomProperties.TryGetProperty("canStartWorkflow", out var can) && can.ValueKind is JsonValueKind.True;
}

/// <summary>What a designer has written into an input: a text, nothing, or an expression that is worked out when a case comes there.</summary>
internal readonly record struct Written(string? Text, bool IsWorkedOut)
{
    public bool IsNothing => Text is null && !IsWorkedOut;

    public static Written Of(ActivityNode step, string input) =>
        step.Input(input)?.Expression switch
        {
            null => default,
            { Type: "Literal" or "Object" or "Json" } fixed_ => new(fixed_.Text is { Length: > 0 } text ? text : null, false),
            _ => new(null, true),
        };
}
