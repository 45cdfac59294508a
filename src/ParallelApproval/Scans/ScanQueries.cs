using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Scans;

/// <summary>Reading scans (查阅电子件). Who may, its caller knows.</summary>
public sealed class ScanQueries(IDbContextFactory<ApprovalDbContext> contexts, NpgsqlDataSource source, Vault vault)
{
    private const string Read = "SELECT content FROM scan_contents WHERE case_key = $1 AND sha256 = $2";

    /// <summary>The scans of a case in the order in which they were filed, those struck out among them.</summary>
    public async Task<IReadOnlyList<Scan>> OfCaseAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<ScanRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Key)
            .OrderBy(row => row.Number)
            .ToListAsync(cancellation);
        return [.. rows.Select(row => row.ToScan())];
    }

    /// <summary>Null when the case has no such scan.</summary>
    public async Task<Scan?> FindAsync(CaseNumber number, int scan, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (
            await db.Set<ScanRow>().AsNoTracking().FirstOrDefaultAsync(row => row.CaseKey == number.Key && row.Number == scan, cancellation)
        )?.ToScan();
    }

    /// <summary>The bytes of a scan, decrypted; refuses one that was deleted with the file of its case.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Somebody has changed what lies there.</exception>
    public async Task<ErrorOr<byte[]>> ContentAsync(Scan scan, CancellationToken cancellation)
    {
        await using var read = source.CreateCommand(Read);
        read.Parameters.Add(Statements.Value(scan.Case.Key));
        read.Parameters.Add(Statements.Text(scan.Sha256));
        if (await read.ExecuteScalarAsync(cancellation) is byte[] stored)
            return vault.DecryptFile(stored, ScanSection.PlaceOf(scan.Case, scan.Sha256));
        return (await source.ReadAsync(CaseReading.Of([scan.Case]), cancellation)) is [{ DisposedAt: { } at }]
            ? DisposedCases.Refusal(scan.Case, at)
            : throw new InvalidOperationException($"Scan {scan.Number} of case {scan.Case} has no content.");
    }
}
