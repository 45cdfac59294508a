using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>Reading proposals of migration.</summary>
public sealed class MigrationQueries(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>A proposal, locked until the transaction ends; null when there is none.</summary>
    internal static async Task<MigrationRow?> LockAsync(ApprovalDbContext db, string id, CancellationToken cancellation) =>
        (
            await db.Set<MigrationRow>().FromSql($"SELECT * FROM workflow_migrations WHERE id = {id} FOR UPDATE").ToListAsync(cancellation)
        ).SingleOrDefault();

    /// <summary>The newest hundred of a definition, newest first.</summary>
    public async Task<IReadOnlyList<MigrationRow>> OfAsync(string definitionId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<MigrationRow>()
            .AsNoTracking()
            .Where(row => row.DefinitionId == definitionId)
            .OrderByDescending(row => row.ProposedAt)
            .Take(100)
            .ToListAsync(cancellation);
    }
}
