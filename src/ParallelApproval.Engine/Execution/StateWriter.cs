using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Writes a state with one-letter names, leaving out what is empty: it is stored with every step.</summary>
internal static class StateWriter
{
    public static string Write(WorkflowState state) => Encoding.UTF8.GetString(Buffer(state).WrittenSpan);

    public static byte[] WriteUtf8(WorkflowState state) => Buffer(state).WrittenSpan.ToArray();

    private static ArrayBufferWriter<byte> Buffer(WorkflowState state)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Json.Plain))
            State(writer, state);
        return buffer;
    }

    private static void State(Utf8JsonWriter w, WorkflowState s)
    {
        w.WriteStartObject();
        w.WriteString("d", s.DefinitionId);
        w.WriteNumber("v", s.Version);
        w.WriteNumber("q", s.Sequence);
        w.WriteNumber("n", s.Next);
        if (s.End != WorkflowEnd.None)
            w.WriteNumber("z", (int)s.End);
        if (s.Name is not null)
            w.WriteString("l", s.Name);
        if (s.CorrelationId is not null)
            w.WriteString("c", s.CorrelationId);
        if (s.Executions.Count > 0)
        {
            w.WriteStartArray("x");
            foreach (var execution in s.Executions)
                Execution(w, execution);
            w.WriteEndArray();
        }
        if (s.Tokens.Count > 0)
        {
            w.WriteStartArray("t");
            foreach (var token in s.Tokens)
                Token(w, token);
            w.WriteEndArray();
        }
        Values(w, "a", s.Variables);
        Values(w, "o", s.Outputs);
        Values(w, "r", s.Results);
        if (s.Input is { } input)
        {
            w.WritePropertyName("i");
            input.WriteTo(w);
        }
        if (s.Incidents.Count > 0)
        {
            w.WriteStartArray("f");
            foreach (var incident in s.Incidents)
                Incident(w, incident);
            w.WriteEndArray();
        }
        w.WriteEndObject();
    }

    private static void Execution(Utf8JsonWriter w, Execution x)
    {
        w.WriteStartObject();
        w.WriteNumber("n", x.Number);
        w.WriteString("a", x.ActivityId);
        if (x.Parent != 0)
            w.WriteNumber("p", x.Parent);
        Forks(w, x.Forks);
        if (x.Bookmark is { } b)
        {
            w.WriteNumber("k", (int)b.Kind);
            if (b.Name is not null)
                w.WriteString("e", b.Name);
            if (b.Due is { } due)
                w.WriteString("u", due);
        }
        if (x.IncidentId is not null)
            w.WriteBoolean("i", true);
        if (x.Cursor is { } cursor)
            w.WriteNumber("c", cursor);
        if (x.Items is { } items)
        {
            w.WritePropertyName("s");
            items.WriteTo(w);
        }
        if (x.Variables is not null)
            Values(w, "v", x.Variables, evenEmpty: true);
        if (x.Outputs is not null)
            Values(w, "o", x.Outputs, evenEmpty: true);
        if (x.Latched.Count > 0)
        {
            w.WriteStartArray("j");
            foreach (var join in x.Latched)
                w.WriteStringValue(join);
            w.WriteEndArray();
        }
        w.WriteEndObject();
    }

    private static void Token(Utf8JsonWriter w, Token t)
    {
        w.WriteStartObject();
        w.WriteNumber("n", t.Number);
        w.WriteNumber("s", t.Scope);
        w.WriteString("c", t.Connection);
        w.WriteString("t", t.Target);
        Forks(w, t.Forks);
        w.WriteEndObject();
    }

    private static void Incident(Utf8JsonWriter w, Incident i)
    {
        w.WriteStartObject();
        w.WriteNumber("x", i.Execution);
        w.WriteString("a", i.ActivityId);
        w.WriteString("c", i.Code);
        w.WriteString("m", i.Message);
        w.WriteString("t", i.At);
        w.WriteEndObject();
    }

    private static void Forks(Utf8JsonWriter w, IReadOnlyDictionary<string, int> forks)
    {
        if (forks.Count == 0)
            return;
        w.WriteStartObject("f");
        foreach (var (node, number) in Sorted(forks))
            w.WriteNumber(node, number);
        w.WriteEndObject();
    }

    private static void Values(Utf8JsonWriter w, string name, IReadOnlyDictionary<string, JsonElement> values, bool evenEmpty = false)
    {
        if (values.Count == 0 && !evenEmpty)
            return;
        w.WriteStartObject(name);
        foreach (var (key, value) in Sorted(values))
        {
            w.WritePropertyName(key);
            value.WriteTo(w);
        }
        w.WriteEndObject();
    }

    private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(IReadOnlyDictionary<string, T> values) =>
        values.Count <= 1 ? values : values.OrderBy(v => v.Key, StringComparer.Ordinal);
}
