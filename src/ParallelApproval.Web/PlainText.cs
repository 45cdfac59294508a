using System.Text.Json;
using System.Text.Json.Serialization;

namespace ParallelApproval.Web;

/// <summary>Text as PostgreSQL can keep it: no U+0000, no half of a surrogate pair. Said at the field, before any command runs.</summary>
internal sealed class PlainText : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String) throw new JsonException();
        try
        {
            return reader.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : throw new JsonException();
        }
        catch (InvalidOperationException)
        {
            // Half a pair. Without the path, which the serialiser then fills in.
            throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
