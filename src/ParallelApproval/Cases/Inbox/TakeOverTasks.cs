using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 街道接办: the street takes over the tasks of a community station at which nobody can act (no account is open, or all are away and nobody
/// stands in); while one of the station can, the step stays the station's. What was taken over stays with the street. Where the street has
/// nobody either, and for a street itself, <see cref="AuthorityAlarms"/> tells. Looked for without a lock, decided under it.
/// </summary>
public sealed class TakeOverTasks(
    IDbContextFactory<ApprovalDbContext> contexts,
    CaseStore store,
    OfficerRegister officers,
    Powers powers,
    TimeProvider time,
    ILogger<TakeOverTasks> log
)
{
    private static readonly BranchStatus[] Open =
    [
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
    ];

    /// <returns>How many tasks were taken over.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var stations = officers.Departments.Where(body => body.Tier is Tier.Community).Select(body => body.Code).ToArray();
        if (stations.Length == 0)
            return 0;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = await (
            from branch in db.Set<BranchRow>().AsNoTracking()
            where stations.Contains(branch.Department) && Open.Contains(branch.Status)
            join row in db.Set<CaseRow>() on branch.CaseKey equals row.CaseKey
            where row.ClosedAt == null
            orderby branch.CaseKey
            select new
            {
                branch.CaseKey,
                branch.Department,
                branch.Kind,
                row.ItemCode,
            }
        )
            .Distinct()
            .ToListAsync(cancellation);
        var act = Act.OfSystem(time);
        var vacant = open.Where(task => Street(task.Department, task.ItemCode, act.Today, task.Kind) is not null)
            .Select(task => task.CaseKey)
            .Distinct();
        var taken = 0;
        foreach (var key in vacant.Order())
        {
            var outcome = await store.WorkOnAsync(new CaseNumber(key), act, TakeOver, cancellation);
            if (outcome.IsError)
                log.LogWarning("Tasks of case {Case} could not be taken over: {Reason}", key, outcome.FirstError.Description);
            else
                taken += outcome.Value;
        }

        return taken;
    }

    /// <summary>Takes over what is to be taken over in the file.</summary>
    internal ErrorOr<int> TakeOver(CaseFile file)
    {
        var taken = 0;
        foreach (var branch in file.Branches.Where(branch => branch.Status.IsOpen()))
            if (Street(branch.Department, file.Case.ItemCode, file.Act.Today, branch.Kind) is { } street)
            {
                file.GoOver(branch, street, TakenOverBecause.NobodyThere);
                taken++;
            }

        return taken;
    }

    /// <summary>The street that has to do it for the station; null while the station can, and where the street cannot.</summary>
    internal string? Street(string station, string itemCode, DateOnly day, BranchKind kind) =>
        officers.Department(station) is { Tier: Tier.Community } body
        && officers.Department(body.ParentCode) is { Tier: Tier.Street } street
        && !powers.AnybodyFor(station, itemCode, day, kind)
        && powers.AnybodyFor(street.Code, itemCode, day, kind)
            ? street.Code
            : null;
}

/// <summary>Why another body took a task over.</summary>
public enum TakenOverBecause
{
    /// <summary>站点无人: nobody of the station can act.</summary>
    NobodyThere,

    /// <summary>部门撤销: the body was closed, and this is the heir of its work.</summary>
    BodyClosed,
}
