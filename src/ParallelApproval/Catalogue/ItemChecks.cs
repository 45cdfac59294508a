using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>
/// What a draft is held against before it is published (上线检查): open departments, the library of papers, the newest versions; as the
/// database has them now.
/// </summary>
internal sealed class ItemChecks(
    IReadOnlyDictionary<string, Department> departments,
    IReadOnlyDictionary<string, Material> library,
    IReadOnlyDictionary<string, ServiceItem> newest,
    IReadOnlyDictionary<string, ItemEnd> ends,
    PilotList pilots,
    IReadOnlyList<IJudgeItems> judges
)
{
    /// <summary>
    /// Versions are published one after the other in the whole house: who comes second finds the first one's version, and is told so;
    /// nothing
    /// has failed.
    /// </summary>
    public const string Publishing = "publishing";

    public IReadOnlyDictionary<string, Material> Library => library;

    public static async Task<ItemChecks> ReadAsync(
        ApprovalDbContext db,
        PilotList pilots,
        IEnumerable<IJudgeItems> judges,
        CancellationToken stop
    )
    {
        var departments = await db.Set<Department>()
            .AsNoTracking()
            .Where(department => department.ClosedOn == null)
            .ToDictionaryAsync(department => department.Code, stop);
        var library = await db.Set<Material>().AsNoTracking().ToDictionaryAsync(material => material.Code, stop);
        var versions = await db.Set<ServiceItemVersion>()
            .AsNoTracking()
            .Select(row => new
            {
                row.ItemCode,
                row.Version,
                row.Item,
            })
            .ToListAsync(stop);
        return new(
            departments,
            library,
            versions.GroupBy(row => row.ItemCode).ToDictionary(same => same.Key, same => same.MaxBy(row => row.Version)!.Item),
            await db.Set<ItemEnd>().AsNoTracking().ToDictionaryAsync(end => end.ItemCode, stop),
            pilots,
            [.. judges]
        );
    }

    public static ServiceItemVersion Row(ServiceItem item, Guid officer, Act act) =>
        new()
        {
            ItemCode = item.ItemCode,
            Version = item.Version,
            Item = item,
            PublishedBy = officer,
            PublishedAt = act.At,
        };

    /// <summary>Every fault that keeps the draft from going live as the version after the one it was written from.</summary>
    public List<Error> Check(ItemDraft draft, int expectedVersion, DateOnly today)
    {
        var held = newest.GetValueOrDefault(draft.ItemCode);
        var version = held?.Version ?? 0;
        if (version != expectedVersion)
            return [Stale(draft.ItemCode, expectedVersion, version)];
        var faults = ItemRules.Against(draft, departments, library, pilots);
        if (held is not null && draft.EffectiveFrom < held.EffectiveFrom)
            faults.Add(StartsInPast(held.EffectiveFrom, draft.EffectiveFrom));
        if (ends.GetValueOrDefault(draft.ItemCode) is { } end && draft.EffectiveFrom > end.LastDay)
            faults.Add(Refusal.Input("effectiveFrom", RefusalCode.ItemEnded, ("item", draft.ItemCode), ("day", end.LastDay)));
        // Who may sign is asked of what is sound in itself.
        if (faults.Count == 0)
            faults.AddRange(judges.SelectMany(judge => judge.Faults(draft, today)));
        return faults;
    }

    /// <summary>
    /// The newest version, where the draft says the same as it and was written from it; null where it says something else.
    /// </summary>
    public ServiceItem? Same(ItemDraft draft, int expectedVersion) =>
        newest.GetValueOrDefault(draft.ItemCode) is { } held
        && held.Version == expectedVersion
        && Written(ItemDraft.Of(held, held.EffectiveFrom)) == Written(draft)
            ? held
            : null;

    private static string Written(ItemDraft draft) => JsonSerializer.Serialize(draft, HouseJson.Options);

    public static Error StartsInPast(DateOnly earliest, DateOnly day) =>
        Refusal.Input("effectiveFrom", RefusalCode.ItemStartsInPast, ("earliest", earliest), ("day", day));

    public static Error Stale(string itemCode, int expected, int newest) =>
        Refusal.Conflict(RefusalCode.ItemVersionStale, ("newest", newest), ("item", itemCode), ("version", expected));
}
