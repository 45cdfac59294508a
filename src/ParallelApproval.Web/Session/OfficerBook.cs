using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>
/// All officers and their departments as of the last look into the database (人员名册), held in memory so that a request costs no query to
/// know who asks. <see cref="OfficerBookWatch"/> keeps it fresh.
/// </summary>
internal sealed class OfficerBook(IDbContextFactory<ApprovalDbContext> database)
{
    private volatile FrozenDictionary<Guid, Caller> _callers = FrozenDictionary<Guid, Caller>.Empty;

    /// <summary>The officer with his department; null when there is none or his account is shut.</summary>
    public Caller? Find(Guid id) => _callers.GetValueOrDefault(id);

    /// <summary>The officers of a department, by user name.</summary>
    public IEnumerable<Officer> Of(string department) =>
        _callers.Values.Where(caller => caller.DepartmentCode == department).Select(caller => caller.Officer).OrderBy(officer => officer.UserName, StringComparer.Ordinal);

    public async Task LoadAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var departments = await db.Set<Department>().AsNoTracking().ToDictionaryAsync(department => department.Code, cancellation);
        var officers = await db.Set<Officer>().AsNoTracking().Where(officer => officer.IsEnabled).ToListAsync(cancellation);
        _callers = officers.ToFrozenDictionary(officer => officer.Id, officer => new Caller(officer, departments.GetValueOrDefault(officer.DepartmentCode ?? "")));
    }
}
