using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>The one database as a whole: brought up to this version of the product, and asked whether it is there.</summary>
public sealed class DatabaseSetup(IDbContextFactory<ApprovalDbContext> contexts, NpgsqlDataSource source)
{
    /// <summary>Makes the tables. Any number of nodes may do so at the same time; one does the work.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.MigrateAsync(cancellation);
    }

    /// <summary>Whether any file was begun, of a case or of the centre: its number is given, and begins with the region.</summary>
    internal static Task<bool> HasFilesAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        db.Set<CaseLockRow>().AnyAsync(cancellation);

    /// <summary>Whether the database answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var ask = source.CreateCommand("SELECT 1");
            await ask.ExecuteScalarAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
