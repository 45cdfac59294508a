using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>Reading the runs of flows that belong to no case, and what flows have sent (流程运行查询).</summary>
public sealed class RunQueries(IDbContextFactory<ApprovalDbContext> contexts)
{
    private static readonly long FirstOfCases = CaseNumber.Of("000001", new(1900, 1, 1), 1).Key;

    /// <summary>The newest runs, failed ones too.</summary>
    public async Task<IReadOnlyList<InstanceRow>> NewestAsync(string? definitionId, int most, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<InstanceRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey < FirstOfCases && (definitionId == null || row.DefinitionId == definitionId))
            .OrderByDescending(row => row.CaseKey)
            .Take(most)
            .ToListAsync(cancellation);
    }

    /// <summary>What the flow of that case or run wanted of others, in the order in which it did.</summary>
    public async Task<IReadOnlyList<CallRow>> CallsAsync(CaseNumber file, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<CallRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == file.Key)
            .OrderBy(row => row.MadeAt)
            .ThenBy(row => row.Bookmark)
            .ThenBy(row => row.Item)
            .Take(500)
            .ToListAsync(cancellation);
    }
}
