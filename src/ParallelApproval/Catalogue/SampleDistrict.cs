using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The sample district (样例区): thirty bodies, sixty-one papers, twenty-one items and one for drills, its installation and
/// its accounts. Loading it twice, or from two nodes at once, changes nothing more; what an operator changed stays as it is.
/// </summary>
public static class SampleDistrict
{
    public static IReadOnlyList<Material> Materials() => ItemModels.Materials();

    /// <summary>Adopted from the models (事项样本), each body by the body of the same code.</summary>
    public static IReadOnlyList<ItemDraft> Items() =>
        [.. ItemModels.Items().Select(model => model.InRegion(ItemModels.Region, SampleInstallation.Installation.Region))];

    /// <summary>The catalogue of the sample district without a database: every item as version 1.</summary>
    public static CatalogueSnapshot Catalogue()
    {
        var materials = Materials().ToDictionary(material => material.Code);
        return new(SampleOrganisation.Departments(), materials.Values, Items().Select(draft => draft.ToItem(1, materials)));
    }

    /// <summary>Fills the tables in one transaction. The password of the accounts is public, so only in the Demo environment.</summary>
    public static Task LoadAsync(ApprovalDbContext db, TimeProvider time, CancellationToken stop = default) =>
        HouseStore.LoadAsync(
            db,
            "sample-district",
            async () =>
            {
                await SampleInstallation.SeedAsync(db, time.GetUtcNow(), stop);
                await SampleOrganisation.SeedDepartmentsAsync(db, stop);
                await SampleOrganisation.SeedOfficersAsync(db, time, stop);
                await SampleOrganisation.SeedSealsAsync(db, new(2024, 1, 1), stop);
                await SeedCatalogueAsync(db, time.GetUtcNow(), stop);
                return db.ChangeTracker.HasChanges() ? [InstallationRegister.Name, OfficerRegister.Name, CatalogueRegister.Name] : [];
            },
            stop
        );

    private static async Task SeedCatalogueAsync(ApprovalDbContext db, DateTimeOffset now, CancellationToken stop)
    {
        var heldMaterials = await db.Set<Material>().Select(material => material.Code).ToListAsync(stop);
        var heldItems = await db.Set<ServiceItemVersion>().Select(row => row.ItemCode).Distinct().ToListAsync(stop);
        var materials = Materials().ToDictionary(material => material.Code);
        db.AddRange(materials.Values.Where(material => !heldMaterials.Contains(material.Code)));
        db.AddRange(
            Items()
                .Where(draft => !heldItems.Contains(draft.ItemCode))
                .Select(draft => new ServiceItemVersion
                {
                    ItemCode = draft.ItemCode,
                    Version = 1,
                    Item = draft.ToItem(1, materials),
                    PublishedAt = now,
                })
        );
    }
}
