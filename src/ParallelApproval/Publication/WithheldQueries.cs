using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Publication;

/// <summary>What is kept from the public (不予公开台账), the newest first; for those who answer for it.</summary>
public sealed class WithheldQueries(IDbContextFactory<ApprovalDbContext> contexts)
{
    public const int LongestPage = 100;

    /// <summary>Whether the result of that case is kept from the public.</summary>
    public async Task<bool> IsWithheldAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<WithheldResultRow>().AnyAsync(row => row.CaseKey == number.Key, cancellation);
    }

    /// <param name="after">Where the last page ended; null for the first.</param>
    public async Task<WithheldPage> ListAsync(ResultCursor? after, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = db.Set<WithheldResultRow>().AsNoTracking();
        if (after is not null)
            rows = rows.Where(row => row.WithheldAt < after.ClosedAt || (row.WithheldAt == after.ClosedAt && row.CaseKey < after.CaseKey));
        var found = await rows.OrderByDescending(row => row.WithheldAt)
            .ThenByDescending(row => row.CaseKey)
            .Take(Math.Clamp(limit, 1, LongestPage) + 1)
            .ToListAsync(cancellation);
        if (found.Count <= limit)
            return new([.. found.Select(row => row.Result)], null);
        found.RemoveAt(found.Count - 1);
        return new([.. found.Select(row => row.Result)], new(found[^1].WithheldAt, found[^1].CaseKey));
    }
}

/// <summary>A page of withheld results, and where the next one begins; null on the last.</summary>
public sealed record WithheldPage(IReadOnlyList<WithheldResult> Results, ResultCursor? Next);
