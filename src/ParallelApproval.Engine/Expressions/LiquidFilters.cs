using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using DotLiquid;

namespace ParallelApproval.Engine;

/// <summary>Filters that Elsa has and Liquid has not, and which filters there are at all.</summary>
internal static partial class LiquidFilters
{
    /// <summary>Every filter that a template may use, as Liquid writes it.</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        .. new[] { typeof(StandardFilters), typeof(LiquidFilters), typeof(LiquidLimits) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Select(method => Snake(method.Name))
            .Distinct(),
    ];

    private static readonly HashSet<string> Known = new(
        Names.Concat(Names.Select(name => name.Replace("_", "", StringComparison.Ordinal))),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The value as JSON text.</summary>
    public static string Json(object? input) =>
        System.Text.Json.JsonSerializer.Serialize(
            Plain(input is string text ? LiquidLimits.Text(text) : LiquidLimits.FewOf(input)),
            new System.Text.Json.JsonSerializerOptions { Encoder = Engine.Json.Plain.Encoder }
        );

    /// <summary>The names of an object's members.</summary>
    public static IEnumerable<string> Keys(object? input) => input is IDictionary<string, object?> members ? [.. members.Keys] : [];

    /// <summary>The text's UTF-8 bytes in Base64.</summary>
    public static string Base64(string? input) => Convert.ToBase64String(Encoding.UTF8.GetBytes(LiquidLimits.Text(input) ?? ""));

    /// <summary>The first filter of a template that does not exist; null when all do.</summary>
    internal static string? Unknown(string template) =>
        Tags()
            .Matches(template)
            .SelectMany(tag => Filters().Matches(Texts().Replace(tag.Value, "")))
            .Select(filter => filter.Groups[1].Value)
            .FirstOrDefault(name => !Known.Contains(name));

    /// <summary>What a template writes as it stands, outside of values and tags.</summary>
    internal static string Outside(string template) => Tags().Replace(template, "");

    private static object? Plain(object? value) =>
        value switch
        {
            IDictionary<string, object?> members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
            string text => text,
            IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
            _ => value,
        };

    private static string Snake(string name) => Humps().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'")]
    private static partial Regex Texts();

    [GeneratedRegex(@"\|\s*([A-Za-z_]\w*)")]
    private static partial Regex Filters();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Humps();
}
