using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>What a room puts right at a start, before the rows are sealed anew: what a former version stored in clear.</summary>
public interface IEncryptAtStart
{
    Task EncryptAsync(NpgsqlConnection connection, Vault vault, CancellationToken cancellation);
}

/// <summary>
/// Brings database and vault together at every start (启用列加密): a new database gets its keys, one that has some is opened with no others,
/// and what stands there in clear from a former version is encrypted.
/// </summary>
public sealed class VaultSetup(Vault vault, IWrapKeys master, IEnumerable<IEncryptAtStart> rooms, TimeProvider time)
{
    /// <summary>Within the transaction in which the rows are sealed anew: all of it, or nothing.</summary>
    /// <exception cref="UnfitDatabaseException">The master key is missing, or another; nothing was done.</exception>
    public async Task EstablishAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var known = await db.Set<DataKeyRow>().AsNoTracking().ToListAsync(cancellation);
        // Of two that start at once the second finds what the first has made.
        master.TakeWritten();
        var isFirst = known.Count == 0;
        if (isFirst)
        {
            await DemandNeverEncryptedAsync(db, connection, cancellation);
            known.AddRange([vault.Make("d1", DataKeyUse.Values, time.GetUtcNow()), vault.Make("s1", DataKeyUse.Search, time.GetUtcNow())]);
            db.AddRange(known);
            await db.SaveChangesAsync(cancellation);
        }
        else if (master.IsNew)
            throw new UnfitDatabaseException(
                $"Expected the keys of personal data in {master.Place}, but there are none, and this database was encrypted with "
                    + $"{known[^1].WrappedWith}: bring the file back from where it is kept, or set ParallelApproval:MasterKeys."
            );

        vault.Hold(known);
        master.Keep();
        if (!isFirst)
            return;
        foreach (var table in EncryptedTables.All(db))
            for (object[]? last = []; last is not null; )
                last = (await table.EncryptAsync(connection, vault, last, cancellation)).Last;
        foreach (var room in rooms)
            await room.EncryptAsync(connection, vault, cancellation);
    }

    // Whoever takes the keys out of the database must not be given new ones, under which nothing opens that is there.
    private async Task DemandNeverEncryptedAsync(ApprovalDbContext db, NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var table in EncryptedTables.All(db))
            if (await table.IsEncryptedAsync(connection, cancellation))
                throw new UnfitDatabaseException(
                    $"Expected this database to hold the keys that {table.Name} is encrypted with, wrapped by those in {master.Place}, but "
                        + "it holds none: somebody has taken them out. Put a backup back."
                );
    }
}
