using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Events;

/// <summary>Reading the audit trail, and finding out whether anybody has touched it (审计查询与校验).</summary>
public sealed class AuditQueries(IDbContextFactory<ApprovalDbContext> contexts, NpgsqlDataSource source, CasesKept kept)
{
    // Every case that left any trace: a lock row without events, and events without a lock row, are both found.
    private readonly string _wholeTrail = $"""
        SELECT coalesce(f.case_key, e.case_key, c.case_key), f.event_count, f.last_hash,
            e.sequence, e.kind, e.at, e.user_name, e.actor, e.department, e.branch, e.data::text, e.hash
        FROM {CaseStore.Heads} AS f FULL JOIN case_events e ON e.case_key = f.case_key
            FULL JOIN ({kept.Keys}) AS c ON c.case_key = coalesce(f.case_key, e.case_key)
        ORDER BY 1, e.sequence
        """;

    // The chain of the house in the same columns; nothing while nothing has happened.
    private const string HouseTrailWhole = """
        SELECT 0::bigint, (SELECT event_count FROM house_trail), (SELECT last_hash FROM house_trail), e.sequence, e.kind, e.at, e.user_name, e.actor, e.department, NULL::int, e.data::text, e.hash
        FROM (SELECT 1) AS once LEFT JOIN house_events e ON true WHERE e.sequence IS NOT NULL OR EXISTS (SELECT FROM house_trail) ORDER BY e.sequence
        """;

    /// <summary>The trail of one case, oldest first; empty for an unknown case.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> OfCaseAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<EventRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Key)
            .OrderBy(row => row.Sequence)
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new RecordedEvent(
                row.Sequence,
                row.Kind,
                row.At.InShanghai(),
                row.UserName,
                row.Actor,
                row.Department,
                row.Branch,
                row.Data
            )),
        ];
    }

    /// <summary>Acts outside of cases, newest first.</summary>
    /// <param name="before">Only those with a smaller number; null for the newest.</param>
    public async Task<IReadOnlyList<RecordedEvent>> OfHouseAsync(int? before, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<HouseEventRow>()
            .AsNoTracking()
            .Where(row => before == null || row.Sequence < before)
            .OrderByDescending(row => row.Sequence)
            .Take(limit)
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new RecordedEvent(
                row.Sequence,
                row.Kind,
                row.At.InShanghai(),
                row.UserName,
                row.Actor,
                row.Department,
                null,
                row.Data
            )),
        ];
    }

    /// <summary>Computes every chain anew and compares it with what is stored. Reads the whole trail, a row at a time.</summary>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var longWork = await Pool.TakeTimeAsync(connection, cancellation);
        var house = await FollowAsync(connection, HouseTrailWhole, new(_ => BrokenChain.OfHouse), cancellation);
        var cases = await FollowAsync(connection, _wholeTrail, new(key => new CaseNumber(key).ToString()), cancellation);
        return new(
            house.Broken.Count + cases.Broken.Count == 0,
            cases.Chains,
            cases.Events,
            house.Events,
            [.. house.Broken, .. cases.Broken]
        );
    }

    private static async Task<(int Chains, long Events, IReadOnlyList<BrokenChain> Broken)> FollowAsync(
        NpgsqlConnection connection,
        string trail,
        ChainVerifier verifier,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(trail, connection) { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            verifier.Take(rows);
        return verifier.Finish();
    }
}

/// <summary>Which cases there are, told by the room above that keeps them (在册案件): each must have a chain.</summary>
/// <param name="Keys">A query of the column <c>case_key</c>.</param>
public sealed record CasesKept(string Keys);

/// <summary>Whether the audit trail holds.</summary>
/// <param name="HouseEvents">Acts outside of cases.</param>
/// <param name="Broken">The first fault of each broken chain; empty when all hold.</param>
public sealed record AuditVerification(bool Holds, int Cases, long Events, long HouseEvents, IReadOnlyList<BrokenChain> Broken);

/// <summary>Where a chain breaks.</summary>
/// <param name="CaseNumber">The case, or <c>house</c> for the chain of acts outside of cases.</param>
/// <param name="Fault"><c>missing</c>, <c>changed</c>, <c>head_changed</c>, or <c>no_cover</c>.</param>
public sealed record BrokenChain(string CaseNumber, int Sequence, string Fault)
{
    public const string OfHouse = "house";
}
