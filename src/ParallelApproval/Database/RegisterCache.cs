using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>The registers of this node (台账架), and whether they are of the newest version.</summary>
/// <param name="time">The clock of the house: it is told in the same round trip, where it is the database's.</param>
public sealed class RegisterCache(IEnumerable<ICachedRegister> registers, IDbContextFactory<ApprovalDbContext> contexts, TimeProvider time)
    : IAwait
{
    private const string Versions = "SELECT name, version FROM registers";

    /// <summary>
    /// A value that every command asks for along with its own: versions only rise, so none has changed while their sum has not.
    /// </summary>
    internal const string Total = "(SELECT coalesce(sum(version), 0)::bigint FROM registers)";

    /// <summary>Raises <see cref="StaleCode"/> when any version differs; for commands that write before they read.</summary>
    internal const string Guard = "SELECT expect_register_versions($1, $2)";

    /// <summary>SQLSTATE of <c>expect_register_versions</c>.</summary>
    internal const string StaleCode = "PA001";

    private readonly FrozenDictionary<string, ICachedRegister> _registers = registers.ToFrozenDictionary(
        register => register.Name,
        StringComparer.Ordinal
    );
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Holding _held = new(FrozenDictionary<string, long>.Empty, -1);

    // The sum is of all that there are, also of those that only a newer program knows.
    private sealed record Holding(FrozenDictionary<string, long> Versions, long Total);

    /// <summary>Names and versions in memory.</summary>
    internal (string[] Names, long[] Versions) Held
    {
        get
        {
            var held = _held.Versions;
            return ([.. held.Keys], [.. held.Values]);
        }
    }

    string IAwait.Question => Total;

    bool IAwait.IsWanted(long told) => !AreCurrent(told);

    /// <summary><see cref="Total"/> as it was when the registers were read.</summary>
    internal long HeldTotal => _held.Total;

    /// <summary>Whether the registers are held as they were when <see cref="Total"/> was told.</summary>
    internal bool AreCurrent(long total) => _held.Total == total;

    /// <summary>Reads every register of which there is a newer version; at start, all.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            // The version is read before the register: a change in between makes the next command read once more, never once too few.
            var newest = await NewestAsync(db, cancellation);
            var held = new Dictionary<string, long>(_held.Versions);
            var stale = _registers
                .Values.Where(register =>
                    !held.TryGetValue(register.Name, out var version) || version != newest.GetValueOrDefault(register.Name)
                )
                .ToList();
            foreach (var register in stale)
            {
                await register.LoadAsync(db, cancellation);
                held[register.Name] = newest.GetValueOrDefault(register.Name);
            }

            _held = new(held.ToFrozenDictionary(StringComparer.Ordinal), newest.Values.Sum());
            return stale.Count > 0;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Dictionary<string, long>> NewestAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        batch.BatchCommands.Add(new(Versions));
        if (time is DatabaseTime asked)
            batch.BatchCommands.Add(new(asked.Question));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            newest[rows.GetString(0)] = rows.GetInt64(1);
        if (time is DatabaseTime told && await rows.NextResultAsync(cancellation))
            await told.HearAsync(rows, cancellation);
        return newest;
    }

    /// <summary>Says that every register has changed, for what stands in several of them, such as the name of a department.</summary>
    public static Task RaiseVersionOfAllAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"UPDATE registers SET version = version + 1", cancellation);

    /// <summary>Says that a register has changed: call it within the transaction that changes it.</summary>
    public static Task RaiseVersionAsync(ApprovalDbContext db, string name, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO registers (name, version) VALUES ({name}, 1) ON CONFLICT (name) DO UPDATE SET version = registers.version + 1",
            cancellation
        );
}
