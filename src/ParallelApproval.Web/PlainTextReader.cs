using System.Text.Json;
using System.Text.Json.Serialization;
using ParallelApproval.Database;

namespace ParallelApproval.Web;

/// <summary>Reads text of a body; what cannot be kept is said at its field, before any command runs.</summary>
internal sealed class PlainTextReader : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
            throw new JsonException();
        try
        {
            return reader.GetString() is { } text && PlainText.Is(text) ? text : throw new TextFault();
        }
        catch (InvalidOperationException)
        {
            // Half a pair. Without the path, which the serialiser then fills in.
            throw new TextFault();
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Text in a body that cannot be kept.</summary>
internal sealed class TextFault(string? path = null) : JsonException(null, path, null, null);
