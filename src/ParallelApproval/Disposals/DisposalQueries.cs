using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Disposals;

/// <summary>Reading what is due, what is held, and the register of what was destroyed (到期鉴定、暂缓、销毁清册).</summary>
public sealed class DisposalQueries(IDbContextFactory<ApprovalDbContext> contexts, NpgsqlDataSource source, Holds holds)
{
    /// <summary>The most lines of one page.</summary>
    public const int LongestPage = 500;

    private const string Due = """
        SELECT r.case_key, r.item_code, r.ended_on, r.is_undecided, r.due_on FROM retentions r
        WHERE r.listed_at IS NOT NULL AND r.due_on IS NOT NULL
            AND ($1::text IS NULL OR r.item_code = $1) AND ($2::date IS NULL OR r.ended_on >= $2 AND r.ended_on < $3)
            AND NOT EXISTS (SELECT FROM disposals d WHERE d.case_key = r.case_key AND d.dropped_at IS NULL)
        ORDER BY r.ended_on, r.case_key LIMIT $4
        """;

    /// <summary>
    /// Cases whose term is over and which are on no list yet, those that ended first before the others; with what holds them.
    /// </summary>
    /// <param name="itemCode">Of one item; null for all.</param>
    /// <param name="year">That ended in one year; null for all.</param>
    public async Task<IReadOnlyList<DueForDisposal>> DueAsync(string? itemCode, int? year, int limit, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var due = await connection.ReadAsync(
            new Query<DueForDisposal>(
                Due,
                rows =>
                    new(
                        new(rows.GetInt64(0)),
                        rows.GetString(1),
                        rows.GetFieldValue<DateOnly>(2),
                        rows.GetBoolean(3),
                        rows.GetFieldValue<DateOnly>(4)
                    ),
                Statements.Text(string.IsNullOrWhiteSpace(itemCode) ? null : itemCode.Trim()),
                Statements.Date(year is { } first ? new DateOnly(first, 1, 1) : null),
                Statements.Date(year is { } next ? new DateOnly(next, 1, 1).AddYears(1) : null),
                Statements.Value(Math.Clamp(limit, 1, LongestPage))
            ),
            cancellation
        );
        var held = await holds.AmongAsync(connection, due.ConvertAll(line => line.Case.Key), cancellation);
        return [.. due.Select(line => line with { Holds = [.. held[line.Case.Key]] })];
    }

    /// <summary>What an officer has put on one case, the newest first, and what is found to hold it beside that.</summary>
    public async Task<(IReadOnlyList<DisposalHold> Put, IReadOnlyList<HoldGround> Found)> HoldsOfAsync(
        CaseNumber number,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var put = await db.Set<DisposalHold>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Key)
            .OrderByDescending(row => row.PutAt)
            .ToListAsync(cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var found = await holds.AmongAsync(connection, [number.Key], cancellation);
        return (put, [.. found[number.Key].Except(Disposals.Holds.PutByHand)]);
    }

    /// <summary>All holds that are not lifted, the oldest first; 500 at most.</summary>
    public async Task<IReadOnlyList<DisposalHold>> OpenHoldsAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<DisposalHold>()
            .AsNoTracking()
            .Where(row => row.LiftedAt == null)
            .OrderBy(row => row.PutAt)
            .Take(LongestPage)
            .ToListAsync(cancellation);
    }

    /// <summary>The register, the newest list first.</summary>
    /// <param name="list">One list; null for all.</param>
    public async Task<IReadOnlyList<Disposal>> RegisterAsync(string? list, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Disposal>()
            .AsNoTracking()
            .Where(row => list == null || row.List == list)
            .OrderByDescending(row => row.List)
            .ThenBy(row => row.CaseKey)
            .Take(limit)
            .ToListAsync(cancellation);
    }

    /// <summary>When and on which list the file of a case was destroyed; null when it was not.</summary>
    public async Task<Disposal?> OfCaseAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Disposal>()
            .AsNoTracking()
            .FirstOrDefaultAsync(row => row.CaseKey == number.Key && row.DisposedAt != null, cancellation);
    }
}

/// <summary>A case whose term is over (到期办件).</summary>
/// <param name="EndedOn">The day on which it was closed.</param>
/// <param name="IsUndecided">Whether it ended without a decision on its matter.</param>
/// <param name="DueOn">The first day on which it may be destroyed.</param>
public sealed record DueForDisposal(CaseNumber Case, string ItemCode, DateOnly EndedOn, bool IsUndecided, DateOnly DueOn)
{
    /// <summary>What keeps it off a list; empty when nothing does.</summary>
    public IReadOnlyList<HoldGround> Holds { get; init; } = [];
}
