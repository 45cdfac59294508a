using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Prechecks;

/// <summary>
/// Where applications sent beforehand are worked on, each under the lock of its own row (预审件案头). What the citizen writes into his draft
/// stands in no trail, so that it is gone when he deletes it.
/// </summary>
public sealed class PrecheckStore(HouseStore house, OfficerRegister officers)
{
    private const string Starting = "start-precheck";

    /// <summary>The citizen works on his own; refuses what the table of moves does not allow.</summary>
    internal Task<ErrorOr<T>> OwnAsync<T>(
        PrecheckNumber number,
        PrecheckVerb verb,
        Func<ApprovalDbContext, Precheck, Task<ErrorOr<T>>> change,
        CancellationToken cancellation
    ) =>
        house.KeepAsync<T>(
            async db =>
                await LockAsync(db, number, cancellation) is not { } found ? PrecheckRefusals.NotFound(number)
                : found.Refuses(verb) is { } refusal ? refusal
                : await change(db, found),
            cancellation
        );

    /// <summary>Begins one; such beginnings come one after the other, so that limits hold however many come at once.</summary>
    internal Task<ErrorOr<T>> StartAsync<T>(Act act, Func<ApprovalDbContext, Task<ErrorOr<T>>> start, CancellationToken cancellation) =>
        house.KeepOnceAsync(act, start, cancellation, Starting);

    /// <summary>An act that stands in the trail: it is sent, sent back, found ready.</summary>
    /// <param name="revision">The state that was looked at; null for the citizen, who has but his own.</param>
    internal Task<ErrorOr<PrecheckState>> ActAsync(
        PrecheckNumber number,
        PrecheckVerb verb,
        Act act,
        int? revision,
        Func<ApprovalDbContext, Precheck, ErrorOr<HouseEvent>> change,
        CancellationToken cancellation
    ) =>
        house.ActAsync<PrecheckState>(
            act,
            async db =>
            {
                if (await LockAsync(db, number, cancellation) is not { } found || !IsWithinReach(found, act.Department))
                    return PrecheckRefusals.NotFound(number);
                if (found.Refuses(verb) is { } refusal)
                    return refusal;
                if (revision is { } looked && looked != found.Revision)
                    return PrecheckRefusals.ChangedMeanwhile(found);
                var happened = change(db, found);
                return happened.IsError
                    ? happened.Errors
                    : new Entry<PrecheckState>(new(found.Id.ToString(), found.Status, found.Revision, found.KeptUntil), happened.Value);
            },
            cancellation
        );

    /// <summary>Whether the clerks of a body see it: those of the district all, others what is taken in at their own window.</summary>
    public bool IsWithinReach(Precheck precheck, string department) =>
        department.Length == 0 || precheck.IntakeDepartment == department || ReachesAll(department);

    /// <summary>Whether a body's clerks see those of all windows.</summary>
    internal bool ReachesAll(string department) => officers.Department(department)?.Tier is Tier.District;

    private static async Task<Precheck?> LockAsync(ApprovalDbContext db, PrecheckNumber number, CancellationToken cancellation)
    {
        var found = await db.Set<Precheck>()
            .FromSql($"SELECT * FROM prechecks WHERE number = {number.Serial} FOR UPDATE")
            .AsTracking()
            .SingleOrDefaultAsync(cancellation);
        if (found is not null)
            await db.Entry(found).Collection(row => row.Papers).LoadAsync(cancellation);
        return found;
    }
}

/// <summary>How an application sent beforehand stands.</summary>
/// <param name="KeptUntil">The last day on which it is kept (Asia/Shanghai).</param>
public sealed record PrecheckState(string Precheck, PrecheckStatus Status, int Revision, DateOnly KeptUntil);
