using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
internal static class StateReader
{
    public static WorkflowState Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 256 });
            return State(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FormatException("Expected a workflow state as the engine writes it, but this is none.", e);
        }
    }

    private static WorkflowState State(JsonElement s) =>
        new()
        {
            DefinitionId = s.GetProperty("d").GetString()!,
            Version = s.GetProperty("v").GetInt32(),
            Sequence = s.GetProperty("q").GetInt32(),
            Next = s.GetProperty("n").GetInt32(),
            End = s.TryGetProperty("z", out var end) ? (WorkflowEnd)end.GetInt32() : WorkflowEnd.None,
            Name = s.Text("l"),
            CorrelationId = s.Text("c"),
            Executions = List(s, "x", Execution),
            Tokens = List(s, "t", Token),
            Variables = Values(s, "a") ?? WorkflowState.Nothing,
            Outputs = Values(s, "o") ?? WorkflowState.Nothing,
            Results = Values(s, "r") ?? WorkflowState.Nothing,
            Input = s.TryGetProperty("i", out var input) ? input.Clone() : null,
            Incidents = List(s, "f", Incident),
        };

    private static Execution Execution(JsonElement x)
    {
        var number = x.GetProperty("n").GetInt32();
        var activity = x.GetProperty("a").GetString()!;
        return new Execution
        {
            Number = number,
            ActivityId = activity,
            Parent = x.TryGetProperty("p", out var parent) ? parent.GetInt32() : 0,
            Forks = Forks(x),
            Bookmark = x.TryGetProperty("k", out var kind)
                ? new Bookmark(
                    Naming.Bookmark(activity, number),
                    activity,
                    (RequestKind)kind.GetInt32(),
                    x.Text("e"),
                    x.TryGetProperty("u", out var due) ? due.GetDateTimeOffset() : null
                )
                : null,
            IncidentId = x.Flag("i") ? Naming.Incident(number) : null,
            Cursor = x.TryGetProperty("c", out var cursor) ? cursor.GetInt32() : null,
            Items = x.TryGetProperty("s", out var items) ? items.Clone() : null,
            Variables = Values(x, "v"),
            Outputs = Values(x, "o"),
            Latched = List(x, "j", j => j.GetString()!),
        };
    }

    private static Token Token(JsonElement t) =>
        new(t.GetProperty("n").GetInt32(), t.GetProperty("s").GetInt32(), t.GetProperty("c").GetString()!, t.GetProperty("t").GetString()!)
        {
            Forks = Forks(t),
        };

    private static Incident Incident(JsonElement i)
    {
        var execution = i.GetProperty("x").GetInt32();
        return new Incident(
            Naming.Incident(execution),
            execution,
            i.GetProperty("a").GetString()!,
            i.GetProperty("c").GetString()!,
            i.GetProperty("m").GetString()!,
            i.GetProperty("t").GetDateTimeOffset()
        );
    }

    private static IReadOnlyDictionary<string, int> Forks(JsonElement at)
    {
        if (!at.TryGetProperty("f", out var forks))
            return Engine.Execution.NoForks;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var fork in forks.EnumerateObject())
            numbers[fork.Name] = fork.Value.GetInt32();
        return numbers;
    }

    private static Dictionary<string, JsonElement>? Values(JsonElement at, string name)
    {
        if (!at.TryGetProperty(name, out var values))
            return null;
        var read = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject())
            read[value.Name] = value.Value.Clone();
        return read;
    }

    private static T[] List<T>(JsonElement at, string name, Func<JsonElement, T> read)
    {
        if (!at.TryGetProperty(name, out var list))
            return [];
        var items = new T[list.GetArrayLength()];
        var i = 0;
        foreach (var item in list.EnumerateArray())
            items[i++] = read(item);
        return items;
    }
}

/// <summary>Ids that follow from running numbers.</summary>
internal static class Naming
{
    public static string Bookmark(string activityId, int execution) =>
        string.Concat(activityId, ".", execution.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static string Incident(int execution) =>
        string.Concat("incident.", execution.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
