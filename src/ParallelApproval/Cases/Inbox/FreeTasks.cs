using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// 自动退回待办池: gives tasks back to the pool of their department whose holder cannot sign (his account is closed, his letter has ended, he is
/// away and nobody stands in), and those that lie idle with him for more than half of the promised days. Looked for without a lock, decided
/// under it; twice, or on several nodes, it does no harm.
/// </summary>
public sealed class FreeTasks(
    IDbContextFactory<ApprovalDbContext> contexts,
    CaseStore store,
    Powers powers,
    CatalogueRegister catalogue,
    CalendarRegister calendars,
    TimeProvider time,
    ILogger<FreeTasks> log
)
{
    private static readonly BranchStatus[] Open =
    [
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
    ];

    /// <returns>How many tasks were given back.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var held = await (
            from branch in db.Set<BranchRow>().AsNoTracking()
            where branch.Holder != null && Open.Contains(branch.Status)
            join row in db.Set<CaseRow>() on branch.CaseKey equals row.CaseKey
            where row.ClosedAt == null
            orderby branch.CaseKey
            select branch.CaseKey
        )
            .Distinct()
            .ToListAsync(cancellation);
        var freed = 0;
        foreach (var key in held)
            freed += await FreeAsync(new(key), cancellation);
        return freed;
    }

    // Most are in good hands; that is seen without a lock.
    private async Task<int> FreeAsync(CaseNumber number, CancellationToken cancellation)
    {
        var act = Act.OfSystem(time);
        if (await store.ReadAsync(number, act, cancellation) is not { } seen || !seen.Branches.Any(branch => Why(seen, branch) is not null))
            return 0;
        var outcome = await store.WorkOnAsync(number, act, Free, cancellation);
        if (outcome.IsError)
            log.LogWarning("Tasks of case {Case} could not be given back: {Reason}", number, outcome.FirstError.Description);
        return outcome.IsError ? 0 : outcome.Value;
    }

    /// <summary>Gives back what is to be given back in the file.</summary>
    internal ErrorOr<int> Free(CaseFile file)
    {
        var freed = 0;
        foreach (var branch in file.Branches)
        {
            if (Why(file, branch) is not { } reason)
                continue;
            var from = branch.Holder!;
            file.Hand(branch, null);
            file.Record(new TaskFreed(branch.Number, branch.Round, from, reason));
            freed++;
        }

        return freed;
    }

    /// <summary>Why the task goes back to the pool; null while it stays where it is.</summary>
    internal FreedBecause? Why(CaseFile file, Branch branch)
    {
        if (branch.Holder is null || !branch.Status.IsOpen())
            return null;
        if (!powers.HolderCanSign(file, branch))
            return FreedBecause.CannotSign;
        return IsIdle(file, branch) ? FreedBecause.Idle : null;
    }

    // Where silence grants by a pilot rule, the signature for the task is the proof of receipt and stays.
    private bool IsIdle(CaseFile file, Branch branch)
    {
        if (
            !branch.Status.IsWorkedOn()
            || file.BlockersOf(branch).Any()
            || branch.HeldSince is not { } held
            || file.LatestClock(branch.Number, ClockKind.Promised) is not { IsEnded: false, BudgetDays: > 1 } promised
            || catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number)
                is { OnTimeout: OnTimeout.PilotDeemedConsent }
        )
            return false;
        var since = (branch.OnDeskSince > held ? branch.OnDeskSince.Value : held).OfficialDate();
        var gone = calendars.Current.In(branch.Department).WorkingDaysBetween(since, file.Act.Today.AddDays(-1));
        return !gone.IsError && gone.Value * 2 > promised.BudgetDays;
    }
}

/// <summary>Why a task was taken from its holder.</summary>
public enum FreedBecause
{
    /// <summary>持有人无法签批: closed account, no letter that covers the item, or away with nobody standing in.</summary>
    CannotSign,

    /// <summary>签收后逾期未办: more than half of the promised days have passed since he took it.</summary>
    Idle,
}
