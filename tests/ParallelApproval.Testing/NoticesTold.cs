using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Notices;

namespace ParallelApproval.Testing;

/// <summary>The notices that were made, with their words: in the database they are encrypted.</summary>
public static class NoticesTold
{
    /// <summary>All notices like that, in the order in which they were made.</summary>
    public static async Task<IReadOnlyList<Notice>> NoticesAsync(
        this IServiceProvider services,
        Expression<Func<Notice, bool>> like,
        CancellationToken cancellation
    )
    {
        var contexts = (IDbContextFactory<ApprovalDbContext>)services.GetService(typeof(IDbContextFactory<ApprovalDbContext>))!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Notice>().AsNoTracking().Where(like).OrderBy(notice => notice.Id).ToListAsync(cancellation);
    }
}
