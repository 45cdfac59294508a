using System.Globalization;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Reading and making JSON values; every element made here owns its memory.</summary>
internal static class Json
{
    public static readonly JsonElement Null = Parse("null"),
        True = Parse("true"),
        False = Parse("false"),
        EmptyObject = Parse("{}"),
        EmptyArray = Parse("[]");

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Flag(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    public static JsonElement Of(string? value) => value is null ? Null : Make(writer => writer.WriteStringValue(value));

    public static JsonElement Of(bool value) => value ? True : False;

    public static JsonElement Of(long value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static JsonElement Of(decimal value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static JsonElement Object(IEnumerable<KeyValuePair<string, JsonElement>> members) =>
        Make(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        });

    public static JsonElement Make(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <summary>Chinese stays readable; the text never goes into HTML unescaped.</summary>
    public static readonly JsonWriterOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
