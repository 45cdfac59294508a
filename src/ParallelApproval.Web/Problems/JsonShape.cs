using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ErrorOr;

namespace ParallelApproval.Web.Problems;

/// <summary>
/// Holds a document against the type that it is to become (文档核对): every fault of it at once under its path, where reading it would end at
/// the first one.
/// </summary>
internal static class JsonShape
{
    private const int MostFaults = 1_000;

    /// <summary>Unknown and missing fields and values of the wrong type; none when the document can be read.</summary>
    public static List<Error> Faults<T>(JsonNode? document, JsonSerializerOptions options)
    {
        var faults = new List<Error>();
        Check(document, options.GetTypeInfo(typeof(T)), "", faults);
        return faults;
    }

    private static void Check(JsonNode? node, JsonTypeInfo shape, string path, List<Error> faults)
    {
        if (faults.Count >= MostFaults)
            return;
        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object when node is JsonObject members:
                CheckMembers(members, shape, path, faults);
                break;
            case JsonTypeInfoKind.Enumerable when node is JsonArray elements && shape.ElementType is { } type:
                foreach (var (at, element) in elements.Index())
                    Check(element, shape.Options.GetTypeInfo(type), FormattableString.Invariant($"{path}[{at}]"), faults);
                break;
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Enumerable:
                faults.Add(FrontRefusals.WrongType(path.Length == 0 ? "$" : path));
                break;
            default:
                CheckValue(node, shape, path, faults);
                break;
        }
    }

    private static void CheckMembers(JsonObject members, JsonTypeInfo shape, string path, List<Error> faults)
    {
        foreach (var (name, value) in members)
        {
            var place = path.Length == 0 ? name : $"{path}.{name}";
            var property = shape.Properties.FirstOrDefault(known => known.Name == name);
            if (property is null)
                faults.Add(FrontRefusals.UnknownField(place));
            else if (value is not null)
                Check(value, shape.Options.GetTypeInfo(property.PropertyType), place, faults);
            else if (!property.IsSetNullable || !MayBeNull(property.PropertyType))
                faults.Add(FrontRefusals.WrongType(place));
        }

        foreach (var property in shape.Properties.Where(property => IsWanted(property) && !members.ContainsKey(property.Name)))
            faults.Add(FrontRefusals.MissingField(path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
    }

    private static void CheckValue(JsonNode? node, JsonTypeInfo shape, string path, List<Error> faults)
    {
        try
        {
            if (node is null && !MayBeNull(shape.Type))
                faults.Add(FrontRefusals.WrongType(path));
            else
                node.Deserialize(shape);
        }
        catch (JsonException fault)
        {
            faults.AddRange(
                JsonFaults.Of(fault).Select(error => RefusalTexts.Field(error) is "" or "$" ? Refusals.Refusal.At(path, error) : error)
            );
        }
    }

    private static bool IsWanted(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    private static bool MayBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
}
