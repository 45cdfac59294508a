using System.Text.Json;

namespace ParallelApproval.Web;

/// <summary>What the serialiser does not check: nullable annotations reach members of a type, but not elements of an array.</summary>
internal static class Elements
{
    /// <exception cref="JsonException">An element is null; the path says which.</exception>
    public static void MustBeThere<T>(T?[]? elements, string field) where T : class
    {
        for (var i = 0; i < (elements?.Length ?? 0); i++)
            if (elements![i] is null) throw new JsonException("An element is null.", FormattableString.Invariant($"$.{field}[{i}]"), null, null);
    }
}
