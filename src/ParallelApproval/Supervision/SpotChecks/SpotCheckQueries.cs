using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>Spot checks with what was found (抽查台账).</summary>
public sealed class SpotCheckQueries(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>One spot check and its results by case; null when there is none.</summary>
    public async Task<SpotCheckFound?> FindAsync(SpotCheckNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (
            await db.Set<SpotCheckRow>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.CaseKey == number.File.Key && row.Running == number.Running, cancellation)
            is not { } check
        )
            return null;
        var results = await db.Set<SpotCheckResultRow>()
            .AsNoTracking()
            .Where(row => row.CheckKey == number.File.Key && row.CheckRunning == number.Running)
            .ToListAsync(cancellation);
        return new(check.Check, results.ToDictionary(row => new CaseNumber(row.CaseKey), row => row.Document));
    }

    /// <summary>The newest first.</summary>
    public async Task<(IReadOnlyList<SpotCheck> Checks, SupervisionCursor? Next)> ListAsync(
        SupervisionCursor? after,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = db.Set<SpotCheckRow>().AsNoTracking();
        if (after is not null)
            rows = rows.Where(row =>
                row.DrawnAt < after.At
                || (
                    row.DrawnAt == after.At
                    && (row.CaseKey < after.CaseKey || (row.CaseKey == after.CaseKey && row.Running < after.Running))
                )
            );
        var found = await rows.OrderByDescending(row => row.DrawnAt)
            .ThenByDescending(row => row.CaseKey)
            .ThenByDescending(row => row.Running)
            .Take(limit + 1)
            .ToListAsync(cancellation);
        return (
            [.. found.Take(limit).Select(row => row.Check)],
            found.Count > limit && found[limit - 1] is var last ? new(last.DrawnAt, last.CaseKey, last.Running) : null
        );
    }
}

/// <summary>A spot check with what was found so far.</summary>
public sealed record SpotCheckFound(SpotCheck Check, IReadOnlyDictionary<CaseNumber, SpotCheckResult> Results);
