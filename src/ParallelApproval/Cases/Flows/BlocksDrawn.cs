using System.Text.Json.Nodes;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>The blocks of a version, and the forks behind which one could be made (并联块一览).</summary>
public sealed record BlocksDrawn(IReadOnlyList<BlockDrawn> Blocks, IReadOnlyList<(string Id, string Text)> Forks)
{
    /// <summary>Those of that version.</summary>
    public static BlocksDrawn In(DefinitionRow version)
    {
        var drawing = BlockEdit.Of(version);
        return new(
            [
                .. drawing
                    .Steps.Where(step => Drawing.Text(step, "type") == ApproveInParallelActivity.TypeName)
                    .Select(step => new BlockDrawn(Drawing.Text(step, "id") ?? "", TextOf(step), BlockEdit.Read(step))),
            ],
            [
                .. drawing
                    .Steps.Where(step => GatheredBlock.From(drawing, Drawing.Text(step, "id") ?? "") is not null)
                    .Select(step => (Drawing.Text(step, "id") ?? "", TextOf(step))),
            ]
        );
    }

    private static string TextOf(JsonObject step) =>
        (step["metadata"] is JsonObject metadata ? Drawing.Text(metadata, "displayText") : null)
        ?? Drawing.Text(step, "name")
        ?? Drawing.Text(step, "id")
        ?? "";
}

/// <summary>One block of a drawing.</summary>
/// <param name="Text">What stands on it.</param>
public sealed record BlockDrawn(string Id, string Text, ParallelBlock Says);
