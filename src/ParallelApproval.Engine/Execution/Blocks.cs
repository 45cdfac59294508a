namespace ParallelApproval.Engine;

/// <summary>
/// Blocks (块): activities that stand for several steps and their arrows. When a definition is made ready, each block gets the flowchart for
/// which it stands; what is stored and drawn stays one activity.
/// </summary>
public static class Blocks
{
    /// <summary>The slot in which a block holds what it stands for.</summary>
    public const string Slot = "drawnOut";

    /// <summary>The same definition, each of its blocks holding what it stands for; itself when it has no block.</summary>
    public static WorkflowDefinition DrawnOut(this WorkflowDefinition definition, ActivityCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(catalogue);
        return definition.Activities().Any(activity => Way(activity, catalogue) is not null)
            ? definition with
            {
                Root = DrawnOut(definition.Root, catalogue),
            }
            : definition;
    }

    private static Func<ActivityNode, ActivityNode>? Way(ActivityNode activity, ActivityCatalogue catalogue) =>
        catalogue.Find(activity.Type, activity.Version)?.DrawOut;

    private static ActivityNode DrawnOut(ActivityNode drawn, ActivityCatalogue catalogue) =>
        Way(drawn, catalogue) is { } draw
            ? drawn with
            {
                Embedded = new Dictionary<string, ActivityNode>(StringComparer.Ordinal) { [Slot] = draw(drawn) },
            }
            : drawn with
            {
                Activities = drawn.Activities?.Select(child => DrawnOut(child, catalogue)).ToList(),
                Embedded = drawn.Embedded.ToDictionary(slot => slot.Key, slot => DrawnOut(slot.Value, catalogue), StringComparer.Ordinal),
                Cases = drawn
                    .Cases.Select(one => one.Activity is { } child ? one with { Activity = DrawnOut(child, catalogue) } : one)
                    .ToList(),
            };
}
