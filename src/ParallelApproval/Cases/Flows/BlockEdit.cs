using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>A drawing after something was done to a block of it.</summary>
/// <param name="Block">The block; null when it was taken apart.</param>
public sealed record RedrawnFlow(string DefinitionId, int Version, string? Block);

/// <summary>The flowchart of a definition while a block of it is worked on (并联块编辑).</summary>
internal sealed class BlockEdit
{
    private readonly JsonObject _model;

    private BlockEdit(JsonObject model)
    {
        _model = model;
        Root = (JsonObject)model["root"]!;
        Activities = Root["activities"] as JsonArray ?? [];
        Arrows = [.. (Root["connections"] as JsonArray ?? []).OfType<JsonObject>()];
    }

    private JsonObject Root { get; }

    private JsonArray Activities { get; }

    public List<JsonObject> Arrows { get; private set; }

    public IEnumerable<JsonObject> Steps => Activities.OfType<JsonObject>();

    /// <summary>Those of a version.</summary>
    public static BlockEdit Of(DefinitionRow version) => new((JsonObject)JsonNode.Parse(version.Content)!);

    /// <summary>
    /// Works on the latest version; refused when somebody else has changed it since the stamp was read
    /// (<c>definition_changed_by_other</c>).
    /// </summary>
    public static Task<ErrorOr<RedrawnFlow>> ActAsync(
        HouseStore house,
        string definitionId,
        string stamp,
        DefinitionRegister register,
        Act act,
        Func<BlockEdit, ErrorOr<string?>> edit,
        CancellationToken cancellation
    ) =>
        DefinitionVersions.ActAsync<RedrawnFlow>(
            house,
            definitionId,
            register,
            act,
            history =>
            {
                if (history.Latest is not { } latest)
                    return DefinitionRefusals.NoSuchDefinition(definitionId);
                if (DefinitionStamp.Of(latest) != stamp)
                    return DefinitionRefusals.ChangedByOther(latest.EditedBy, latest.EditedAt ?? latest.CreatedAt);
                var drawing = Of(latest);
                var edited = edit(drawing);
                return edited.IsError
                    ? edited.Errors
                    : new RedrawnFlow(definitionId, history.Redraw(latest, drawing.Model(), act).Version, edited.Value);
            },
            cancellation
        );

    public JsonObject? Step(string id) => Steps.FirstOrDefault(step => Drawing.Text(step, "id") == id);

    /// <summary>A block; refused when there is none of that id.</summary>
    public ErrorOr<JsonObject> Block(string id) =>
        Step(id) is { } step && Drawing.Text(step, "type") == ApproveInParallelActivity.TypeName
            ? step
            : Refusal.NotFound(RefusalCode.FlowBlockNotFound, ("block", id));

    public static ParallelBlock Read(JsonObject block) => ParallelBlock.Read(Written(block, "departments"), Written(block, "waits"));

    public static void Write(JsonObject block, ParallelBlock lanes)
    {
        block["departments"] = Input("Object", lanes.WrittenLanes);
        block["waits"] = Input("Literal", lanes.WrittenWaits);
    }

    /// <summary>What stands in an input; null for nothing.</summary>
    public static string? Written(JsonObject step, string input) =>
        (step[input] as JsonObject)?["expression"] is JsonObject { } expression
            ? expression["value"] switch
            {
                JsonValue value when value.TryGetValue(out string? text) => text.Length > 0 ? text : null,
                null => null,
                var other => other.ToJsonString(),
            }
            : null;

    public static (double X, double Y) Place(JsonObject step)
    {
        var at = (step["metadata"] as JsonObject)?["designer"]?["position"] as JsonObject;
        double Number(string name) => at?[name] is JsonValue value && value.TryGetValue(out double number) ? number : 0;
        return (Number("x"), Number("y"));
    }

    public void Add(JsonObject step) => Activities.Add(step);

    public void Remove(IEnumerable<JsonObject> steps)
    {
        var gone = steps.Select(step => Drawing.Text(step, "id")).ToHashSet();
        foreach (var step in Steps.Where(step => gone.Contains(Drawing.Text(step, "id"))).ToList())
            Activities.Remove(step);
        Arrows = [.. Arrows.Where(arrow => !gone.Contains(From(arrow).Step) && !gone.Contains(To(arrow)))];
    }

    public void Connect(string from, string port, string to) =>
        Arrows.Add(
            new()
            {
                ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
                ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
            }
        );

    /// <summary>An id that no step has.</summary>
    public string Free(string wanted)
    {
        for (var number = 1; ; number++)
            if ((number == 1 ? wanted : wanted + number) is var id && Step(id) is null)
                return id;
    }

    public static (string Step, string Port) From(JsonObject arrow) =>
        Drawing.End(arrow, "source") is var (step, port) ? (step ?? "", port ?? "Done") : default;

    public static string To(JsonObject arrow) => Drawing.End(arrow, "target").Activity ?? "";

    private JsonObject Model()
    {
        if (Activities.Parent is null)
            Root["activities"] = Activities;
        Root["connections"] = new JsonArray([.. Arrows.Select(arrow => arrow.DeepClone())]);
        return _model;
    }

    private static JsonObject Input(string type, string value) =>
        new()
        {
            ["expression"] = new JsonObject { ["type"] = type, ["value"] = value },
        };
}
