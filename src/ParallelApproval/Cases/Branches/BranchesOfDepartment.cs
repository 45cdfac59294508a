using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>Branches that a department has yet to decide keep it from being closed.</summary>
internal sealed class BranchesOfDepartment(IDbContextFactory<ApprovalDbContext> contexts, CaseStore store) : INeedDepartments
{
    private const int Named = 5;

    private static readonly BranchStatus[] Open =
    [
        BranchStatus.Waiting,
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
        BranchStatus.SentBack,
    ];

    /// <summary>Every step that is not done, and of those that are, what is still to come after the signature.</summary>
    public async Task<ErrorOr<IReadOnlyList<string>>> HandOverAsync(
        ApprovalDbContext db,
        string code,
        Department heir,
        Act act,
        CancellationToken cancellation
    )
    {
        var keys = await (
            from branch in db.Set<BranchRow>().AsNoTracking()
            where branch.Department == code
            join row in db.Set<CaseRow>() on branch.CaseKey equals row.CaseKey
            where row.ClosedAt == null
            select branch.CaseKey
        )
            .Distinct()
            .Order()
            .ToListAsync(cancellation);
        var (house, gone) = ((NpgsqlConnection)db.Database.GetDbConnection(), new List<string>());
        foreach (var key in keys)
        {
            var went = await store.WorkOnWithinAsync(house, new(key), act, file => GoOver(file, code, heir.Code), cancellation);
            if (went.IsError)
                return went.Errors;
            gone.AddRange(went.Value);
        }

        return gone;
    }

    /// <summary>What is left to do in the file goes over to the heir.</summary>
    internal static ErrorOr<List<string>> GoOver(CaseFile file, string code, string heir)
    {
        var left = file.Branches.Where(branch => branch.Department == code && HasWorkLeft(file, branch)).ToList();
        foreach (var branch in left)
            file.GoOver(branch, heir, TakenOverBecause.BodyClosed);
        return left.ConvertAll(branch => branch.TaskOf(file.Number).ToString());
    }

    private static bool HasWorkLeft(CaseFile file, Branch branch) =>
        !branch.Status.IsSettled()
        || branch.Status is BranchStatus.TimedOut
        || branch.AsksApplicant
        || branch is { Status: BranchStatus.Approved, AwaitsResults.Length: > 0 }
        || file.ClocksOf(branch.Number).Any(clock => clock is { Kind: ClockKind.Confirmation, IsEnded: false });

    public async Task<Error?> ObjectionAsync(string code, DateOnly today, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = db.Set<BranchRow>().AsNoTracking().Where(branch => branch.Department == code && Open.Contains(branch.Status));
        var first = await open.OrderBy(branch => branch.CaseKey)
            .ThenBy(branch => branch.Number)
            .Take(Named + 1)
            .Select(branch => new
            {
                branch.CaseKey,
                branch.Number,
                branch.Round,
            })
            .ToListAsync(cancellation);
        if (first.Count == 0)
            return null;
        var tasks = first.Take(Named).Select(branch => new TaskNumber(new(branch.CaseKey), branch.Number, Math.Max(branch.Round, 1)));
        return Refusal.Conflict(
            RefusalCode.DepartmentHasBranches,
            ("count", await open.CountAsync(cancellation)),
            ("tasks", string.Join(", ", tasks) + (first.Count > Named ? " …" : ""))
        );
    }
}
