using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The catalogue that this node works with, held in memory so that receiving a case asks the database nothing. Loaded at start, replaced
/// as a whole after a publication here, and by <see cref="RefreshAsync"/> after one on another node.
/// </summary>
public sealed class CatalogueBook
{
    private volatile CatalogueSnapshot _current = new([], [], []);

    /// <summary>The catalogue as last loaded; empty before the first load.</summary>
    public CatalogueSnapshot Current => _current;

    /// <summary>Reads the whole catalogue and puts it in place of what was held.</summary>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken stop = default)
    {
        var departments = await db.Set<Department>().AsNoTracking().ToListAsync(stop);
        var materials = await db.Set<Material>().AsNoTracking().ToListAsync(stop);
        var items = await db.Set<ServiceItemVersion>().AsNoTracking().Select(row => row.Item).ToListAsync(stop);
        _current = new CatalogueSnapshot(departments, materials, items);
    }

    /// <summary>Loads again if an item was published since. Versions are only ever added, so their number tells.</summary>
    /// <returns>Whether there was something new.</returns>
    public async Task<bool> RefreshAsync(ApprovalDbContext db, CancellationToken stop = default)
    {
        if (await db.Set<ServiceItemVersion>().CountAsync(stop) == _current.VersionCount) return false;
        await LoadAsync(db, stop);
        return true;
    }
}
