using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The catalogue that this node works with, held in memory so that receiving a case asks the database nothing; replaced as a whole when
/// there is a newer version.
/// </summary>
public sealed class CatalogueRegister : ICachedRegister
{
    /// <summary>Key in the table of editions.</summary>
    public const string Name = "catalogue";

    /// <inheritdoc/>
    string ICachedRegister.Name => Name;

    private volatile CatalogueSnapshot _current = new([], [], []);

    /// <summary>The catalogue as last loaded; empty before the first load.</summary>
    public CatalogueSnapshot Current => _current;

    /// <summary>Puts a catalogue in place of what was held; for rules that are tried without a database.</summary>
    internal void Hold(CatalogueSnapshot catalogue) => _current = catalogue;

    /// <summary>Reads the whole catalogue and puts it in place of what was held.</summary>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken stop)
    {
        var departments = await db.Set<Department>().AsNoTracking().ToListAsync(stop);
        var materials = await db.Set<Material>().AsNoTracking().ToListAsync(stop);
        var items = await db.Set<ServiceItemVersion>().AsNoTracking().Select(row => row.Item).ToListAsync(stop);
        var ends = await db.Set<ItemEnd>().AsNoTracking().ToListAsync(stop);
        _current = new CatalogueSnapshot(departments, materials, items, ends);
    }

    /// <summary>The version under which a case is received on this day (Asia/Shanghai); null when there is none.</summary>
    public ServiceItem? InForce(string itemCode, DateOnly day) => _current.InForce(itemCode, day);

    /// <summary>The version that a case was received under.</summary>
    /// <exception cref="KeyNotFoundException">It was never published.</exception>
    public ServiceItem Version(string itemCode, int version) =>
        _current.Version(itemCode, version)
        ?? throw new KeyNotFoundException($"Expected version {version} of item {itemCode}, but it was never published.");
}
