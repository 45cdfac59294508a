using Microsoft.EntityFrameworkCore;

namespace ParallelApproval.Database;

/// <summary>Brings the tables up to this version of the product. Any number of nodes may do so at the same time; one does the work.</summary>
public sealed class DatabaseSetup(IDbContextFactory<ApprovalDbContext> contexts)
{
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.MigrateAsync(cancellation);
    }
}
