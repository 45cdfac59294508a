using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>
/// The officers and departments of the district (人员名册), in memory, so that a command asks no query to know who somebody is. Officers who left
/// are in it, disabled: their names stand in records. Locks and wrong passwords are not kept here; ask <see cref="SignInHandler"/>.
/// </summary>
public sealed class OfficerBook : IBook
{
    /// <summary>Key in the table of editions.</summary>
    public const string Name = "officers";

    private volatile Pages _pages = new([], []);

    /// <inheritdoc/>
    public string Title => Name;

    /// <summary>The officer with this identity; null when there is none.</summary>
    public Officer? Find(Guid id) => _pages.ById.GetValueOrDefault(id);

    /// <summary>The officer with this account; null when there is none.</summary>
    public Officer? Find(string userName) => _pages.ByUserName.GetValueOrDefault(OfficerNames.Normalise(userName));

    /// <summary>The officers of a department whose accounts are open, by user name.</summary>
    public IEnumerable<Officer> Of(string departmentCode) => _pages.ById.Values
        .Where(officer => officer.IsEnabled && officer.DepartmentCode == departmentCode).OrderBy(officer => officer.UserName, StringComparer.Ordinal);

    /// <summary>The department with this code; null when there is none.</summary>
    public Department? Department(string? code) => code is null ? null : _pages.Departments.GetValueOrDefault(code);

    /// <inheritdoc/>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var departments = await db.Set<Department>().AsNoTracking().ToListAsync(cancellation);
        var officers = await db.Set<Officer>().AsNoTracking().ToListAsync(cancellation);
        _pages = new(departments, officers);
    }

    private sealed class Pages(List<Department> departments, List<Officer> officers)
    {
        public FrozenDictionary<string, Department> Departments { get; } = departments.ToFrozenDictionary(department => department.Code, StringComparer.Ordinal);

        public FrozenDictionary<Guid, Officer> ById { get; } = officers.ToFrozenDictionary(officer => officer.Id);

        public FrozenDictionary<string, Officer> ByUserName { get; } = officers.ToFrozenDictionary(officer => officer.UserName, StringComparer.Ordinal);
    }
}
