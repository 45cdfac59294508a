using Elsa.Studio.Contracts;
using Elsa.Studio.Localization;
using Elsa.Studio.Models;
using Microsoft.AspNetCore.Components.Routing;

namespace ParallelApproval.Studio;

/// <summary>
/// The menu (菜单), one click to each place: Studio's own folds two pages into one entry, and knows no way back to the product.
/// </summary>
internal sealed class Menu(ILocalizationProvider texts) : IMenuProvider, IMenuGroupProvider
{
    private const string Drawing = "M3 3h7v6H8v2h8V9h-2V3h7v6h-3v4h-5v2h3v6H8v-6h3v-2H6V9H3z";
    private const string Running = "M4 5h16v2H4zM4 11h10v2H4zM4 17h10v2H4zM16 11l6 4-6 4z";
    private const string Trying = "M9 3v6L4 18v3h16v-3l-5-9V3zM11 5h2v5l3 5H8l3-5z";
    private const string Arrow = "M20 11H7.83l5.59-5.59L12 4l-8 8 8 8 1.41-1.41L7.83 13H20v-2z";

    public ValueTask<IEnumerable<MenuItemGroup>> GetMenuGroupsAsync(CancellationToken cancellationToken = default) =>
        new([new("general", Text("Process design"), 0), new("house", Text("Other pages"), 1)]);

    public ValueTask<IEnumerable<MenuItem>> GetMenuItemsAsync(CancellationToken cancellationToken = default) =>
        new([
            new()
            {
                Text = Text("Definitions"),
                Href = "workflows/definitions",
                Icon = Sign(Drawing),
                GroupName = "general",
                Order = 0,
            },
            new()
            {
                Text = Text("Instances"),
                Href = "workflows/instances",
                Icon = Sign(Running),
                GroupName = "general",
                Order = 1,
            },
            new()
            {
                Text = Text("Trial and migration"),
                Href = "/flows",
                Icon = Sign(Trying),
                GroupName = "house",
                Match = NavLinkMatch.All,
                Order = 3,
            },
            new()
            {
                Text = Text("Back to the home page"),
                Href = "/",
                Icon = Sign(Arrow),
                GroupName = "house",
                Match = NavLinkMatch.All,
                Order = 2,
            },
        ]);

    private static string Sign(string path) => $"""<path d="M0 0h24v24H0z" fill="none"/><path d="{path}"/>""";

    private string Text(string key) => texts.GetTranslation(key)!;
}
