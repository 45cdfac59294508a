using System.Collections.Frozen;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The whole catalogue at one moment: departments, the material library, all versions of all items. Immutable, so that a command works
/// with one and the same catalogue from beginning to end.
/// </summary>
public sealed class CatalogueSnapshot
{
    private readonly FrozenDictionary<string, ServiceItem[]> _versions;

    private readonly FrozenDictionary<string, ItemEnd> _ends;

    public CatalogueSnapshot(
        IEnumerable<Department> departments,
        IEnumerable<Material> materials,
        IEnumerable<ServiceItem> items,
        IEnumerable<ItemEnd>? ends = null
    )
    {
        _ends = (ends ?? []).ToFrozenDictionary(end => end.ItemCode, StringComparer.Ordinal);
        Departments = departments.ToFrozenDictionary(department => department.Code);
        Materials = materials.ToFrozenDictionary(material => material.Code);
        _versions = items
            .GroupBy(item => item.ItemCode)
            .ToFrozenDictionary(same => same.Key, same => same.OrderByDescending(item => item.Version).Select(InHands).ToArray());
        VersionCount = _versions.Values.Sum(same => same.Length);
    }

    public IReadOnlyDictionary<string, Department> Departments { get; }

    // A version stays as it was published; for a body that was closed its heir does what the version gives it to do.
    private ServiceItem InHands(ServiceItem item)
    {
        var (lead, intake) = (InPlaceOf(item.LeadDepartmentCode), InPlaceOf(item.IntakeDepartmentCode));
        var hasGoneOver =
            lead != item.LeadDepartmentCode
            || intake != item.IntakeDepartmentCode
            || item.Branches.Any(branch => InPlaceOf(branch.DepartmentCode) != branch.DepartmentCode);
        return hasGoneOver
            ? item with
            {
                LeadDepartmentCode = lead,
                IntakeDepartmentCode = intake,
                Branches = [.. item.Branches.Select(branch => branch with { DepartmentCode = InPlaceOf(branch.DepartmentCode) })],
            }
            : item;
    }

    private string InPlaceOf(string code) => Heirs.InPlaceOf(Departments, code);

    public IReadOnlyDictionary<string, Material> Materials { get; }

    internal int VersionCount { get; }

    /// <summary>
    /// The version under which a case is received on this day (Asia/Shanghai): the newest that is in force. Null when there is none, and
    /// when the item has ended.
    /// </summary>
    public ServiceItem? InForce(string itemCode, DateOnly day) =>
        _versions.TryGetValue(itemCode, out var versions) && !HasEnded(itemCode, day)
            ? Array.Find(versions, item => item.EffectiveFrom <= day)
            : null;

    /// <summary>The end that an item was given; null where it has none.</summary>
    public ItemEnd? EndOf(string itemCode) => _ends.GetValueOrDefault(itemCode);

    /// <summary>Whether its last day lies before this one.</summary>
    public bool HasEnded(string itemCode, DateOnly day) => EndOf(itemCode) is { } end && end.LastDay < day;

    /// <summary>The version that a case was received under. Null when there is none.</summary>
    public ServiceItem? Version(string itemCode, int version) =>
        _versions.TryGetValue(itemCode, out var versions) ? Array.Find(versions, item => item.Version == version) : null;

    /// <summary>Whether any version of any item names this paper of the library.</summary>
    public bool Uses(string material) =>
        _versions.Values.Any(versions => versions.Any(item => item.Materials.Any(paper => paper.Code == material)));

    /// <summary>All versions of an item, newest first; empty for an unknown code.</summary>
    public IReadOnlyList<ServiceItem> Versions(string itemCode) => _versions.GetValueOrDefault(itemCode, []);

    /// <summary>The newest version of every item, in force already or not, by code.</summary>
    public IEnumerable<ServiceItem> Newest() =>
        _versions.Values.Select(versions => versions[0]).OrderBy(item => item.ItemCode, StringComparer.Ordinal);

    /// <summary>The newest version of every item whose cases run on that workflow definition.</summary>
    public IEnumerable<ServiceItem> Using(string workflowDefinitionId) =>
        Newest().Where(item => item.WorkflowDefinitionId == workflowDefinitionId);

    /// <summary>Every item in force on this day, by code.</summary>
    public IEnumerable<ServiceItem> AllInForce(DateOnly day) =>
        _versions.Keys.Order(StringComparer.Ordinal).Select(code => InForce(code, day)).OfType<ServiceItem>();
}
