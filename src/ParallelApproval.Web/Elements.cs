using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Database;

namespace ParallelApproval.Web;

/// <summary>
/// What the serialiser does not check: nullable annotations reach members of a type, but not elements of an array; and text in a form of
/// the item's own has no type.
/// </summary>
internal static class Elements
{
    /// <exception cref="JsonException">An element is null; the path says which.</exception>
    public static void MustBeThere<T>(T?[]? elements, string field)
        where T : class
    {
        for (var i = 0; i < (elements?.Length ?? 0); i++)
            if (elements![i] is null)
                throw new JsonException("An element is null.", FormattableString.Invariant($"$.{field}[{i}]"), null, null);
    }

    /// <exception cref="TextFault">A text, or the name of a member, cannot be kept; the path says which.</exception>
    public static void MustBePlain(JsonObject? form, string field)
    {
        if (PlainText.FaultIn(form) is { } path)
            throw new TextFault(path.Length == 0 ? $"$.{field}" : $"$.{field}.{path}");
    }
}
