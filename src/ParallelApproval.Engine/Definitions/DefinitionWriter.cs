using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Writes a definition as Elsa Studio saves it.</summary>
internal static class DefinitionWriter
{
    public static string Write(WorkflowDefinition definition, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Json.Plain with { Indented = indented }))
            Definition(writer, definition);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Definition(Utf8JsonWriter w, WorkflowDefinition d)
    {
        w.WriteStartObject();
        w.WriteString("id", d.Id);
        w.WriteString("definitionId", d.DefinitionId);
        w.WriteNumber("version", d.Version);
        Optional(w, "name", d.Name);
        Optional(w, "description", d.Description);
        Optional(w, "toolVersion", d.ToolVersion);
        if (d.CreatedAt is { } created)
            w.WriteString("createdAt", created);
        w.WriteBoolean("isLatest", d.IsLatest);
        w.WriteBoolean("isPublished", d.IsPublished);
        List(w, "variables", d.Variables, Variable);
        List(w, "inputs", d.Inputs, Parameter);
        List(w, "outputs", d.Outputs, Parameter);
        List(w, "outcomes", d.Outcomes, (writer, outcome) => writer.WriteStringValue(outcome));
        Element(w, "options", d.Options);
        Element(w, "customProperties", d.CustomProperties);
        w.WritePropertyName("root");
        Activity(w, d.Root);
        Rest(w, d.Extra);
        w.WriteEndObject();
    }

    private static void Activity(Utf8JsonWriter w, ActivityNode a)
    {
        w.WriteStartObject();
        w.WriteString("id", a.Id);
        w.WriteString("nodeId", a.NodeId);
        Optional(w, "name", a.Name);
        w.WriteString("type", a.Type);
        w.WriteNumber("version", a.Version);
        Element(w, "customProperties", a.CustomProperties);
        Element(w, "metadata", a.Metadata);
        if (a.Activities is not null)
            List(w, "activities", a.Activities, Activity);
        if (a.Variables is not null)
            List(w, "variables", a.Variables, Variable);
        if (a.Connections is not null)
            List(w, "connections", a.Connections, Connection);
        foreach (var (name, child) in a.Embedded)
        {
            w.WritePropertyName(name);
            Activity(w, child);
        }
        Rest(w, a.Properties);
        w.WriteEndObject();
    }

    private static void Connection(Utf8JsonWriter w, Connection c)
    {
        w.WriteStartObject();
        End(w, "source", c.Source, c.SourcePort);
        End(w, "target", c.Target, c.TargetPort);
        Element(w, "vertices", c.Vertices);
        w.WriteEndObject();
    }

    private static void End(Utf8JsonWriter w, string name, string activity, string port)
    {
        w.WriteStartObject(name);
        w.WriteString("activity", activity);
        w.WriteString("port", port);
        w.WriteEndObject();
    }

    private static void Variable(Utf8JsonWriter w, Variable v)
    {
        w.WriteStartObject();
        w.WriteString("id", v.Id);
        w.WriteString("name", v.Name);
        w.WriteString("typeName", v.TypeName);
        w.WriteBoolean("isArray", v.IsArray);
        Element(w, "value", v.Value);
        Rest(w, v.Extra);
        w.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter w, WorkflowParameter p)
    {
        w.WriteStartObject();
        w.WriteString("type", p.Type);
        w.WriteBoolean("isArray", p.IsArray);
        w.WriteString("name", p.Name);
        Optional(w, "displayName", p.DisplayName);
        Optional(w, "description", p.Description);
        Rest(w, p.Extra);
        w.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter w, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        w.WriteStartArray(name);
        foreach (var item in items)
            write(w, item);
        w.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter w, string name, string? value)
    {
        if (value is not null)
            w.WriteString(name, value);
    }

    private static void Element(Utf8JsonWriter w, string name, JsonElement value)
    {
        w.WritePropertyName(name);
        value.WriteTo(w);
    }

    private static void Rest(Utf8JsonWriter w, IReadOnlyDictionary<string, JsonElement> rest)
    {
        foreach (var (name, value) in rest)
            Element(w, name, value);
    }
}
