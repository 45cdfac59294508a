using System.Runtime.CompilerServices;
using System.Text;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>What to look for; nulls leave a question open.</summary>
/// <param name="Text">Part of a name (Chinese or English), code, theme or certificate; what people call it; pinyin of any of them.</param>
/// <param name="IncludeDrills">Whether items for drills are shown too.</param>
public sealed record CatalogueSearch(
    string? Text = null,
    Tier? Tier = null,
    ItemKind? Kind = null,
    string? Theme = null,
    bool IncludeDrills = false
);

/// <summary>
/// Finding items in the catalogue, by what people type: parts of names, what things are called among people, pinyin whole, by its first
/// letters or mixed with characters, codes. Asks memory only.
/// </summary>
public static class CatalogueQueries
{
    private const int ShortestHint = 2;

    // Fewer letters sound like anything.
    private const int ShortestSound = 5;

    private static readonly ConditionalWeakTable<ServiceItem, Keys> Known = [];

    /// <summary>
    /// The items in force on this day that answer the search: names that begin with the text first, then those that hold it, then what
    /// is meant by it; of each kind the items of today before those of former times, then by code. Where nothing answers, what sounds alike
    /// does: 饭官 is 饭馆.
    /// </summary>
    public static IReadOnlyList<ServiceItem> Search(this CatalogueSnapshot catalogue, CatalogueSearch search, DateOnly day)
    {
        var text = Plain(search.Text);
        var found = Find(catalogue, search, day, text, Rank);
        return found.Count > 0 || text.Length == 0 ? found : Find(catalogue, search, day, text, RankOfSound);
    }

    private static IReadOnlyList<ServiceItem> Find(
        CatalogueSnapshot catalogue,
        CatalogueSearch search,
        DateOnly day,
        string text,
        Func<Keys, string, int?> rank
    ) =>
        [
            .. catalogue
                .AllInForce(day)
                .Where(item =>
                    (search.IncludeDrills || !item.IsDrill)
                    && (search.Tier is null || item.Tier == search.Tier)
                    && (search.Kind is null || item.Kind == search.Kind)
                    && (search.Theme is null || item.Theme == search.Theme)
                )
                .Select(item => (item, rank: text.Length == 0 ? 0 : rank(KeysOf(item), text)))
                .Where(found => found.rank is not null)
                .OrderBy(found => found.item.IsHistorical && text.Length > 0)
                .ThenBy(found => found.rank)
                .ThenBy(found => found.item.ItemCode, StringComparer.Ordinal)
                .Select(found => found.item),
        ];

    // Null when the item does not answer.
    private static int? Rank(Keys keys, string text)
    {
        if (keys.Name.StartsWith(text, StringComparison.Ordinal))
            return 0;
        if (keys.Official.Any(key => key.Contains(text, StringComparison.Ordinal)))
            return 1;
        var thing = CommonNames.WithoutWish(text);
        if (keys.Said.Any(said => said.Contains(thing, StringComparison.Ordinal) || IsHint(text, said)))
            return 2;
        if (thing != text && keys.Official.Any(key => key.Contains(thing, StringComparison.Ordinal)))
            return 2;
        var typed = string.Concat(text.Where(char.IsLetterOrDigit));
        return typed.Any(char.IsAsciiLetter) && keys.Spoken.Any(name => name.Contains(typed)) ? 3 : null;
    }

    private static int? RankOfSound(Keys keys, string text)
    {
        var thing = string.Concat(CommonNames.WithoutWish(text).Where(char.IsLetterOrDigit));
        return
            thing.Length >= (thing.All(char.IsAsciiLetterOrDigit) ? ShortestSound : ShortestHint)
            && keys.Spoken.Any(name => name.SoundsLike(thing))
            ? 0
            : null;
    }

    // 开一家奶茶店 holds what people call it, whatever stands around it.
    private static bool IsHint(string text, string said) => said.Length >= ShortestHint && text.Contains(said, StringComparison.Ordinal);

    private static Keys KeysOf(ServiceItem item) => Known.GetValue(item, static item =>
        {
            string[] names = [item.Name, item.Theme, .. item.Branches.Select(branch => branch.Certificate)];
            string[] said = [.. item.CommonNames.Concat(names.SelectMany(CommonNames.Of)).Select(Plain).Distinct()];
            return new(
                Plain(item.Name),
                [
                    .. names
                        .Concat([item.NameEn, item.ThemeEn, item.ItemCode, item.BasicCode, item.BusinessCode])
                        .Concat(item.Branches.Select(branch => branch.CertificateEn))
                        .Select(Plain),
                ],
                said,
                [.. names.Concat(said).Where(name => name.Length > 0).Distinct().Select(name => new SpokenName(name))]
            );
        });

    /// <summary>By what an item is found.</summary>
    /// <param name="Official">Its names and codes, and those of what it grants.</param>
    /// <param name="Said">What people call it.</param>
    /// <param name="Spoken">Its Chinese names as they are typed by sound.</param>
    private sealed record Keys(string Name, string[] Official, string[] Said, SpokenName[] Spoken);

    // People type blanks between words; names have none that count.
    private static string Plain(string? text) =>
        string.Concat((text ?? "").Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
}
