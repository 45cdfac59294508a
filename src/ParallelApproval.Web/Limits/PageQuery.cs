using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Primitives;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// What a page reads from its address as a number or as yes and no (页面参数): the framework throws where it is something else, so it is
/// looked at before.
/// </summary>
internal static class PageQuery
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Asked>> ByPage = new();

    private sealed record Asked(string Name, Func<string, bool> IsSound);

    /// <summary>The name of the first parameter that the page cannot read; null when it reads all.</summary>
    public static string? FaultIn(Type page, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var asked = ByPage.GetOrAdd(page, AskedBy);
        if (asked.Count == 0)
            return null;
        foreach (var (name, values) in query)
            if (
                asked.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
                && values.Any(value => !known.IsSound(value ?? ""))
            )
                return known.Name;
        return null;
    }

    private static List<Asked> AskedBy(Type page) =>
        [
            .. from member in page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            let query = member.GetCustomAttribute<SupplyParameterFromQueryAttribute>()
            where query is not null && member.PropertyType != typeof(string)
            select new Asked(query.Name ?? member.Name, Reader(member)),
        ];

    private static Func<string, bool> Reader(PropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType);
        var isNullable = type is not null;
        type ??= member.PropertyType;
        if (type == typeof(bool))
            return text => (isNullable && text.Length == 0) || bool.TryParse(text, out _);
        if (type == typeof(int))
            return text =>
                (isNullable && text.Length == 0) || int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
        throw new InvalidOperationException(
            $"Expected {member.DeclaringType!.Name}.{member.Name} to be a text, a number or yes and no, but nobody looks at a {type.Name}."
        );
    }
}
