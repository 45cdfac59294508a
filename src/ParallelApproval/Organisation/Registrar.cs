using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Organisation;

/// <summary>
/// Who enters changes of bodies, officers, letters and absences (登记): one after the other in the whole house, so that what one of them finds in the register still
/// holds when he writes. The change, the new version of the register and the line in the trail are stored together, or nothing is.
/// </summary>
public sealed class Registrar(IDbContextFactory<ApprovalDbContext> contexts, RegisterCache registers)
{
    private const long OneAtATime = 0x524547495354;

    /// <param name="concernsEveryRegister">For what other registers hold too, e.g. the name of a department.</param>
    internal async Task<ErrorOr<T>> EnterAsync<T>(Act act, Func<ApprovalDbContext, Task<ErrorOr<Entry<T>>>> enter, CancellationToken cancellation, bool concernsEveryRegister = false)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({OneAtATime})", cancellation);
        await registers.RefreshAsync(cancellation);
        var entry = await enter(db);
        if (entry.IsError) return entry.Errors;
        await db.SaveChangesAsync(cancellation);
        await (concernsEveryRegister ? RegisterCache.RaiseVersionOfAllAsync(db, cancellation) : RegisterCache.RaiseVersionAsync(db, OfficerRegister.Name, cancellation));
        await HouseTrail.RecordAsync(db, act, entry.Value.Happened, cancellation);
        await transaction.CommitAsync(cancellation);
        await registers.RefreshAsync(cancellation);
        return entry.Value.Kept;
    }
}

/// <summary>What is entered, and what the trail says of it.</summary>
internal sealed record Entry<T>(T Kept, HouseEvent Happened);
