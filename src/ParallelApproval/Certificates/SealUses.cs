using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Certificates;

/// <summary>The log of the uses of a seal (用印登记簿), the newest first, a page at a time. Nothing in it is ever changed.</summary>
public sealed class SealUses(IDbContextFactory<ApprovalDbContext> contexts)
{
    public const int LongestPage = 100;

    /// <param name="before">The last use of the page before; null for the newest.</param>
    public async Task<SealUsePage> OfAsync(string seal, SealUseCursor? before, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var uses = db.Set<SealUseRow>().AsNoTracking().Where(use => use.Seal == seal);
        if (before is { } last)
            uses = uses.Where(use =>
                use.At < last.At
                || (
                    use.At == last.At
                    && (use.CaseKey < last.CaseKey || (use.CaseKey == last.CaseKey && string.Compare(use.Document, last.Document) < 0))
                )
            );
        var found = await uses.OrderByDescending(use => use.At)
            .ThenByDescending(use => use.CaseKey)
            .ThenByDescending(use => use.Document)
            .Take(Math.Clamp(limit, 1, LongestPage) + 1)
            .ToListAsync(cancellation);
        var isMore = found.Count > limit;
        if (isMore)
            found.RemoveAt(found.Count - 1);
        return new(
            [.. found.Select(use => new SealUse(new CaseNumber(use.CaseKey).ToString(), use.Document, use.Officer, use.At.InShanghai()))],
            isMore ? new(found[^1].At, found[^1].CaseKey, found[^1].Document) : null
        );
    }
}

/// <summary>One use: on which paper of which case, by whom and when.</summary>
/// <param name="Officer">Account of the officer whose act the paper is.</param>
public sealed record SealUse(string CaseNumber, string Document, string Officer, DateTimeOffset At);

/// <summary>A page of uses, and where the next one begins; null on the last.</summary>
public sealed record SealUsePage(IReadOnlyList<SealUse> Uses, SealUseCursor? Next);

/// <summary>Where a page of uses ended.</summary>
public sealed record SealUseCursor(DateTimeOffset At, long CaseKey, string Document)
{
    /// <summary>As it travels: opaque to the caller.</summary>
    public override string ToString() => FormattableString.Invariant($"{At.UtcTicks}.{CaseKey}.{Document}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static SealUseCursor? Parse(string? text) =>
        text?.Split('.', 3) is [var at, var key, var document]
        && long.TryParse(at, out var ticks)
        && ticks >= 0
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(key, out var caseKey)
            ? new(new(ticks, TimeSpan.Zero), caseKey, document)
            : null;
}
