using System.Text.Json;
using ParallelApproval.Database;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The models that come with the product (事项样本): items with their branches, papers, times and laws, as a district adopts and changes them;
/// the sample district has adopted all of them. Their codes begin with a region that stands for the adopter's.
/// </summary>
public static class ItemModels
{
    private const int RegionLength = 6;

    /// <summary>With which the codes of the models begin, where those of an adopter begin with his own.</summary>
    public static string Region { get; } = Items()[0].ItemCode[..RegionLength];

    public static IReadOnlyList<Material> Materials() => Read<Material>("materials.json");

    public static IReadOnlyList<ItemDraft> Items() => Read<ItemDraft>("items.json");

    /// <summary>
    /// The laws on which it stands (法律依据), each once, as the branches name them; the day on which they were looked at is the model's
    /// <see cref="ItemDraft.EffectiveFrom"/>.
    /// </summary>
    public static IReadOnlyList<string> LawsOf(ItemDraft model) =>
        [
            .. model
                .Branches.SelectMany(branch =>
                    branch.LegalBasis.Split('；', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                )
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The same item under the codes of another region: those that begin with the one begin with the other.</summary>
    public static ItemDraft InRegion(this ItemDraft draft, string from, string to)
    {
        string Code(string code) => code.StartsWith(from, StringComparison.Ordinal) ? to + code[from.Length..] : code;
        return draft with { ItemCode = Code(draft.ItemCode), BasicCode = Code(draft.BasicCode), BusinessCode = Code(draft.BusinessCode) };
    }

    private static List<T> Read<T>(string file)
    {
        using var stream = typeof(ItemModels).Assembly.GetManifestResourceStream("ParallelApproval.Catalogue." + file)!;
        return JsonSerializer.Deserialize<List<T>>(stream, HouseJson.Options)!;
    }
}
