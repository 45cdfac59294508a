using Elsa.Studio.Contracts;
using Elsa.Studio.Models;

namespace ParallelApproval.Studio;

/// <summary>The headings of the menu. Studio's own headings are not among its texts, but a group of the same name that comes later is left out.</summary>
internal sealed class MenuGroups : IMenuGroupProvider
{
    public ValueTask<IEnumerable<MenuItemGroup>> GetMenuGroupsAsync(CancellationToken cancellationToken = default) =>
        new([new("general", "流程设计", 0), new("house", "办件系统", 1)]);
}
