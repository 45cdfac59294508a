using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>The one database as a whole: looked at before anything is done to it, and brought up to this version of the product.</summary>
public sealed class DatabaseSetup(
    IDbContextFactory<ApprovalDbContext> contexts,
    SchemaOwner owner,
    DirectServer direct,
    NpgsqlDataSource source
)
{
    private const int OldestServer = 150_000;

    // Hangfire's and those of extensions lie in schemas of their own.
    private const string Look = """
        SELECT current_database(), pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean,
            current_setting('server_version_num')::int,
            EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('"__EFMigrationsHistory"') AND attname = 'migration_id'),
            (SELECT min(tablename::text) FROM pg_tables
                WHERE schemaname = current_schema() AND tablename NOT IN ('data_protection_keys', 'demo_clock')),
            to_regclass('"__EFMigrationsHistory"') IS NULL OR has_table_privilege('"__EFMigrationsHistory"', 'SELECT'),
            has_schema_privilege(current_schema(), 'CREATE')
                AND coalesce((SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('"__EFMigrationsHistory"')), true)
        """;

    /// <summary>
    /// Makes the tables, as their owner where he is known, and gives the role of the application its rights. Any number of nodes may do so
    /// at the same time; one does the work.
    /// </summary>
    /// <exception cref="UnfitDatabaseException">The database is not one for this program; nothing was done to it.</exception>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var past = direct.Open();
        await Pooler.DemandSessionsAsync(past ?? source, past is null ? "ParallelApproval" : "ParallelApprovalDirect", cancellation);
        await using var asOwner = owner.Open();
        if (asOwner is not null)
            await Pooler.DemandSessionsAsync(asOwner, "ParallelApprovalOwner", cancellation);
        await using (var db = (asOwner ?? past) is { } makes ? ContextOn(makes) : await contexts.CreateDbContextAsync(cancellation))
            await MakeAsync(db, isOwner: asOwner is not null, cancellation);
        if (past is not null)
            await PooledLimits.DemandAsync(source, past, cancellation);
    }

    private async Task MakeAsync(ApprovalDbContext db, bool isOwner, CancellationToken cancellation)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellation))
            await creator.CreateAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (await DemandFitAsync(db, cancellation))
        {
            await using var longWork = await Pool.TakeTimeAsync(connection, cancellation);
            db.Database.SetCommandTimeout(Pool.LongestWork);
            await db.Database.MigrateAsync(cancellation);
        }

        if (isOwner)
            await GiveRightsAsync(connection, cancellation);
    }

    private async Task GiveRightsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (new NpgsqlConnectionStringBuilder(source.ConnectionString).Username is not { } role)
            return;
        await using var look = new NpgsqlCommand(
            "SELECT (SELECT pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles WHERE rolname = $1)",
            connection
        )
        {
            Parameters = { Statements.Text(role) },
        };
        if (await look.ExecuteScalarAsync(cancellation) is not bool isOwner)
            throw new UnfitDatabaseException(
                $"Expected the role {role} of ConnectionStrings:ParallelApproval to be there, but it is not: "
                    + $"CREATE ROLE \"{role}\" LOGIN PASSWORD '…'."
            );
        // One that may become the owner needs no rights, and is told so by the health.
        if (!isOwner)
            await TrailGuard.GiveRightsAsync(connection, role, cancellation);
    }

    private static ApprovalDbContext ContextOn(NpgsqlDataSource source)
    {
        var options = new DbContextOptionsBuilder<ApprovalDbContext>();
        ApprovalDbContext.Configure(options, source);
        return new(options.Options);
    }

    /// <summary>Whether any file was begun, of a case or of the centre: its number is given, and begins with the region.</summary>
    internal static Task<bool> HasFilesAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        db.Set<CaseLockRow>().AnyAsync(cancellation);

    // Whether anything is left to be done.
    private static async Task<bool> DemandFitAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var (name, isReadOnly, server, hasHistory, table, mayRead, mayMake) = await LookAsync(db, cancellation);
        if (server < OldestServer)
            throw new UnfitDatabaseException($"Expected PostgreSQL 15 or newer, but the server of {name} is {server / 10_000}.");
        var known = db.Database.GetMigrations().ToList();
        if (!hasHistory && table is not null)
            throw new UnfitDatabaseException(
                $"Expected the database {name} to be empty or of ParallelApproval, but it is another product's: it holds the table {table}."
            );
        if (!mayRead)
            throw NeedsOwner(name, known[^1], "closed to it");
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
        var isBehind = known.Except(applied).Any();
        if (isBehind && !mayMake)
            throw NeedsOwner(name, known[^1], applied.Count > 0 ? applied[^1] : "empty");
        return isBehind;
    }

    private static UnfitDatabaseException NeedsOwner(string name, string wanted, string found) =>
        new(
            $"Expected the schema of {name} to be {wanted}, or a role that may make it so, but it is {found} and another role owns it: name "
                + "that one in ConnectionStrings:ParallelApprovalOwner, or run \"database prepare\" with it."
        );

    private static async Task<(
        string Name,
        bool IsReadOnly,
        int Server,
        bool HasHistory,
        string? Table,
        bool MayRead,
        bool MayMake
    )> LookAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        await using var look = new NpgsqlCommand(Look, (NpgsqlConnection)db.Database.GetDbConnection());
        await using var row = await look.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (
            row.GetString(0),
            row.GetBoolean(1),
            row.GetInt32(2),
            row.GetBoolean(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.GetBoolean(5),
            row.GetBoolean(6)
        );
    }
}

/// <summary>The database is not one for this program, which does not start on it; one sentence says why.</summary>
public sealed class UnfitDatabaseException(string message) : InvalidOperationException(message);
