using System.Text.Json;
using ParallelApproval.Database;

namespace ParallelApproval.Catalogue;

/// <summary>
/// What people call things (俗称): the default table of words that no official name holds. An item may have more of its own (<see
/// cref="ServiceItem.CommonNames"/>).
/// </summary>
internal static class CommonNames
{
    private static readonly Entry[] Table = Read();

    // What people say before the thing that they want.
    private static readonly string[] Wishes =
    [
        "我要",
        "我想",
        "想要",
        "怎么",
        "如何",
        "申请",
        "办理",
        "补办",
        "开办",
        "开个",
        "开家",
        "开",
        "办",
        "领",
    ];

    /// <summary>The words by which people mean a thing of that name; empty for most names.</summary>
    public static IEnumerable<string> Of(string name) =>
        Table.Where(entry => entry.Means.Any(meant => name.Contains(meant, StringComparison.Ordinal))).SelectMany(entry => entry.Said);

    /// <summary>The thing itself, without what says that somebody wants it: 我要开饭店 is 饭店.</summary>
    public static string WithoutWish(string typed)
    {
        for (var begins = true; begins; )
        {
            begins = false;
            foreach (var wish in Wishes)
                if (typed.Length > wish.Length + 1 && typed.StartsWith(wish, StringComparison.Ordinal))
                {
                    (typed, begins) = (typed[wish.Length..], true);
                    break;
                }
        }

        return typed;
    }

    private static Entry[] Read()
    {
        using var stream = typeof(CommonNames).Assembly.GetManifestResourceStream("ParallelApproval.Catalogue.common-names.json")!;
        return JsonSerializer.Deserialize<Entry[]>(stream, HouseJson.Options)!;
    }

    /// <param name="Said">What people say.</param>
    /// <param name="Means">Parts of official names, of items, themes or certificates.</param>
    private sealed record Entry(string[] Said, string[] Means);
}
