using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// Puts a drawing (流程图) into the form that both the designer's tool and the engine rely on: every activity has its node id, version, name
/// and properties, every input is wrapped with its type, every connection has both ports and a list of bends. Connections that lead nowhere
/// are left out.
/// </summary>
internal sealed class Drawing(ActivityCatalogue activities)
{
    /// <summary>Node id of the workflow that holds the root.</summary>
    public const string Workflow = "Workflow1";

    public const string Flowchart = "Elsa.Flowchart";
    public const string NotFound = "Elsa.NotFoundActivity";

    private static readonly string[] Order =
    [
        "id",
        "nodeId",
        "name",
        "type",
        "version",
        "customProperties",
        "metadata",
        "activities",
        "variables",
        "connections",
    ];

    /// <summary>
    /// Arrows as Elsa once wrote them (<c>"source": "a", "sourcePort": "Done"</c>) take today's form, at any depth.
    /// </summary>
    public static void WithPorts(JsonNode? node)
    {
        if (node is JsonArray list)
            foreach (var element in list)
                WithPorts(element);
        if (node is not JsonObject drawn)
            return;
        foreach (var arrow in (drawn["connections"] as JsonArray ?? []).OfType<JsonObject>())
        foreach (var end in (string[])["source", "target"])
            if (Text(arrow, end) is { } activity)
            {
                arrow[end] = new JsonObject { ["activity"] = activity, ["port"] = Text(arrow, end + "Port") };
                arrow.Remove(end + "Port");
            }

        foreach (var (_, member) in drawn)
            WithPorts(member);
    }

    /// <summary>Whether nothing is drawn.</summary>
    public static bool IsEmpty(JsonObject model) => (model["root"]?["activities"] as JsonArray)?.Count is null or 0;

    /// <summary>A normalised copy.</summary>
    public JsonObject Normalise(JsonObject root) => Activity(root, Workflow);

    private JsonObject Activity(JsonObject drawn, string parent)
    {
        var activity = new JsonObject();
        foreach (var name in Order)
            activity[name] = drawn[name]?.DeepClone();
        var nodeId = $"{parent}:{Text(drawn, "id")}";
        activity["nodeId"] = nodeId;
        activity["version"] ??= 1;
        activity["customProperties"] = Properties(activity["customProperties"]);
        activity["metadata"] ??= new JsonObject();
        if (Text(drawn, "type") == Flowchart)
            Container(activity);
        if (activity["activities"] is JsonArray children)
            activity["activities"] = new JsonArray([.. children.Select(child => Child(child, nodeId))]);
        if (activity["variables"] is JsonArray variables)
            activity["variables"] = WithoutNulls(variables);
        if (activity["connections"] is JsonArray arrows)
            activity["connections"] = Connections(arrows, activity["activities"] as JsonArray);
        Inputs(activity, drawn, nodeId);
        foreach (var absent in activity.Where(member => member.Value is null).Select(member => member.Key).ToList())
            activity.Remove(absent);
        return activity;
    }

    private JsonNode? Child(JsonNode? child, string nodeId) => child is JsonObject one ? Activity(one, nodeId) : child?.DeepClone();

