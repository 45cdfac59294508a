using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>Items in force, or about to be, in which a department has a part keep it from being closed.</summary>
internal sealed class ItemsOfDepartment(CatalogueRegister catalogue) : INeedDepartments
{
    public Task<Error?> ObjectionAsync(string code, DateOnly today, CancellationToken cancellation)
    {
        var items = Of(code, today);
        return Task.FromResult<Error?>(
            items.Count == 0
                ? null
                : Refusal.Conflict(
                    RefusalCode.DepartmentHasItems,
                    ("items", string.Join(", ", items.Take(5)) + (items.Count > 5 ? " …" : ""))
                )
        );
    }

    /// <summary>Nothing is written: whoever reads a version finds the heir in the place of a closed body.</summary>
    public Task<ErrorOr<IReadOnlyList<string>>> HandOverAsync(
        ApprovalDbContext db,
        string code,
        Department heir,
        Act act,
        CancellationToken cancellation
    ) => Task.FromResult<ErrorOr<IReadOnlyList<string>>>(Of(code, act.Today));

    private List<string> Of(string code, DateOnly today) =>
        [
            .. catalogue
                .Current.Newest()
                .Where(item => !catalogue.Current.HasEnded(item.ItemCode, today) && Names(item, code))
                .Select(item => item.ItemCode),
        ];

    private static bool Names(ServiceItem item, string code) =>
        item.LeadDepartmentCode == code || item.IntakeDepartmentCode == code || item.Branches.Any(branch => branch.DepartmentCode == code);
}
