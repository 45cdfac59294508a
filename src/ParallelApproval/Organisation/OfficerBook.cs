using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>All officers and their departments (人员名册), held in memory so that a request costs no query to know who asks.</summary>
public sealed class OfficerBook : IBook
{
    /// <summary>Key in the table of editions.</summary>
    public const string Name = "officers";

    private volatile FrozenDictionary<string, Officer> _byName = FrozenDictionary<string, Officer>.Empty;

    /// <inheritdoc/>
    public string Title => Name;

    /// <summary>The officer of that account; null when there is none.</summary>
    public Officer? Find(string userName) => _byName.GetValueOrDefault(userName);

    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        _byName = (await db.Set<Officer>().AsNoTracking().ToListAsync(cancellation)).ToFrozenDictionary(officer => officer.UserName, StringComparer.Ordinal);
}
