using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>无人授权告警: open branches that nobody could sign today, because no letter of the department covers the item, and reviews of
/// a street or station where nobody is there to send them up.</summary>
public sealed class AuthorityAlarms(IDbContextFactory<ApprovalDbContext> contexts, Powers powers)
{
    private const int Most = 500;

    private static readonly BranchStatus[] Open =
    [
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
    ];

    /// <summary>
    /// At most 500 branches, the oldest case first. Few pairs of department and item are asked for, however many branches are open.
    /// </summary>
    public async Task<IReadOnlyList<UnauthorisedBranch>> FindAsync(DateOnly today, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open =
            from branch in db.Set<BranchRow>().AsNoTracking()
            join row in db.Set<CaseRow>() on branch.CaseKey equals row.CaseKey
            where Open.Contains(branch.Status)
            select new
            {
                branch.CaseKey,
                branch.Number,
                branch.Department,
                branch.Result,
                branch.Kind,
                row.ItemCode,
            };
        var pairs = await open.Select(branch => new
            {
                branch.Department,
                branch.ItemCode,
                IsReview = branch.Kind == BranchKind.Referral,
            })
            .Distinct()
            .ToListAsync(cancellation);
        var found = new List<UnauthorisedBranch>();
        foreach (var pair in pairs.Where(pair => !powers.AnybodyFor(pair.Department, pair.ItemCode, today, KindOf(pair.IsReview))))
            found.AddRange(
                (
                    await open.Where(branch =>
                            branch.Department == pair.Department
                            && branch.ItemCode == pair.ItemCode
                            && (branch.Kind == BranchKind.Referral) == pair.IsReview
                        )
                        .OrderBy(branch => branch.CaseKey)
                        .Take(Most)
                        .ToListAsync(cancellation)
                ).Select(branch => new UnauthorisedBranch(
                    new CaseNumber(branch.CaseKey).ToString(),
                    branch.Number,
                    branch.Department,
                    branch.Result,
                    branch.ItemCode
                ))
            );
        return [.. found.OrderBy(branch => branch.CaseNumber, StringComparer.Ordinal).Take(Most)];
    }

    // Every other kind is signed under a letter.
    private static BranchKind KindOf(bool isReview) => isReview ? BranchKind.Referral : BranchKind.Certificate;
}

/// <summary>A branch that nobody could sign today.</summary>
public sealed record UnauthorisedBranch(string CaseNumber, int Branch, string Department, string Result, string ItemCode);
