using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Notices;

/// <summary>An officer's own notices (我的通知), the newest first, a page at a time.</summary>
public sealed class NoticeQueries(IDbContextFactory<ApprovalDbContext> contexts, DamagedRecords damaged)
{
    public const int LongestPage = 200;

    public async Task<NoticePage> ListAsync(
        string userName,
        bool unreadOnly,
        long? after,
        int limit,
        bool english,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var own = db.Set<Notice>().AsNoTracking().Where(notice => notice.Recipient == userName);
        if (unreadOnly)
            own = own.Where(notice => notice.ReadAt == null);
        if (after is { } last)
            own = own.Where(notice => notice.Id < last);
        var (page, isMore) = await own.OrderByDescending(notice => notice.Id)
            .ToSoundPageAsync(limit, notice => notice.CaseKey, nameof(Notice), damaged, cancellation);
        var lines = page.Select(notice => new NoticeLine(
                notice.Id,
                notice.Kind,
                english ? notice.TextEn : notice.Text,
                new CaseNumber(notice.CaseKey).ToString(),
                notice.Branch == 0 ? null : notice.Branch,
                notice.MadeAt.InShanghai(),
                notice.ReadAt?.InShanghai()
            ))
            .ToList();
        return new(lines, isMore ? lines[^1].Id : null);
    }

    /// <summary>
    /// Marks a notice of the officer's own as read; false when he has none of that number. Read twice, the first time counts.
    /// </summary>
    public async Task<bool> ReadAsync(string userName, long id, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Notice>()
                .Where(notice => notice.Id == id && notice.Recipient == userName)
                .ExecuteUpdateAsync(set => set.SetProperty(notice => notice.ReadAt, notice => notice.ReadAt ?? at), cancellation) > 0;
    }
}

/// <summary>A notice as its officer reads it.</summary>
public sealed record NoticeLine(
    long Id,
    NoticeKind Kind,
    string Text,
    string CaseNumber,
    int? Branch,
    DateTimeOffset MadeAt,
    DateTimeOffset? ReadAt
);

/// <summary>A page of notices, and where the next one begins; null on the last.</summary>
public sealed record NoticePage(IReadOnlyList<NoticeLine> Notices, long? Next);
