using ParallelApproval.Catalogue;

namespace ParallelApproval.Publication;

/// <summary>
/// The guides to the items on offer (办事指南), with the nine public fields. Publishing refuses an item of which one is empty; should one come
/// into the catalogue by another way, it is not shown here.
/// </summary>
public sealed class ItemGuides(CatalogueRegister catalogue)
{
    /// <summary>The guides that answer the search on that day; items for drills are never among them.</summary>
    public IReadOnlyList<ItemGuide> Search(CatalogueSearch search, DateOnly day) =>
        [.. catalogue.Current.Search(search with { IncludeDrills = false }, day).Select(ItemGuide.Of).Where(guide => guide.IsComplete)];

    /// <summary>The guide of one item; null when it is not on offer that day.</summary>
    public ItemGuide? Find(string itemCode, DateOnly day) =>
        catalogue.InForce(itemCode, day) is { IsDrill: false } item && ItemGuide.Of(item) is { IsComplete: true } guide ? guide : null;

    /// <summary>The themes under which items are offered, in the order of their first item.</summary>
    public IReadOnlyList<ItemTheme> Themes(DateOnly day) =>
        [
            .. Search(new(), day)
                .Where(guide => guide.Item.Theme.Length > 0)
                .GroupBy(guide => guide.Item.Theme)
                .Select(theme => new ItemTheme(theme.Key, theme.First().Item.ThemeEn, theme.Count())),
        ];
}

/// <summary>A guide: the item, and what must be public about it.</summary>
public sealed record ItemGuide(ServiceItem Item, NineFields Fields)
{
    public static ItemGuide Of(ServiceItem item) => new(item, NineFields.Of(item));

    /// <summary>Whether none of the nine is empty.</summary>
    public bool IsComplete =>
        new[]
        {
            Fields.Content,
            Fields.LegalBasis,
            Fields.Conditions,
            Fields.Materials,
            Fields.Procedure,
            Fields.PromisedTime,
            Fields.Fees,
            Fields.Results,
            Fields.Complaints,
        }.All(text => !string.IsNullOrWhiteSpace(text));
}

/// <summary>A theme (主题) and how many items it holds.</summary>
public sealed record ItemTheme(string Name, string NameEn, int Items);
