using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>The one database as a whole: looked at before anything is done to it, and brought up to this version of the product.</summary>
public sealed class DatabaseSetup(IDbContextFactory<ApprovalDbContext> contexts)
{
    private const int OldestServer = 150_000;

    // Hangfire's and those of extensions lie in schemas of their own.
    private const string Look = """
        SELECT current_database(), pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean,
            current_setting('server_version_num')::int,
            EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('"__EFMigrationsHistory"') AND attname = 'migration_id'),
            (SELECT min(tablename::text) FROM pg_tables
                WHERE schemaname = current_schema() AND tablename NOT IN ('data_protection_keys', 'demo_clock'))
        """;

    /// <summary>Makes the tables. Any number of nodes may do so at the same time; one does the work.</summary>
    /// <exception cref="UnfitDatabaseException">The database is not one for this program; nothing was done to it.</exception>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellation))
            await creator.CreateAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        await DemandFitAsync(db, cancellation);
        await using var longWork = await Pool.TakeTimeAsync((NpgsqlConnection)db.Database.GetDbConnection(), cancellation);
        db.Database.SetCommandTimeout(Pool.LongestWork);
        await db.Database.MigrateAsync(cancellation);
    }

    /// <summary>Whether any file was begun, of a case or of the centre: its number is given, and begins with the region.</summary>
    internal static Task<bool> HasFilesAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        db.Set<CaseLockRow>().AnyAsync(cancellation);

    private static async Task DemandFitAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var (name, isReadOnly, server, hasHistory, table) = await LookAsync(db, cancellation);
        if (server < OldestServer)
            throw new UnfitDatabaseException($"Expected PostgreSQL 15 or newer, but the server of {name} is {server / 10_000}.");
        var known = db.Database.GetMigrations().ToList();
        if (!hasHistory && table is not null)
            throw new UnfitDatabaseException(
                $"Expected the database {name} to be empty or of ParallelApproval, but it is another product's: it holds the table {table}."
            );
        var applied = hasHistory ? (await db.Database.GetAppliedMigrationsAsync(cancellation)).ToList() : [];
        if (applied.Count > 0 && !applied.Contains(known[0]))
            throw new UnfitDatabaseException(
                $"Expected the database {name} to be of ParallelApproval, but it is another product's: its schema begins with {applied[0]}."
            );
        if (applied.Except(known).LastOrDefault() is { } newer)
            throw new UnfitDatabaseException(
                $"Expected the schema of {name} to be at most {known[^1]}, which this program brings along, but it is {newer}: start the "
                    + "newer program that made it."
            );
        if (isReadOnly)
            throw new UnfitDatabaseException(
                $"Expected {name} to take what is written, but its server is a read-only standby: name the primary in the connection "
                    + "string, or all servers, of which the primary is found."
            );
    }

    private static async Task<(string Name, bool IsReadOnly, int Server, bool HasHistory, string? Table)> LookAsync(
        ApprovalDbContext db,
        CancellationToken cancellation
    )
    {
        await using var look = new NpgsqlCommand(Look, (NpgsqlConnection)db.Database.GetDbConnection());
        await using var row = await look.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetString(0), row.GetBoolean(1), row.GetInt32(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetString(4));
    }
}

/// <summary>The database is not one for this program, which does not start on it; one sentence says why.</summary>
public sealed class UnfitDatabaseException(string message) : InvalidOperationException(message);
