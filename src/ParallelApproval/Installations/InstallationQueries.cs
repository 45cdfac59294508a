using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Installations;

/// <summary>What one person has entered and a second one has yet to enter (待复核的机构设置).</summary>
/// <param name="EnteredBy">His account.</param>
public sealed record WaitingInstallation(Installation Installation, string EnteredBy, DateTimeOffset EnteredAt);

/// <summary>Reading the entry that waits.</summary>
public sealed class InstallationQueries(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>The entry that waits; null when none does.</summary>
    public async Task<WaitingInstallation?> WaitingAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var row = await db.Set<InstallationVersion>().AsNoTracking().SingleOrDefaultAsync(row => row.InForceAt == null, cancellation);
        return row is null ? null : new(row.Installation, row.EnteredBy, row.EnteredAt.InShanghai());
    }
}
