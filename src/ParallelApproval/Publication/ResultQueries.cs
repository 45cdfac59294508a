using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Publication;

/// <summary>
/// The list of published results (结果公示查询), the newest first, a page at a time, without those that are withheld. However many there are, a
/// page costs a page.
/// </summary>
public sealed class ResultQueries(NpgsqlDataSource source, CatalogueRegister catalogue)
{
    public const int LongestPage = 100;

    private const string Columns =
        "case_key, item_code, item_name, applicant, result, lead_department, closed_at, departments, certificates, outcomes";
    private const string Before = "(closed_at, case_key) < ($1, $2)";
    private const string Open = "NOT EXISTS (SELECT FROM withheld_results AS kept WHERE kept.case_key = published_results.case_key)";
    private const string Newest = "ORDER BY closed_at DESC, case_key DESC LIMIT $3";

    private const string All = $"SELECT {Columns} FROM published_results WHERE {Before} AND {Open} {Newest}";
    private const string OfCase = $"SELECT {Columns} FROM published_results WHERE {Before} AND case_key = $4 AND {Open} {Newest}";

    // By item or by an organisation's whole name: each branch of the union stops after one page.
    private const string Sought = $"""
        SELECT DISTINCT ON (closed_at, case_key) {Columns} FROM (
            SELECT found.* FROM unnest($4) AS sought (code) CROSS JOIN LATERAL
                (SELECT {Columns} FROM published_results WHERE item_code = sought.code AND {Before} AND {Open} {Newest}) AS found
            UNION ALL (SELECT {Columns} FROM published_results WHERE applicant = $5 AND {Before} AND {Open} {Newest})) AS either
        {Newest}
        """;

    /// <param name="search">A case number, a part of an item's or a certificate's name, or the whole name of an organisation; empty for
    /// all.</param>
    /// <param name="today">For the items that are on offer.</param>
    public async Task<ResultPage> ListAsync(string? search, ResultCursor? after, int limit, DateOnly today, CancellationToken cancellation)
    {
        var sought = search?.Trim() ?? "";
        var isNumber = CaseNumber.TryParse(TypedNumber.Unbroken(search), out var number);
        await using var ask = source.CreateCommand(
            sought.Length == 0 ? All
            : isNumber ? OfCase
            : Sought
        );
        ask.Parameters.Add(Statements.Instant(after?.ClosedAt ?? DateTimeOffset.MaxValue));
        ask.Parameters.Add(Statements.Value(after?.CaseKey ?? long.MaxValue));
        ask.Parameters.Add(Statements.Value(Math.Clamp(limit, 1, LongestPage) + 1));
        if (isNumber)
            ask.Parameters.Add(Statements.Value(number.Key));
        else if (sought.Length > 0)
        {
            ask.Parameters.Add(Statements.Value(catalogue.Current.Search(new(sought), today).Select(item => item.ItemCode).ToArray()));
            ask.Parameters.Add(Statements.Text(sought));
        }

        return await ReadAsync(ask, limit, cancellation);
    }

    private static async Task<ResultPage> ReadAsync(NpgsqlCommand ask, int limit, CancellationToken cancellation)
    {
        var found = new List<ResultLine>();
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(Line(rows));
        if (found.Count <= limit)
            return new(found, null);
        found.RemoveAt(found.Count - 1);
        CaseNumber.TryParse(found[^1].CaseNumber, out var last);
        return new(found, new(found[^1].ClosedAt, last.Key));
    }

    private static ResultLine Line(NpgsqlDataReader rows)
    {
        var (departments, certificates, outcomes) = (
            rows.GetFieldValue<string[]>(7),
            rows.GetFieldValue<string[]>(8),
            rows.GetFieldValue<string[]>(9)
        );
        var result = rows.GetEnum<CaseStatus>(4);
        return new(
            new CaseNumber(rows.GetInt64(0)).ToString(),
            rows.GetString(1),
            rows.GetString(2),
            rows.GetString(3),
            result,
            rows.GetString(5),
            rows.GetInstant(6),
            [
                .. departments.Select(
                    (department, at) =>
                    {
                        var outcome = Enum.Parse<BranchStatus>(outcomes[at]);
                        return new BranchResult(department, certificates[at], outcome, outcome.IsRevokedWith(result));
                    }
                ),
            ]
        );
    }
}

/// <summary>Where a page of results ended.</summary>
public sealed record ResultCursor(DateTimeOffset ClosedAt, long CaseKey)
{
    /// <summary>As it travels: opaque to the caller.</summary>
    public override string ToString() => FormattableString.Invariant($"{ClosedAt.UtcTicks}.{CaseKey}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static ResultCursor? Parse(string? text) =>
        text?.Split('.') is [var at, var key]
        && long.TryParse(at, out var ticks)
        && ticks >= 0
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(key, out var caseKey)
            ? new(new(ticks, TimeSpan.Zero), caseKey)
            : null;
}

/// <summary>A published result.</summary>
/// <param name="Applicant">A citizen's name masked; an organisation's in full.</param>
public sealed record ResultLine(
    string CaseNumber,
    string ItemCode,
    string ItemName,
    string Applicant,
    CaseStatus Result,
    string LeadDepartment,
    DateTimeOffset ClosedAt,
    IReadOnlyList<BranchResult> Branches
);

/// <summary>What one department granted or not.</summary>
/// <param name="IsRevoked">Whether what was granted was revoked afterwards.</param>
public sealed record BranchResult(string Department, string Certificate, BranchStatus Outcome, bool IsRevoked = false);

/// <summary>A page of results, and where the next one begins; null on the last.</summary>
public sealed record ResultPage(IReadOnlyList<ResultLine> Results, ResultCursor? Next);
