using System.Text.Json;
using System.Text.Json.Serialization;

namespace ParallelApproval.Imports;

/// <summary>
/// Cells as they are kept with a sheet that waits for a second person (单元格存档): texts, numbers, truth values and days come back as what they
/// were.
/// </summary>
internal sealed class ReadCells : JsonConverter<IReadOnlyList<object?>>
{
    private const string Day = "day";

    public override IReadOnlyList<object?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var cells = JsonDocument.ParseValue(ref reader);
        return [.. cells.RootElement.EnumerateArray().Select(One)];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<object?> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var cell in value)
            JsonSerializer.Serialize(
                writer,
                cell is DateTime day ? new Dictionary<string, DateTime> { [Day] = day } : cell,
                cell is DateTime ? typeof(Dictionary<string, DateTime>) : cell?.GetType() ?? typeof(object),
                options
            );
        writer.WriteEndArray();
    }

    private static object? One(JsonElement cell) =>
        cell.ValueKind switch
        {
            JsonValueKind.Number => cell.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Object => cell.GetProperty(Day).GetDateTime(),
            _ => cell.GetString(),
        };
}
