using System.Text.Json;
using System.Text.Json.Serialization;

namespace ParallelApproval.Engine;

/// <summary>Serialisation of the journal, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    MaxDepth = 256,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(WorkflowEvent))]
[JsonSerializable(typeof(IReadOnlyList<WorkflowEvent>))]
internal sealed partial class JournalJson : JsonSerializerContext;
