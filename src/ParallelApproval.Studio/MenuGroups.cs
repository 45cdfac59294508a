using Elsa.Studio.Contracts;
using Elsa.Studio.Localization;
using Elsa.Studio.Models;

namespace ParallelApproval.Studio;

/// <summary>The headings of the menu.</summary>
internal sealed class MenuGroups(ILocalizationProvider texts) : IMenuGroupProvider
{
    public ValueTask<IEnumerable<MenuItemGroup>> GetMenuGroupsAsync(CancellationToken cancellationToken = default) =>
        new([new("general", texts.GetTranslation("Process design")!, 0), new("house", texts.GetTranslation("Other pages")!, 1)]);
}
