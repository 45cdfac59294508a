using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Organisation;

/// <summary>
/// Who enters changes of bodies, officers, letters and absences (登记): one after the other in the whole house, so that what one of them finds in the book still
/// holds when he writes. The change, the new edition of the book and the line in the trail are stored together, or nothing is.
/// </summary>
public sealed class Registrar(IDbContextFactory<ApprovalDbContext> contexts, Library books)
{
    private const long OneAtATime = 0x524547495354;

    /// <param name="concernsEveryBook">For what other books hold too, e.g. the name of a department.</param>
    internal async Task<ErrorOr<T>> EnterAsync<T>(Act act, Func<ApprovalDbContext, Task<ErrorOr<Entry<T>>>> enter, CancellationToken cancellation, bool concernsEveryBook = false)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({OneAtATime})", cancellation);
        await books.RefreshAsync(cancellation);
        var entry = await enter(db);
        if (entry.IsError) return entry.Errors;
        await db.SaveChangesAsync(cancellation);
        await (concernsEveryBook ? Library.NewEditionOfAllAsync(db, cancellation) : Library.NewEditionAsync(db, OfficerBook.Name, cancellation));
        await HouseTrail.RecordAsync(db, act, entry.Value.Happened, cancellation);
        await transaction.CommitAsync(cancellation);
        await books.RefreshAsync(cancellation);
        return entry.Value.Kept;
    }
}

/// <summary>What is entered, and what the trail says of it.</summary>
internal sealed record Entry<T>(T Kept, HouseEvent Happened);
