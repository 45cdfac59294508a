using System.Runtime.CompilerServices;
using System.Text;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>What to look for; nulls leave a question open.</summary>
/// <param name="Text">Part of a name (Chinese or English), code, theme or certificate, or of the pinyin initials of a name or
/// theme.</param>
/// <param name="IncludeDrills">Whether items for drills are shown too.</param>
public sealed record CatalogueSearch(
    string? Text = null,
    Tier? Tier = null,
    ItemKind? Kind = null,
    string? Theme = null,
    bool IncludeDrills = false
);

/// <summary>Finding items in the catalogue. Asks memory only.</summary>
public static class CatalogueQueries
{
    private static readonly ConditionalWeakTable<ServiceItem, string[]> Keys = [];

    /// <summary>The items in force on this day that answer the search: names that begin with the text first, then by code.</summary>
    public static IReadOnlyList<ServiceItem> Search(this CatalogueSnapshot catalogue, CatalogueSearch search, DateOnly day)
    {
        var text = Plain(search.Text);
        return
        [
            .. catalogue
                .AllInForce(day)
                .Where(item =>
                    (search.IncludeDrills || !item.IsDrill)
                    && (search.Tier is null || item.Tier == search.Tier)
                    && (search.Kind is null || item.Kind == search.Kind)
                    && (search.Theme is null || item.Theme == search.Theme)
                    && (text.Length == 0 || KeysOf(item).Any(key => key.Contains(text, StringComparison.Ordinal)))
                )
                .OrderBy(item => text.Length > 0 && Plain(item.Name).StartsWith(text, StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(item => item.ItemCode, StringComparer.Ordinal),
        ];
    }

    private static string[] KeysOf(ServiceItem item) =>
        Keys.GetValue(item, static item =>
            [
                .. new[] { item.Name, item.NameEn, item.Theme, item.ThemeEn, item.ItemCode, item.BasicCode, item.BusinessCode }
                    .Concat(item.Branches.SelectMany(branch => new[] { branch.Certificate, branch.CertificateEn }))
                    .Select(Plain),
                PinyinInitials.Of(item.Name),
                PinyinInitials.Of(item.Theme),
            ]
        );

    private static string Plain(string? text) => (text ?? "").Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant();
}
