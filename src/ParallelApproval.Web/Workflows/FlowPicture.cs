using System.Text.Json.Nodes;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Workflows;

/// <summary>A step where it stands on the canvas, in its units.</summary>
public sealed record PicturedStep(string Id, string Text, double X, double Y, double Width, double Height);

/// <summary>
/// A drawing to look at (流程图只读视图): the steps of the flowchart where the designer put them, and the arrows between them. What stands
/// inside of a container is not drawn.
/// </summary>
public sealed record FlowPicture(IReadOnlyList<PicturedStep> Steps, IReadOnlyList<(PicturedStep From, PicturedStep To)> Arrows)
{
    private const double Width = 200,
        Height = 54,
        Margin = 20;

    /// <summary>Left, top, width and height of what is drawn, with a margin.</summary>
    public string Box => Steps.Count == 0 ? "0 0 1 1" : FormattableString.Invariant($"{Left} {Top} {Right - Left} {Bottom - Top}");

    private double Left => Steps.Min(step => step.X) - Margin;

    private double Right => Steps.Max(step => step.X + step.Width) + Margin;

    private double Bottom => Steps.Max(step => step.Y + step.Height) + Margin;

    private double Top => Steps.Min(step => step.Y) - Margin;

    /// <summary>The picture of a version.</summary>
    public static FlowPicture Of(DefinitionRow version)
    {
        var root = JsonNode.Parse(version.Content)?["root"];
        var steps = (root?["activities"] as JsonArray ?? []).OfType<JsonObject>().Select(Step).DistinctBy(step => step.Id).ToList();
        var byId = steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        var arrows = (root?["connections"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(arrow => (From: End(arrow, "source"), To: End(arrow, "target")))
            .Distinct()
            .Where(arrow => byId.ContainsKey(arrow.From) && byId.ContainsKey(arrow.To))
            .Select(arrow => (byId[arrow.From], byId[arrow.To]));
        return new(steps, [.. arrows]);
    }

    /// <summary>The way of an arrow, from the right side of one step to the left side of the next.</summary>
    public static string WayOf(PicturedStep from, PicturedStep to)
    {
        var (x, y, toX, toY) = (from.X + from.Width, from.Y + from.Height / 2, to.X, to.Y + to.Height / 2);
        var bend = Math.Max(30, Math.Abs(toX - x) / 2);
        return FormattableString.Invariant($"M{x} {y} C{x + bend} {y} {toX - bend} {toY} {toX} {toY}");
    }

    private static PicturedStep Step(JsonObject activity)
    {
        var (metadata, id) = (activity["metadata"] as JsonObject, Text(activity["id"]) ?? "");
        var designer = metadata?["designer"] as JsonObject;
        return new(
            id,
            Text(metadata?["displayText"]) is { Length: > 0 } shown ? shown : Text(activity["name"]) ?? id,
            Number(designer, "position", "x") ?? 0,
            Number(designer, "position", "y") ?? 0,
            Number(designer, "size", "width") is { } width and > 0 ? width : Width,
            Number(designer, "size", "height") is { } height and > 0 ? height : Height
        );
    }

    private static string End(JsonObject arrow, string end) => Text((arrow[end] as JsonObject)?["activity"]) ?? "";

    private static string? Text(JsonNode? value) => value is JsonValue one && one.TryGetValue(out string? text) ? text : null;

    private static double? Number(JsonObject? at, string pair, string name) =>
        (at?[pair] as JsonObject)?[name] is JsonValue one && one.TryGetValue(out double number) && double.IsFinite(number) ? number : null;
}