    /// <summary>
    /// Gives activities that have just been drawn the values they start with, where those are not what absence means. What is stored has
    /// all of its inputs already, so that nothing drawn before changes its meaning.
    /// </summary>
    public void Begin(JsonNode? drawn)
    {
        if (drawn is JsonArray list)
            foreach (var one in list)
                Begin(one);
        if (drawn is not JsonObject given)
            return;
        if (Text(given, "type") is not null && Descriptor(given) is { } descriptor)
            foreach (var input in descriptor.Inputs)
                if (input is { IsWrapped: true, InitialValue: { } initial } && given[CamelCase(input.Name)] is null)
                    given[CamelCase(input.Name)] = new JsonObject
                    {
                        ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = JsonNode.Parse(initial.GetRawText()) },
                    };
        foreach (var (_, inner) in given.ToList())
            Begin(inner);
    }

    private static void Container(JsonObject flowchart)
    {
        foreach (var list in (string[])["activities", "variables", "connections"])
            flowchart[list] ??= new JsonArray();
        if (flowchart["customProperties"] is JsonObject custom)
            custom["notFoundConnections"] ??= new JsonArray();
    }

    private static JsonNode Properties(JsonNode? given)
    {
        var properties = given as JsonObject ?? [];
        properties["canStartWorkflow"] ??= false;
        properties["runAsynchronously"] ??= false;
        return properties;
    }

    private void Inputs(JsonObject activity, JsonObject drawn, string nodeId)
    {
        var descriptor = Descriptor(drawn);
        var given = drawn
            .Where(member => !Order.Contains(member.Key))
            .ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal);
        foreach (var input in descriptor?.Inputs ?? [])
            if (input is { IsWrapped: true, DefaultValue: { } standard } && given.GetValueOrDefault(CamelCase(input.Name)) is null)
                given[CamelCase(input.Name)] = new JsonObject
                {
                    ["expression"] = new JsonObject { ["type"] = input.DefaultSyntax, ["value"] = JsonNode.Parse(standard.GetRawText()) },
                };
        foreach (var (name, value) in given.OrderBy(member => member.Key, StringComparer.Ordinal))
            activity[name] = value switch
            {
                JsonObject child when IsActivity(child) => Activity(child, nodeId),
                JsonArray cases when name == "cases" => new JsonArray([.. cases.Select(one => Case(one, nodeId))]),
                null => null,
                _ => descriptor?.Inputs.FirstOrDefault(input => CamelCase(input.Name) == name) is { IsWrapped: true } known
                    ? Asked(Wrapped(value, known.TypeName))
                : descriptor?.Outputs.Any(output => CamelCase(output.Name) == name) == true && value is JsonObject output
                    ? WithoutNulls((JsonObject)output.DeepClone())
                : value.DeepClone(),
            };
    }

    private JsonNode? Case(JsonNode? one, string nodeId)
    {
        var copy = one?.DeepClone();
        if (copy is JsonObject branch && branch["activity"] is JsonObject child && IsActivity(child))
            branch["activity"] = Activity(child, nodeId);
        return copy;
    }

    /// <summary>An input as Elsa stores it: a bare value becomes a literal, the type is the descriptor's.</summary>
    private static JsonObject Wrapped(JsonNode value, string typeName)
    {
        var isWrapped =
            value is JsonObject given
            && (given.ContainsKey("expression") || given.ContainsKey("memoryReference") || given.ContainsKey("typeName"));
        var wrapped = new JsonObject { ["typeName"] = typeName };
        if (!isWrapped)
            wrapped["expression"] = new JsonObject
            {
                ["type"] = value is JsonArray or JsonObject ? "Object" : "Literal",
                ["value"] = value.DeepClone(),
            };
        else
            foreach (var (name, member) in (JsonObject)value)
                if (member is not null && name != "typeName")
                    wrapped[name] =
                        member is JsonObject inner && name == "expression"
                            ? WithoutNulls((JsonObject)inner.DeepClone())
                            : member.DeepClone();
        return wrapped;
    }

    // Studio calls "literal" whatever is typed into the field, so what is typed into one for yes or no, and is neither, is a condition.
    // A single word is no more than that.
    private static JsonObject Asked(JsonObject wrapped)
    {
        if (
            Text(wrapped, "typeName") is "Boolean"
            && wrapped["expression"] is JsonObject written
            && Text(written, "type") is "Literal"
            && Text(written, "value") is { } text
            && !bool.TryParse(text, out _)
            && IsCondition(text)
        )
            written["type"] = "Condition";
        return wrapped;
    }

    private static bool IsCondition(string text) =>
        ConditionPart.Read(text, out _) switch
        {
            ConditionGroup group => group.Parts.Count > 0,
            ConditionLine { Said: var said } => said.Comparer is not Comparer.Holds || said.Fact.Contains('.', StringComparison.Ordinal),
            _ => false,
        };

    // In the order of the activities, because the tool puts new arrows first and moves the others.
    private static JsonArray Connections(JsonArray arrows, JsonArray? drawn)
    {
        var places = (drawn ?? [])
            .OfType<JsonObject>()
            .Select((activity, place) => (Id: Text(activity, "id") ?? "", place))
            .DistinctBy(one => one.Id)
            .ToDictionary(one => one.Id, one => one.place, StringComparer.Ordinal);
        int PlaceOf(JsonObject arrow, string end) => places.GetValueOrDefault(End(arrow, end).Activity ?? "", -1);
        var kept = arrows
            .OfType<JsonObject>()
            .Select(Connection)
            .Where(arrow => PlaceOf(arrow, "source") >= 0 && PlaceOf(arrow, "target") >= 0)
            .DistinctBy(arrow => (End(arrow, "source"), End(arrow, "target")))
            .OrderBy(arrow => PlaceOf(arrow, "source"))
            .ThenBy(arrow => PlaceOf(arrow, "target"))
            .ThenBy(arrow => End(arrow, "source").Port, StringComparer.Ordinal)
            .ThenBy(arrow => End(arrow, "target").Port, StringComparer.Ordinal);
        return new([.. kept]);
    }

    private static JsonObject Connection(JsonObject arrow)
    {
        var copy = new JsonObject
        {
            ["source"] = Ended(arrow["source"], "Done"),
            ["target"] = Ended(arrow["target"], "In"),
            ["vertices"] = arrow["vertices"] is JsonArray bends ? bends.DeepClone() : new JsonArray(),
        };
        foreach (var (name, value) in arrow.OrderBy(member => member.Key, StringComparer.Ordinal))
            if (value is not null && !copy.ContainsKey(name))
                copy[name] = value.DeepClone();
        return copy;
    }

    private static JsonObject Ended(JsonNode? end, string port) =>
        new()
        {
            ["activity"] = end is JsonObject given ? Text(given, "activity") : null,
            ["port"] = end is JsonObject named && Text(named, "port") is { Length: > 0 } own ? own : port,
        };

    /// <summary>Where an arrow begins or ends.</summary>
    public static (string? Activity, string? Port) End(JsonObject arrow, string end) =>
        arrow[end] is JsonObject at ? (Text(at, "activity"), Text(at, "port")) : (null, null);

    private ActivityDescriptor? Descriptor(JsonObject drawn) =>
        Text(drawn, "type") is { } type ? activities.Find(type, Number(drawn, "version") ?? 1) : null;

    private static bool IsActivity(JsonObject value) =>
        Text(value, "id") is not null
        && Text(value, "type") is { } type
        && (type.Contains('.', StringComparison.Ordinal) || value.ContainsKey("nodeId"));

    internal static string? Text(JsonObject at, string name) =>
        at[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    internal static int? Number(JsonObject at, string name) =>
        at[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number && value.TryGetValue(out int number) ? number : null;

    internal static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary>The same value; members that are null, in it or in its items, are gone.</summary>
    public static JsonNode WithoutNulls(JsonNode value)
    {
        var copy = value.DeepClone();
        foreach (
            var one in copy is JsonArray list ? list.OfType<JsonObject>()
            : copy is JsonObject single ? [single]
            : []
        )
        foreach (var absent in one.Where(member => member.Value is null).Select(member => member.Key).ToList())
            one.Remove(absent);
        return copy;
    }
}
