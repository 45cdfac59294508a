using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ErrorOr;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Workbench;

/// <summary>Reads what somebody pasted (导入文本) as the API would read it, so that a page takes no more and no less.</summary>
internal static class JsonReading
{
    /// <summary>Where the text itself stands, for faults that are about no field inside it.</summary>
    public const string Field = "json";

    private static readonly JsonSerializerOptions Options = WithReflection();
    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    /// <summary>The value, or what is wrong and where: line and byte for broken JSON, the path for a wrong value.</summary>
    public static ErrorOr<T> Read<T>(string? text)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(text))
            return FrontRefusals.MissingField(Field);
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) is { } value ? value : FrontRefusals.WrongType(Field);
        }
        catch (JsonException fault)
        {
            return JsonFaults
                .Of(fault)
                .ConvertAll(error => RefusalTexts.Field(error) is { Length: > 0 } ? error : Refusal.Within(Field, error));
        }
    }

    // The serialisers made at build time are those of the hot path; what is pasted is not on it.
    private static JsonSerializerOptions WithReflection()
    {
        var options = WebJson.Make();
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        return options;
    }

    /// <summary>The text that <see cref="Read"/> reads as this value.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Indented);
}
