using System.Globalization;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Reads Elsa's definition JSON, strict about shape and lenient about what it does not know.</summary>
internal static class DefinitionReader
{
    private static readonly HashSet<string> KnownOfDefinition = new(StringComparer.Ordinal)
    {
        "id",
        "definitionId",
        "version",
        "name",
        "description",
        "toolVersion",
        "createdAt",
        "isLatest",
        "isPublished",
        "variables",
        "inputs",
        "outputs",
        "outcomes",
        "options",
        "customProperties",
        "root",
    };

    private static readonly HashSet<string> KnownOfActivity = new(StringComparer.Ordinal)
    {
        "id",
        "nodeId",
        "name",
        "type",
        "version",
        "metadata",
        "customProperties",
        "activities",
        "connections",
        "variables",
    };

    public static WorkflowDefinition Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > WorkflowDefinition.MaxLength)
            throw new WorkflowFormatException(
                "$",
                $"Expected at most {WorkflowDefinition.MaxLength} characters, but there are {json.Length}"
            );
        return Definition(Document(json));
    }

    private static JsonElement Document(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions
                {
                    MaxDepth = WorkflowDefinition.MaxDepth,
                    AllowTrailingCommas = true,
                    CommentHandling = JsonCommentHandling.Skip,
                }
            );
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new WorkflowFormatException(
                "$",
                $"Expected JSON, but line {e.LineNumber + 1}, position {e.BytePositionInLine + 1} is not",
                e
            );
        }
    }

    private static WorkflowDefinition Definition(JsonElement at)
    {
        Expect(at, JsonValueKind.Object, "$");
        var root = at.Member("root") ?? throw new WorkflowFormatException("$.root", "Expected the root activity, but there is none");
        return new WorkflowDefinition
        {
            Id = Text(at, "id", "$") ?? "",
            DefinitionId = Text(at, "definitionId", "$") ?? "",
            Version = Whole(at, "version", "$") ?? 1,
            Name = Text(at, "name", "$"),
            Description = Text(at, "description", "$"),
            ToolVersion = Text(at, "toolVersion", "$"),
            CreatedAt = Instant(at, "createdAt", "$"),
            IsLatest = at.Flag("isLatest"),
            IsPublished = at.Flag("isPublished"),
            Variables = List(at, "variables", "$", VariableAt) ?? [],
            Inputs = List(at, "inputs", "$", ParameterAt) ?? [],
            Outputs = List(at, "outputs", "$", ParameterAt) ?? [],
            Outcomes = List(at, "outcomes", "$", (e, path) => Expect(e, JsonValueKind.String, path).GetString()!) ?? [],
            Options = ObjectAt(at, "options", "$"),
            CustomProperties = ObjectAt(at, "customProperties", "$"),
            Root = Activity(root, "$.root", "Workflow1"),
            Extra = Rest(at, KnownOfDefinition),
        };
    }

    private static ActivityNode Activity(JsonElement at, string path, string parentNodeId)
    {
        Expect(at, JsonValueKind.Object, path);
        var id = Text(at, "id", path);
        if (string.IsNullOrEmpty(id))
            throw new WorkflowFormatException(path + ".id", "Expected the activity to have an id, but it has none");
        var type = Text(at, "type", path);
        if (string.IsNullOrEmpty(type))
            throw new WorkflowFormatException(path + ".type", $"Expected activity '{id}' to have a type, but it has none");
        var nodeId = Text(at, "nodeId", path) is { Length: > 0 } given ? given : $"{parentNodeId}:{id}";
        var embedded = new Dictionary<string, ActivityNode>(StringComparer.Ordinal);
        var properties = Rest(at, KnownOfActivity);
        foreach (var (name, value) in properties.ToList())
        {
            if (!IsActivity(value))
            {
                Wrapped(value, $"{path}.{name}");
                continue;
            }

            embedded[name] = Activity(value, $"{path}.{name}", nodeId);
            properties.Remove(name);
        }
        return new ActivityNode
        {
            Id = id,
            NodeId = nodeId,
            Name = Text(at, "name", path),
            Type = type,
            Version = Whole(at, "version", path) ?? 1,
            Metadata = ObjectAt(at, "metadata", path),
            CustomProperties = ObjectAt(at, "customProperties", path),
            Properties = properties,
            Activities = List(at, "activities", path, (e, p) => Activity(e, p, nodeId)),
            Connections = List(at, "connections", path, ConnectionAt),
            Variables = List(at, "variables", path, VariableAt),
            Embedded = embedded,
            Cases = properties.TryGetValue("cases", out var cases) ? CasesAt(cases, path + ".cases", nodeId) : [],
        };
    }

    // What is wrapped as an input must name its language and type as texts: anything else would be taken for something it is not.
    private static void Wrapped(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        if (value.Member("expression") is not { } expression || expression.ValueKind == JsonValueKind.Null)
            return;
        Text(value, "typeName", path);
        Expect(expression, JsonValueKind.Object, path + ".expression");
        Text(expression, "type", path + ".expression");
    }

    private static List<SwitchCase> CasesAt(JsonElement cases, string path, string nodeId)
    {
        if (cases.ValueKind != JsonValueKind.Array)
            return [];
        return cases
            .EnumerateArray()
            .Where(c => c.ValueKind == JsonValueKind.Object && c.Text("label") is not null)
            .Select(
                (c, i) =>
                    new SwitchCase(
                        c.Text("label")!,
                        c.Member("condition") is { ValueKind: JsonValueKind.Object } condition
                        && Text(condition, "type", $"{path}[{i}].condition") is var _
                            ? Argument.ExpressionFrom(condition)
                            : new Expression("Literal", Json.False),
                        c.Member("activity") is { } activity && IsActivity(activity)
                            ? Activity(activity, $"{path}[{i}].activity", nodeId)
                            : null
                    )
            )
            .ToList();
    }

    private static bool IsActivity(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            && value.Text("id") is not null
            && value.Text("type") is { } type
            && type.Contains('.', StringComparison.Ordinal)
        || value.ValueKind == JsonValueKind.Object
            && value.Text("id") is not null
            && value.Text("type") is not null
            && value.Text("nodeId") is not null;

    private static Connection ConnectionAt(JsonElement at, string path)
    {
        Expect(at, JsonValueKind.Object, path);
        var (source, sourcePort) = End(at, "source", path);
        var (target, targetPort) = End(at, "target", path);
        return new Connection(source, sourcePort ?? "Done", target, targetPort ?? "In")
        {
            Vertices = at.Member("vertices") is { ValueKind: JsonValueKind.Array } vertices ? vertices : Json.EmptyArray,
        };
    }

    private static (string Activity, string? Port) End(JsonElement at, string name, string path)
    {
        var end = Expect(at.Member(name) ?? Json.Null, JsonValueKind.Object, $"{path}.{name}");
        var activity = Text(end, "activity", $"{path}.{name}");
        if (string.IsNullOrEmpty(activity))
            throw new WorkflowFormatException($"{path}.{name}.activity", "Expected the connection to name an activity, but it does not");
        return (activity, Text(end, "port", $"{path}.{name}") is { Length: > 0 } port ? port : null);
    }

    private static Variable VariableAt(JsonElement at, string path)
    {
        Expect(at, JsonValueKind.Object, path);
        var name = Text(at, "name", path)
            ?? throw new WorkflowFormatException(path + ".name", "Expected the variable to have a name, but it has none");
        return new Variable(
            Text(at, "id", path) ?? name,
            name,
            Text(at, "typeName", path) ?? "Object",
            at.Flag("isArray"),
            at.Member("value") ?? Json.Null
        )
        {
            Extra = Rest(at, ["id", "name", "typeName", "isArray", "value"]),
        };
    }

    private static WorkflowParameter ParameterAt(JsonElement at, string path)
    {
        Expect(at, JsonValueKind.Object, path);
        var name = Text(at, "name", path) ?? throw new WorkflowFormatException(path + ".name", "Expected a name, but there is none");
        return new WorkflowParameter(
            name,
            Text(at, "type", path) ?? "Object",
            at.Flag("isArray"),
            Text(at, "displayName", path),
            Text(at, "description", path)
        )
        {
            Extra = Rest(at, ["name", "type", "isArray", "displayName", "description"]),
        };
    }

    private static Dictionary<string, JsonElement> Rest(JsonElement at, HashSet<string> known)
    {
        var rest = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in at.EnumerateObject())
            if (!known.Contains(property.Name))
                rest[property.Name] = property.Value;
        return rest;
    }

    private static List<T>? List<T>(JsonElement at, string name, string path, Func<JsonElement, string, T> read)
    {
        if (at.Member(name) is not { } list || list.ValueKind == JsonValueKind.Null)
            return null;
        Expect(list, JsonValueKind.Array, $"{path}.{name}");
        return list.EnumerateArray().Select((e, i) => read(e, $"{path}.{name}[{i}]")).ToList();
    }

    private static JsonElement ObjectAt(JsonElement at, string name, string path)
    {
        var value = at.Member(name) ?? Json.Null;
        return value.ValueKind == JsonValueKind.Null ? Json.EmptyObject : Expect(value, JsonValueKind.Object, $"{path}.{name}");
    }

    private static string? Text(JsonElement at, string name, string path)
    {
        var value = at.Member(name) ?? Json.Null;
        return value.ValueKind == JsonValueKind.Null ? null : Expect(value, JsonValueKind.String, $"{path}.{name}").GetString();
    }

    private static int? Whole(JsonElement at, string name, string path)
    {
        var value = at.Member(name) ?? Json.Null;
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        return Expect(value, JsonValueKind.Number, $"{path}.{name}").TryGetInt32(out var number)
            ? number
            : throw new WorkflowFormatException($"{path}.{name}", $"Expected a whole number, but it is {value.GetRawText()}");
    }

    private static DateTimeOffset? Instant(JsonElement at, string name, string path)
    {
        if (Text(at, name, path) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new WorkflowFormatException($"{path}.{name}", $"Expected an ISO 8601 time, but it is '{text}'");
    }

    private static JsonElement Expect(JsonElement value, JsonValueKind kind, string path) =>
        value.ValueKind == kind ? value : throw new WorkflowFormatException(path, $"Expected {kind}, but it is {value.ValueKind}");
}
