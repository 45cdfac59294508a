using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// Brings database and keys of the trail together at every start (启用存证): a new database gets its keys, one that has some is opened with no
/// others, and what was never sealed, or has other columns since an upgrade, is sealed as it lies there.
/// </summary>
public sealed class TrailSetup(IDbContextFactory<ApprovalDbContext> contexts, TableSeals seals, VaultSetup vault, TimeProvider time)
{
    private const string OneAtATime = "trail-keys";

    private TrailKeys Keys => seals.Keys;

    /// <exception cref="UnfitDatabaseException">The keys are missing, or others; nothing was done.</exception>
    public async Task EstablishAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await HouseStore.LoadAsync(
            db,
            OneAtATime,
            async () =>
            {
                await EstablishAsync(db, cancellation);
                return [];
            },
            cancellation
        );
    }

    private async Task EstablishAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var known = await db.Set<TrailKeyRow>().AsNoTracking().OrderBy(key => key.KnownSince).ToListAsync(cancellation);
        // Of two that start at once the second finds what the first has made.
        Keys.TakeWritten();
        DemandKeys(known);
        if (known.Count == 0)
            await DemandNeverSealedAsync(db, cancellation);
        Keys.Keep();
        foreach (var id in Keys.Ids.Except(known.Select(key => key.Id)))
            db.Add(
                new TrailKeyRow
                {
                    Id = id,
                    Method = Keys.MethodOf(id),
                    Proof = Proof(id),
                    KnownSince = time.GetUtcNow(),
                }
            );
        if (known.Count == 0)
            await SealHouseTrailAsync(db, cancellation);
        // What is encrypted now is noted as a change: it is sealed before tables are summed anew that have other columns.
        await vault.EstablishAsync(db, cancellation);
        await seals.FoldAsync((NpgsqlConnection)db.Database.GetDbConnection(), cancellation);
        await SealRowsAsync(db, isFirst: known.Count == 0, cancellation);
    }

    private void DemandKeys(List<TrailKeyRow> known)
    {
        if (known.Count > 0 && Keys.IsNew)
            throw new UnfitDatabaseException(
                $"Expected the keys of the trail in {Keys.Place}, but there are none, and this database was sealed with {known[^1].Id}: "
                    + "bring the file back from where it is kept, or set ParallelApproval:TrailKeys."
            );
        foreach (var key in known)
            if (!Keys.Has(key.Id))
                throw new UnfitDatabaseException(
                    $"Expected the key {key.Id} of the trail in {Keys.Place}, but it is missing: what it has sealed could not be verified."
                );
            else if (!Proof(key.Id).AsSpan().SequenceEqual(key.Proof))
                throw new UnfitDatabaseException(
                    $"Expected the key {key.Id} in {Keys.Place} to be the one that sealed this database, but it is another of that name."
                );
    }

    // Whoever takes the names of the keys out of the database must not have it sealed anew as he has left it.
    private async Task DemandNeverSealedAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var wasSealed =
            await db.Set<CaseLockRow>().AnyAsync(row => row.SealedWith != null, cancellation)
            || await db.Set<EventRow>().AnyAsync(row => row.LinkedWith != null, cancellation)
            || await db.Set<HouseEventRow>().AnyAsync(row => row.LinkedWith != null, cancellation)
            || await db.Set<TrailRootRow>().AnyAsync(cancellation);
        if (wasSealed || (Keys.HaveSealed && await DatabaseSetup.HasFilesAsync(db, cancellation)))
            throw new UnfitDatabaseException(
                $"Expected this database to name the keys in {Keys.Place} that it was sealed with, but it names none: somebody has taken "
                    + "them out. Put a backup back; if it really is a database that was never sealed, give it keys of its own."
            );
    }

    private byte[] Proof(string id) => Keys.Link(id, "the key of the trail"u8);

    private async Task SealHouseTrailAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var head = await db.Set<HouseTrailRow>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        var (count, hash) = (head?.EventCount ?? 0, head?.LastHash ?? new byte[EventChain.HashLength]);
        var (seal, key) = CaseHead.Seal(Keys, HouseTrail.Key, count, hash, null);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO house_trail (id, event_count, last_hash, seal, sealed_with) VALUES (1, {count}, {hash}, {seal}, {key})
            ON CONFLICT (id) DO UPDATE SET seal = excluded.seal, sealed_with = excluded.sealed_with
            """,
            cancellation
        );
    }

    // What a seal covers is known by its columns: those of this program, which nobody can change from within the database.
    private async Task SealRowsAsync(ApprovalDbContext db, bool isFirst, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var held = await SealsAsync(connection, cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        foreach (var table in SealedRows.OfHouse)
        {
            var columns = SealedRows.ColumnsOf(db, table);
            var isNew = !isFirst && !held.ContainsKey(table) && Guards.SealedLater.Contains(table);
            if (!isNew && !IsToBeSealed(held.GetValueOrDefault(table), columns, isFirst))
                continue;
            var (sum, rows) = await SealedRows.SumTableAsync(connection, Keys, table, cancellation);
            // It came with an upgrade and holds nothing yet; one that holds something has lost its seal otherwise.
            if (isNew && rows > 0)
                continue;
            TableSeals.TableSeal.Of(table, rows, sum, Next(held.GetValueOrDefault(table)), columns, Keys).StoreWhole(statements);
        }

        if (IsToBeSealed(held.GetValueOrDefault(SealedRows.Cases), SealedRows.ColumnsOfCases, isFirst))
        {
            await SealedRows.SealCasesAsync(connection, seals, cancellation);
            TableSeals
                .TableSeal.Of(
                    SealedRows.Cases,
                    0,
                    new RowSum(),
                    Next(held.GetValueOrDefault(SealedRows.Cases)),
                    SealedRows.ColumnsOfCases,
                    Keys
                )
                .StoreWhole(statements);
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
    }

    // One that does not hold is left as it is, and so is one that somebody took away.
    private bool IsToBeSealed(TableSeals.TableSeal? held, string columns, bool isFirst) =>
        held is null ? isFirst : held.Columns != columns && held.Holds(Keys);

    private static long Next(TableSeals.TableSeal? held) => (held?.Version ?? 0) + 1;

    private static async Task<Dictionary<string, TableSeals.TableSeal>> SealsAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        await using var read = new NpgsqlCommand(TableSeals.TableSeal.Select, connection);
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        return (await TableSeals.TableSeal.ReadAsync(rows, cancellation)).ToDictionary(seal => seal.Name, StringComparer.Ordinal);
    }
}
