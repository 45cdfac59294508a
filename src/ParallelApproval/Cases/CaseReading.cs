using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>What other rooms ask about many cases at once (办件事实), each in one query.</summary>
internal static class CaseReading
{
    private const string ReadCases = """
        SELECT c.case_key, c.item_code, c.item_version, c.item_name, c.applicant_name, a.kind, a.applicant::text,
            c.delivery, c.status, c.result, c.closed_at,
            b.numbers, b.departments, b.results, b.statuses, b.holders, c.disposed_at
        FROM cases c LEFT JOIN case_applications a USING (case_key)
        CROSS JOIN LATERAL (SELECT array_agg(number ORDER BY number), array_agg(department ORDER BY number),
            array_agg(result ORDER BY number),
                array_agg(status ORDER BY number), array_agg(holder ORDER BY number)
            FROM branches WHERE case_key = c.case_key) AS b (numbers, departments, results, statuses, holders)
        WHERE c.case_key = ANY ($1)
        """;

    private const string ReadFirstReceipt = "SELECT received_at FROM cases ORDER BY case_key LIMIT 1";

    private const string CountReceivedAndOpen =
        "SELECT (SELECT count(*) FROM cases WHERE case_key BETWEEN $1 AND $2), (SELECT count(*) FROM cases WHERE closed_at IS NULL)";

    // The number of a case begins with region and day, so a period is a stretch of the primary key.
    private const string DrawAtRandom = """
        SELECT case_key FROM cases WHERE case_key BETWEEN $1 AND $2 AND ($3::boolean IS NULL OR $3 = (closed_at IS NULL))
        ORDER BY md5($4::text || ':' || case_key::text), case_key LIMIT $5
        """;

    /// <summary>All cases, for the audit of their chains.</summary>
    public static readonly CasesKept Kept = new("SELECT case_key FROM cases");

    /// <summary>These cases with their branches; those that there are not are left out.</summary>
    public static Query<CaseFact> Of(IEnumerable<CaseNumber> cases) =>
        new(ReadCases, Read, Statements.Value(cases.Select(number => number.Key).Distinct().ToArray()));

    /// <summary>When the first case of all was received; no row before.</summary>
    public static Query<DateTimeOffset> FirstReceipt => new(ReadFirstReceipt, rows => rows.GetInstant(0));

    /// <summary>How many cases were received from the one number to the other, and how many of all are open.</summary>
    public static Query<(long Received, long Open)> ReceivedAndOpen(CaseNumber from, CaseNumber to) =>
        new(CountReceivedAndOpen, rows => (rows.GetInt64(0), rows.GetInt64(1)), Statements.Value(from.Key), Statements.Value(to.Key));

    /// <summary>Draws cases at random; the same seed draws the same.</summary>
    /// <param name="isOpen">Null for open and closed ones.</param>
    public static Query<CaseNumber> Draw(CaseNumber from, CaseNumber to, bool? isOpen, long seed, int count) =>
        new(
            DrawAtRandom,
            rows => new(rows.GetInt64(0)),
            Statements.Value(from.Key),
            Statements.Value(to.Key),
            Statements.Flag(isOpen),
            Statements.Value(seed),
            Statements.Value(count)
        );

    private static CaseFact Read(NpgsqlDataReader rows) =>
        new(
            new(rows.GetInt64(0)),
            rows.GetString(1),
            rows.GetInt32(2),
            rows.GetString(3),
            rows.GetString(4),
            string.Equals(rows.GetTextOrNull(5), nameof(ApplicantKind.Organisation), StringComparison.OrdinalIgnoreCase),
            rows.GetTextOrNull(6),
            rows.GetEnum<DeliveryWay>(7),
            rows.GetEnum<CaseStatus>(8),
            rows.IsDBNull(9) ? null : rows.GetEnum<CaseStatus>(9),
            rows.GetInstantOrNull(10),
            ReadBranches(rows)
        )
        {
            DisposedAt = rows.GetInstantOrNull(16),
        };

    private static BranchFact[] ReadBranches(NpgsqlDataReader rows)
    {
        if (rows.IsDBNull(11))
            return [];
        var (departments, results) = (rows.GetFieldValue<string[]>(12), rows.GetFieldValue<string[]>(13));
        var (statuses, holders) = (rows.GetFieldValue<string[]>(14), rows.GetFieldValue<string?[]>(15));
        return
        [
            .. rows.GetFieldValue<int[]>(11)
                .Select(
                    (number, at) =>
                        new BranchFact(number, departments[at], results[at], Enum.Parse<BranchStatus>(statuses[at]), holders[at])
                ),
        ];
    }
}

/// <summary>A case as other rooms speak of it.</summary>
/// <param name="Applicant">As it lies there, encrypted; null where there is no application.</param>
/// <param name="Result">Null until it is over.</param>
/// <param name="Branches">By number; none before the copy notice.</param>
internal sealed record CaseFact(
    CaseNumber Number,
    string ItemCode,
    int ItemVersion,
    string ItemName,
    string ApplicantName,
    bool IsOrganisation,
    string? Applicant,
    DeliveryWay Delivery,
    CaseStatus Status,
    CaseStatus? Result,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<BranchFact> Branches
)
{
    /// <summary>When its file was destroyed; null while it is kept.</summary>
    public DateTimeOffset? DisposedAt { get; init; }

    /// <summary>The applicant's telephone; null where he gave none.</summary>
    public string? PhoneBy(Vault vault) => Applicant is { } stored ? ApplicationSection.Decrypt(Number, stored, vault).Phone : null;
}

/// <summary>A branch as other rooms speak of it.</summary>
/// <param name="Holder">Who has it on the desk; null while nobody does.</param>
internal sealed record BranchFact(int Number, string Department, string Result, BranchStatus Status, string? Holder);
