using System.Globalization;
using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>JSON values as Elsa's types.</summary>
internal static class Values
{
    public static IReadOnlyDictionary<string, JsonElement> Initial(
        IReadOnlyList<Variable> variables,
        IReadOnlyDictionary<string, JsonElement>? more
    )
    {
        if (variables.Count == 0)
            return more ?? WorkflowState.Nothing;
        var values = more is null
            ? new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            : new Dictionary<string, JsonElement>(more, StringComparer.Ordinal);
        foreach (var variable in variables)
            values[variable.Name] = Initial(variable);
        return values;
    }

    /// <summary>An initial value that does not fit its type is kept as the text it is: the checks have told the designer.</summary>
    private static JsonElement Initial(Variable variable)
    {
        try
        {
            return Convert(variable.Value, variable.IsArray ? $"List<{variable.TypeName}>" : variable.TypeName, variable.Name);
        }
        catch (ActivityFailure)
        {
            return variable.Value;
        }
    }

    public static bool IsTrue(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.String => bool.TryParse(value.GetString(), out var flag) && flag,
            JsonValueKind.Number => value.GetDouble() != 0,
            _ => false,
        };

    public static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetRawText(),
        };

    /// <summary>A list of texts: a JSON list, a JSON list as text, or one text.</summary>
    public static List<string> Texts(JsonElement? value) =>
        value is { } given
            ? List(given).EnumerateArray().Select(i => Text(i)).Where(t => !string.IsNullOrEmpty(t)).Select(t => t!).ToList()
            : [];

    public static JsonElement List(JsonElement? value)
    {
        if (value is not { } given || given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return Json.EmptyArray;
        if (given.ValueKind == JsonValueKind.Array)
            return given;
        if (given.ValueKind == JsonValueKind.String)
        {
            var text = given.GetString()!.Trim();
            if (text.Length == 0)
                return Json.EmptyArray;
            if (text[0] == '[')
                return ParseOrFail(text, "a JSON list");
        }
        return Json.Make(w =>
        {
            w.WriteStartArray();
            given.WriteTo(w);
            w.WriteEndArray();
        });
    }

    /// <summary>The value as that type; unknown types leave it as it is. Null stays null.</summary>
    public static JsonElement Convert(JsonElement value, string? typeName, string what)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return Json.Null;
        return ShortName(typeName) switch
        {
            "STRING" => value.ValueKind == JsonValueKind.String ? value : Json.Of(Text(value)),
            "BOOLEAN" or "BOOL" => Flag(value, what),
            "INT32" or "INT64" or "INT" or "LONG" or "INT16" or "BYTE" => Whole(value, what),
            "DECIMAL" or "DOUBLE" or "SINGLE" => Number(value, what),
            "TIMESPAN" => Span(value, what),
            "DATETIME" or "DATETIMEOFFSET" => Instant(value, what),
            "LIST" => List(value),
            "JSON" => value.ValueKind == JsonValueKind.String && value.GetString()!.TrimStart() is ['{' or '[', ..] text
                ? ParseOrFail(text, what)
                : value,
            _ => value,
        };
    }

    private static string ShortName(string? typeName)
    {
        if (typeName is null)
            return "";
        if (
            typeName.EndsWith("[]", StringComparison.Ordinal)
            || typeName.StartsWith("List<", StringComparison.Ordinal)
            || typeName.StartsWith("ICollection<", StringComparison.Ordinal)
            || typeName.Contains("ICollection`1", StringComparison.Ordinal)
            || typeName.Contains("List`1", StringComparison.Ordinal)
        )
            return "LIST";
        if (typeName is "ObjectDictionary" or "JsonObject" or "JsonArray" or "JsonNode" or "ExpandoObject")
            return "JSON";
        var name = typeName.StartsWith("System.", StringComparison.Ordinal) ? typeName["System.".Length..].Split(',')[0] : typeName;
        return name.TrimEnd('?').ToUpperInvariant();
    }

    private static JsonElement Flag(JsonElement value, string what) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => value,
            JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => Json.Of(flag),
            JsonValueKind.String when value.GetString()!.Length == 0 => Json.Null,
            JsonValueKind.Number => Json.Of(value.GetDouble() != 0),
            _ => throw DoesNotFit(value, "true or false", what),
        };

    private static JsonElement Whole(JsonElement value, string what)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _))
            return value;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == decimal.Truncate(number))
            return Json.Of(decimal.Truncate(number));
        if (value.ValueKind != JsonValueKind.String)
            throw DoesNotFit(value, "a whole number", what);
        var text = value.GetString()!.Trim();
        if (text.Length == 0)
            return Json.Null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? Json.Of(whole)
            : throw DoesNotFit(value, "a whole number", what);
    }

    // The text stays as it is written; it must only have a meaning.
    private static JsonElement Span(JsonElement value, string what) =>
        value.ValueKind is JsonValueKind.String && Durations.Of(value.GetString()) is not null
            ? value
            : throw new ActivityFailure(
                "time_span_invalid",
                $"Expected {what} to be a time span such as 72:00:00, PT36H or 3 days, but it is {value.GetRawText()}."
            );

    private static JsonElement Instant(JsonElement value, string what) =>
        value.ValueKind is JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? value
            : throw new ActivityFailure("instant_invalid", $"Expected {what} to be an ISO 8601 instant, but it is {value.GetRawText()}.");

    private static JsonElement Number(JsonElement value, string what)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value;
        if (value.ValueKind != JsonValueKind.String)
            throw DoesNotFit(value, "a number", what);
        var text = value.GetString()!.Trim();
        if (text.Length == 0)
            return Json.Null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Json.Of(number)
            : throw DoesNotFit(value, "a number", what);
    }

    public static JsonElement ParseOrFail(string text, string what)
    {
        try
        {
            return Json.Parse(text);
        }
        catch (JsonException e)
        {
            throw new ActivityFailure("not_json", $"Expected {what} to be JSON, but it is not: {e.Message}", e);
        }
    }

    private static ActivityFailure DoesNotFit(JsonElement value, string type, string what) =>
        new("value_does_not_fit", $"Expected {what} to be {type}, but it is {value.GetRawText()}.");
}
