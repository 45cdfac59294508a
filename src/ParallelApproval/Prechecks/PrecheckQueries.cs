using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Scans;

namespace ParallelApproval.Prechecks;

/// <summary>A file without its bytes.</summary>
/// <param name="File">1, 2, 3 … within the precheck.</param>
/// <param name="Size">Bytes.</param>
public sealed record PrecheckFileLine(int File, string Paper, string Name, ScanFormat Format, int Size, string Sha256);

/// <summary>One in the window's list.</summary>
public sealed record PrecheckLine(
    string Precheck,
    string ItemCode,
    PrecheckStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? SentAt,
    DateOnly KeptUntil,
    int Files
);

/// <summary>Applications sent beforehand as they stand (预审件查询).</summary>
public sealed class PrecheckQueries(IDbContextFactory<ApprovalDbContext> contexts, PrecheckStore store)
{
    public const int LongestPage = 200;

    /// <summary>
    /// Those in that status that the clerks of the body may see, the one that waits longest first; drafts are nobody's but the citizen's.
    /// </summary>
    public async Task<IReadOnlyList<PrecheckLine>> ListAsync(
        PrecheckStatus? status,
        string department,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = db.Set<Precheck>().AsNoTracking().Where(row => row.Status != PrecheckStatus.Draft);
        rows = status is { } wanted ? rows.Where(row => row.Status == wanted) : rows;
        if (!store.ReachesAll(department))
            rows = rows.Where(row => row.IntakeDepartment == department);
        var found = await rows.OrderBy(row => row.SentAt)
            .Take(Math.Clamp(limit, 1, LongestPage))
            .Select(row => new
            {
                row.Number,
                row.ItemCode,
                row.Status,
                row.StartedAt,
                row.SentAt,
                row.KeptUntil,
                Files = db.Set<PrecheckFile>().Count(file => file.Number == row.Number),
            })
            .ToListAsync(cancellation);
        return found.ConvertAll(row => new PrecheckLine(
            new PrecheckNumber(row.Number).ToString(),
            row.ItemCode,
            row.Status,
            row.StartedAt.InShanghai(),
            row.SentAt?.InShanghai(),
            row.KeptUntil,
            row.Files
        ));
    }

    /// <summary>With what was found of its papers; null when there is none.</summary>
    public async Task<Precheck?> FindAsync(PrecheckNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Precheck>()
            .AsNoTracking()
            .Include(row => row.Papers)
            .SingleOrDefaultAsync(row => row.Number == number.Serial, cancellation);
    }

    /// <summary>Its files, in the order in which they came.</summary>
    public async Task<IReadOnlyList<PrecheckFileLine>> FilesAsync(PrecheckNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<PrecheckFile>()
            .AsNoTracking()
            .Where(file => file.Number == number.Serial)
            .OrderBy(file => file.File)
            .Select(file => new PrecheckFileLine(file.File, file.Paper, file.Name, file.Format, file.Size, file.Sha256))
            .ToListAsync(cancellation);
    }

    /// <summary>One file with its bytes; null when there is none.</summary>
    public async Task<PrecheckFile?> FileAsync(PrecheckNumber number, int file, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<PrecheckFile>()
            .AsNoTracking()
            .SingleOrDefaultAsync(known => known.Number == number.Serial && known.File == file, cancellation);
    }

    internal async Task<IReadOnlyList<PrecheckFile>> ContentsAsync(PrecheckNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<PrecheckFile>()
            .AsNoTracking()
            .Where(file => file.Number == number.Serial)
            .OrderBy(file => file.File)
            .ToListAsync(cancellation);
    }
}
