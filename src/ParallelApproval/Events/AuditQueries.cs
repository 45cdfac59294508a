using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Events;

/// <summary>Reading the audit trail, and finding out whether anybody has touched it (审计查询与校验).</summary>
public sealed class AuditQueries(
    IDbContextFactory<ApprovalDbContext> contexts,
    NpgsqlDataSource source,
    CasesKept kept,
    TableSeals seals,
    TrailRoots roots,
    NumberAccounts numbers,
    IEnumerable<StateCheck> checks
)
{
    // One moment of the database: what is done meanwhile is in none of its parts.
    private const string OneMoment = "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    // Every case that left any trace: a lock row without events, and events without a lock row, are both found.
    private readonly string _wholeTrail = $"""
        SELECT coalesce(f.case_key, e.case_key, c.case_key), f.event_count, f.last_hash,
            e.sequence, e.kind, e.at, e.user_name, e.actor, e.department, e.branch, e.data::text, e.hash,
            e.linked_with, f.row_sum, f.seal, f.sealed_with, e.position, e.through
        FROM {LockRow.Heads} AS f FULL JOIN case_events e ON e.case_key = f.case_key
            FULL JOIN ({kept.Keys}) AS c ON c.case_key = coalesce(f.case_key, e.case_key)
        ORDER BY 1, e.sequence
        """;

    // The chain of the house in the same columns: there is a head before anything has happened.
    private const string HouseTrailWhole = """
        SELECT 0::bigint, (SELECT event_count FROM house_trail WHERE id = 1), (SELECT last_hash FROM house_trail WHERE id = 1),
            e.sequence, e.kind, e.at, e.user_name, e.actor, e.department, NULL::int, e.data::text, e.hash,
            e.linked_with, NULL::bytea, (SELECT seal FROM house_trail WHERE id = 1), (SELECT sealed_with FROM house_trail WHERE id = 1),
            e.sequence::bigint, e.through
        FROM (SELECT 1) AS once LEFT JOIN house_events e ON true ORDER BY e.sequence
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
                row.Data,
                row.Through
            )),
        ];
    }

    /// <summary>Acts outside of cases, newest first.</summary>
    /// <param name="before">Only those with a smaller number; null for the newest.</param>
    /// <param name="kind">Only of that kind, e.g. <c>SignInRefused</c>; null for all.</param>
    /// <param name="userName">Only by that account, or about it; null for all.</param>
    public async Task<IReadOnlyList<RecordedEvent>> OfHouseAsync(
        int? before,
        int limit,
        CancellationToken cancellation,
        string? kind = null,
        string? userName = null
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var asked = userName is null
            ? db.Set<HouseEventRow>()
            : db.Set<HouseEventRow>()
                .FromSql($"SELECT * FROM house_events WHERE user_name = {userName} OR data ->> 'officer' = {userName}");
        var rows = await asked
            .AsNoTracking()
            .Where(row => (before == null || row.Sequence < before) && (kind == null || row.Kind == kind))
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
                row.Data,
                row.Through
            )),
        ];
    }

    /// <summary>
    /// Computes every chain anew, sums every sealed row, and compares both with what is sealed, and with the newest root. Reads the whole
    /// database, a row at a time.
    /// </summary>
    /// <param name="fromRoot">A root as it was printed, that must have been there; null for none beside those of the file outside.</param>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellation, string? fromRoot = null)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await DoAsync(connection, $"{OneMoment}; {Pool.TakeTime}", cancellation);
        try
        {
            return await VerifyOnAsync(connection, fromRoot, cancellation);
        }
        finally
        {
            if (connection.State is System.Data.ConnectionState.Open)
                await DoAsync(connection, "ROLLBACK", CancellationToken.None);
        }
    }

    /// <summary>The same within a transaction.</summary>
    internal async Task<AuditVerification> VerifyOnAsync(NpgsqlConnection connection, string? fromRoot, CancellationToken cancellation)
    {
        var rooted = await roots.ToVerifyAsync(connection, fromRoot, cancellation);
        var houseChain = new ChainVerifier(_ => BrokenChain.OfHouse, seals.Keys, rooted.OfHouse);
        var house = await FollowAsync(connection, HouseTrailWhole, houseChain, cancellation);
        var caseChains = new ChainVerifier(key => new CaseNumber(key).ToString(), seals.Keys, rooted.OfCases);
        var cases = await FollowAsync(connection, _wholeTrail, caseChains, cancellation);
        var altered = new List<AlteredState>(rooted.Finish());
        var rows = await SumCasesAsync(connection, caseChains.Sums, altered, cancellation);
        rows += await SumTablesAsync(connection, rooted, altered, cancellation);
        foreach (var check in checks)
            await AskAsync(connection, check, altered, cancellation);
        altered.AddRange(await numbers.CheckAsync(connection, cancellation));
        return new(
            house.Broken.Count + cases.Broken.Count + altered.Count == 0,
            cases.Chains,
            cases.Events,
            house.Events,
            [.. house.Broken, .. cases.Broken]
        )
        {
            Rows = rows,
            Altered = altered,
            Root = rooted.Newest?.Line,
            Guard = await TrailGuard.LookAsync(connection, cancellation),
        };
    }

    private async Task<long> SumCasesAsync(
        NpgsqlConnection connection,
        Dictionary<long, byte[]> sealedSums,
        List<AlteredState> altered,
        CancellationToken cancellation
    )
    {
        var summed = await SealedRows.SumCasesAsync(connection, seals, ofCase: null, cancellation);
        foreach (var key in sealedSums.Keys.Union(summed.Sums.Keys).Order())
            if (!sealedSums.TryGetValue(key, out var sum) || !sum.AsSpan().SequenceEqual(summed.Of(key)))
                altered.Add(new(new CaseNumber(key).ToString(), AlteredState.RowsChanged));
        return summed.Rows;
    }

    private async Task<long> SumTablesAsync(
        NpgsqlConnection connection,
        RootedTrail rooted,
        List<AlteredState> altered,
        CancellationToken cancellation
    )
    {
        var held = new List<TableSeals.TableSeal>();
        await using (var read = new NpgsqlCommand(TableSeals.TableSeal.Select, connection))
        await using (var rows = await read.ExecuteReaderAsync(cancellation))
            held = await TableSeals.TableSeal.ReadAsync(rows, cancellation);
        var (sealedTables, total) = (held.ToDictionary(seal => seal.Name, StringComparer.Ordinal), 0L);
        foreach (var table in SealedRows.OfHouse.Append(SealedRows.Cases))
        {
            if (!sealedTables.TryGetValue(table, out var seal) || !seals.Keys.Has(seal.SealedWith) || !seal.Holds(seals.Keys))
                altered.Add(new(table, AlteredState.SealBroken));
            else if (rooted.IsOlder(seal))
                altered.Add(new(table, AlteredState.SetBack));
            if (table == SealedRows.Cases)
                continue;
            var (sum, count) = await SealedRows.SumTableAsync(connection, seals.Keys, table, cancellation);
            total += count;
            if (seal is not null && (seal.Rows != count || !seal.Sum.AsSpan().SequenceEqual(sum.ToBytes())))
                altered.Add(new(table, AlteredState.RowsChanged));
        }

        foreach (var stranger in sealedTables.Keys.Except(SealedRows.OfHouse.Append(SealedRows.Cases)))
            altered.Add(new(stranger, AlteredState.SealBroken));
        foreach (var left in await connection.ReadAsync(Unsealed, cancellation))
            if (!altered.Exists(found => found.Place == left))
                altered.Add(new(left, AlteredState.RowsChanged));
        return total;
    }

    // The trail of the house has one head.
    private static readonly Query<string> Unsealed = new(
        TableSeals.LeftUnsealed + " UNION SELECT 'house_trail' FROM house_trail WHERE id <> 1 ORDER BY 1",
        rows => rows.GetString(0)
    );

    private static async Task AskAsync(
        NpgsqlConnection connection,
        StateCheck check,
        List<AlteredState> altered,
        CancellationToken cancellation
    )
    {
        await using var ask = new NpgsqlCommand(check.Contradictions, connection) { CommandTimeout = 0 };
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            altered.Add(new(new CaseNumber(rows.GetInt64(0)).ToString(), check.Fault));
    }

    private static async Task DoAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellation);
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

/// <summary>
/// What must be so between the rows of a case and its events, told by the room that knows (互证): found without any key, beside the seals.
/// </summary>
/// <param name="Fault">What is said of a case where it is not so.</param>
/// <param name="Contradictions">A query of the column <c>case_key</c>: the cases in which it is not so.</param>
public sealed record StateCheck(string Fault, string Contradictions);

/// <summary>Whether the audit trail holds.</summary>
/// <param name="HouseEvents">Acts outside of cases.</param>
/// <param name="Broken">The first fault of each broken chain; empty when all hold.</param>
public sealed record AuditVerification(bool Holds, int Cases, long Events, long HouseEvents, IReadOnlyList<BrokenChain> Broken)
{
    /// <summary>How many sealed rows were summed.</summary>
    public long Rows { get; init; }

    /// <summary>Where rows are not what was sealed; empty when all are.</summary>
    public IReadOnlyList<AlteredState> Altered { get; init; } = [];

    /// <summary>The newest root, as it is printed; null before the first.</summary>
    public string? Root { get; init; }

    /// <summary>What the database lets the program do to what is sealed: it is found all the same, but with two roles it cannot be
    /// done.</summary>
    public GuardState Guard { get; init; }
}

/// <summary>Where rows are not what was sealed.</summary>
/// <param name="Place">A case, or a table of the house, or a root by its number, or a number with its series and period.</param>
/// <param name="Fault"><c>rows_changed</c>, <c>seal_broken</c>, <c>set_back</c>, <c>root_missing</c>, <c>root_changed</c>,
/// <c>events_missing</c>, <c>number_missing</c>, <c>number_entered_later</c>, or what a room found contradicted by the events.</param>
public sealed record AlteredState(string Place, string Fault)
{
    public const string RowsChanged = "rows_changed";
    public const string SealBroken = "seal_broken";
    public const string SetBack = "set_back";
    public const string RootMissing = "root_missing";
    public const string RootChanged = "root_changed";
    public const string EventsMissing = "events_missing";

    /// <summary>A number was accounted for as used and is gone.</summary>
    public const string NumberMissing = "number_missing";

    /// <summary>A number was accounted for as never used, and is used now.</summary>
    public const string NumberEnteredLater = "number_entered_later";
}

/// <summary>Where a chain breaks.</summary>
/// <param name="CaseNumber">The case, or <c>house</c> for the chain of acts outside of cases.</param>
/// <param name="Fault"><c>missing</c>, <c>changed</c>, <c>head_changed</c>, or <c>no_cover</c>.</param>
public sealed record BrokenChain(string CaseNumber, int Sequence, string Fault)
{
    public const string OfHouse = "house";
}
