using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>Branches that a department has yet to decide keep it from being closed.</summary>
internal sealed class BranchesOfDepartment(IDbContextFactory<ApprovalDbContext> contexts) : INeedDepartments
{
    private static readonly BranchStatus[] Open =
    [
        BranchStatus.Waiting,
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
        BranchStatus.SentBack,
    ];

    public async Task<Error?> ObjectionAsync(string code, DateOnly today, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var count = await db.Set<BranchRow>().CountAsync(branch => branch.Department == code && Open.Contains(branch.Status), cancellation);
        return count == 0 ? null : Refusal.Conflict(RefusalCode.DepartmentHasBranches, ("count", count));
    }
}
