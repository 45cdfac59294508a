using Elsa.Studio.Contracts;
using Elsa.Studio.Localization;
using Elsa.Studio.Models;
using Microsoft.AspNetCore.Components.Routing;

namespace ParallelApproval.Studio;

/// <summary>The way back from Studio to the other pages of the product.</summary>
internal sealed class WayBack(ILocalizationProvider texts) : IMenuProvider
{
    private const string Arrow = """<path d="M0 0h24v24H0z" fill="none"/><path d="M20 11H7.83l5.59-5.59L12 4l-8 8 8 8 1.41-1.41L7.83 13H20v-2z"/>""";

    public ValueTask<IEnumerable<MenuItem>> GetMenuItemsAsync(CancellationToken cancellationToken = default) =>
        new([new MenuItem { Text = texts.GetTranslation("Back to the home page")!, Href = "/", Icon = Arrow, GroupName = "house", Match = NavLinkMatch.All }]);
}
