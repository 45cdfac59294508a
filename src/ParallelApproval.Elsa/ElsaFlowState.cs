using System.Buffers;
using System.Text;
using System.Text.Json;
using ParallelApproval.Engine;

namespace ParallelApproval.Elsa;

/// <summary>A run of an activity that has not ended, and the bookmark at which it waits, if it does.</summary>
internal sealed record ElsaRun(int Number, string ActivityId, int Parent, Bookmark? Waits);

/// <summary>
/// Where a flow on Elsa stands: what the host may know of it, and Elsa's own state as it writes it. What stands failed waits at no bookmark
/// until it is tried again, although Elsa still holds one for it.
/// </summary>
internal sealed record ElsaFlowState : IFlowState
{
    private const string Mark = "Elsa";

    public static readonly ElsaFlowState Initial = new();

    public string DefinitionId { get; init; } = "";

    public int Version { get; init; }

    /// <inheritdoc/>
    public int Sequence { get; init; }

    /// <summary>The next number that is free; the workflow itself takes 0, so that its first step is number 1.</summary>
    public int Next { get; init; }

    /// <summary>Running; Finished or Cancelled once it is over.</summary>
    public WorkflowSubStatus End { get; init; } = WorkflowSubStatus.Suspended;

    public string? CorrelationId { get; init; }

    public IReadOnlyList<ElsaRun> Runs { get; init; } = [];

    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, JsonElement> Outputs { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>As Elsa writes it; empty before the start and after the end.</summary>
    public string Elsa { get; init; } = "";

    public WorkflowStatus Status => End is WorkflowSubStatus.Suspended ? WorkflowStatus.Running : WorkflowStatus.Finished;

    public WorkflowSubStatus SubStatus =>
        End is not WorkflowSubStatus.Suspended ? End
        : Sequence == 0 ? WorkflowSubStatus.Pending
        : Incidents.Count > 0 ? WorkflowSubStatus.Faulted
        : WorkflowSubStatus.Suspended;

    public IEnumerable<Bookmark> Bookmarks => Runs.Where(run => run.Waits is not null && !IsFailed(run.Number)).Select(run => run.Waits!);

    public static string IncidentOf(int run) => $"incident.{run}";

    public bool IsFailed(int run) => Incidents.Any(open => open.Execution == run);

    public bool IsWaitingAt(string bookmarkId) => Waiting(bookmarkId) is not null;

    public Bookmark? Waiting(string bookmarkId) => Bookmarks.FirstOrDefault(one => one.Id == bookmarkId);

    public int RunAt(string bookmarkId) => Runs.First(run => run.Waits?.Id == bookmarkId).Number;

    /// <summary>The bookmark that Elsa holds for the run, failed or not; null for none.</summary>
    public string? BookmarkOf(int run) => Runs.FirstOrDefault(one => one.Number == run)?.Waits?.Id;

    /// <summary>What is told when everything that runs is given up.</summary>
    public IEnumerable<WorkflowEvent> Cancelled(DateTimeOffset at, string reason) =>
        Runs.Select(run => new ActivityCancelled(
            at,
            run.Number,
            run.ActivityId,
            IsFailed(run.Number) ? null : BookmarkOf(run.Number),
            reason
        ));

    public ElsaFlowState Over(WorkflowSubStatus end, int events) =>
        this with
        {
            End = end,
            Sequence = Sequence + events,
            Runs = [],
            Incidents = [],
            Elsa = "",
        };

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("engine", Mark);
            json.WriteString("definitionId", DefinitionId);
            json.WriteNumber("version", Version);
            json.WriteNumber("sequence", Sequence);
            json.WriteNumber("next", Next);
            json.WriteString("end", End.ToString());
            json.WriteString("correlationId", CorrelationId);
            Write(json, "runs", Runs);
            Write(json, "incidents", Incidents);
            Write(json, "variables", Sorted(Variables));
            Write(json, "outputs", Sorted(Outputs));
            json.WritePropertyName("elsa");
            if (Elsa.Length > 0)
                json.WriteRawValue(Elsa);
            else
                json.WriteNullValue();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static ElsaFlowState Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 256 });
            var root = document.RootElement;
            if (!root.TryGetProperty("engine", out var engine) || engine.GetString() != Mark)
                throw new FormatException("Expected a state of Elsa, but it is another engine's.");
            return new()
            {
                DefinitionId = root.GetProperty("definitionId").GetString()!,
                Version = root.GetProperty("version").GetInt32(),
                Sequence = root.GetProperty("sequence").GetInt32(),
                Next = root.GetProperty("next").GetInt32(),
                End = Enum.Parse<WorkflowSubStatus>(root.GetProperty("end").GetString()!),
                CorrelationId = root.GetProperty("correlationId").GetString(),
                Runs = root.GetProperty("runs").Deserialize<ElsaRun[]>()!,
                Incidents = root.GetProperty("incidents").Deserialize<Incident[]>()!,
                Variables = root.GetProperty("variables").Deserialize<Dictionary<string, JsonElement>>()!,
                Outputs = root.GetProperty("outputs").Deserialize<Dictionary<string, JsonElement>>()!,
                Elsa = root.GetProperty("elsa") is { ValueKind: JsonValueKind.Object } elsa ? elsa.GetRawText() : "",
            };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"Expected a state of Elsa, but it cannot be read: {fault.Message}", fault);
        }
    }

    private static SortedDictionary<string, JsonElement> Sorted(IReadOnlyDictionary<string, JsonElement> values) =>
        new(values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static void Write<T>(Utf8JsonWriter json, string name, T value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value);
    }
}
