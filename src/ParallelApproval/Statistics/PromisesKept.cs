using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;

namespace ParallelApproval.Statistics;

/// <summary>
/// Promises near their end or past it, as it was at an instant (时限统计). A promise that ran then runs still, or its case is open, or was
/// closed since though it
/// had been received by then; each has an index, so neither the history before is read nor all that came after.
/// </summary>
internal static class PromisesKept
{
    // $1 and $2: the instants at which the period begins and is over; $3 the instant asked for; $4 and $5 the first and the last day; $6
    // the first case key after it.
    private const string Columns = "k.case_key, k.branch, k.due_on, k.due_at, k.yellow_at, k.ended_on";

    // OFFSET 0 and LIMIT 1: few of the cases that may be open at that instant are, and the planner, who thinks of many, would rather read
    // whole tables.
    private const string Ended =
        "CROSS JOIN LATERAL (SELECT * FROM clocks k WHERE k.case_key = c.case_key AND k.kind = 'Promised' OFFSET 0) AS k WHERE c.case_key < $6";

    private const string Whose = """
        CROSS JOIN LATERAL (SELECT i.item_code, i.item_version FROM cases i WHERE i.case_key = m.case_key LIMIT 1) AS c
        LEFT JOIN LATERAL (SELECT p.department, p.holder FROM branches p WHERE p.case_key = m.case_key
            AND p.number = m.branch LIMIT 1) AS b ON true
        """;

    private const string IsNear = "least(k.blue_at, k.yellow_at) <= $3 AND k.due_at > $3 AND k.due_on >= $4";

    private const string NearDue = $"""
        WITH near AS (
            SELECT {Columns} FROM clocks k WHERE k.ended_on IS NULL AND k.kind = 'Promised' AND {IsNear}
            UNION ALL SELECT {Columns} FROM cases c {Ended} AND (c.closed_at IS NULL OR c.closed_at >= $2) AND k.ended_on > $5 AND {IsNear})
        SELECT m.case_key, m.branch, c.item_code, c.item_version, b.department, b.holder, m.due_on, m.yellow_at <= $3
        FROM near m {Whose} ORDER BY m.due_at, m.case_key, m.branch
        """;

    private const string IsLate = "k.due_on <= $5 AND k.due_at <= $3";

    // The cards that speak of a promise or a legal limit; E10 is that of a tier which only sends up.
    private const string OfTime = "s.point IN ('E02', 'E03', 'E10')";

    private const string OfUnit = $"s.case_key = m.case_key AND s.branch = m.branch AND {OfTime}";

    // What was answered to a card holds on when a graver one has taken its place.
    private static readonly string PastDue = $"""
        WITH late AS (
            SELECT {Columns} FROM clocks k WHERE k.ended_on IS NULL AND k.kind = 'Promised' AND {IsLate}
            UNION ALL SELECT {Columns} FROM cases c {Ended}
                AND (c.closed_at IS NULL OR c.closed_at >= $1) AND {Lateness.Ended("k")} AND k.ended_on >= $4 AND {IsLate})
        SELECT m.case_key, m.branch, c.item_code, c.item_version, b.department, coalesce(d.signed_by, b.holder), m.due_on, m.ended_on,
            s.running, s.is_told, a.answer::text, o.running, o.reply::text
        FROM late m {Whose}
        LEFT JOIN LATERAL (SELECT d.signed_by FROM decisions d
            WHERE d.case_key = m.case_key AND d.branch = m.branch ORDER BY d.round DESC LIMIT 1) AS d ON true
        LEFT JOIN LATERAL (SELECT s.running, s.colour = 'Blue' AS is_told FROM supervision_cards s
            WHERE {OfUnit} ORDER BY s.status = 'Superseded', s.raised_at DESC, s.running DESC LIMIT 1) AS s ON true
        LEFT JOIN LATERAL (SELECT s.document->'answer' AS answer FROM supervision_cards s
            WHERE {OfUnit} AND s.document->'answer' IS NOT NULL ORDER BY s.document->'answer'->>'at' DESC LIMIT 1) AS a ON true
        LEFT JOIN LATERAL (SELECT o.running, o.document->'replies'->-1 AS reply FROM supervision_orders o
            WHERE o.case_key = m.case_key AND o.status NOT IN ('Draft', 'Withdrawn')
                AND (b.department IS NULL OR o.department = b.department)
                AND (o.document->>'card' IS NULL OR EXISTS (SELECT FROM supervision_cards s
                    WHERE s.case_key = o.case_key AND s.running = (o.document->>'card')::int AND s.branch = m.branch AND {OfTime}))
            ORDER BY o.document->'replies'->-1->>'at' DESC NULLS LAST, o.drafted_at DESC, o.running DESC LIMIT 1) AS o ON true
        ORDER BY m.due_on, m.case_key, m.branch
        """;

    /// <summary>Promises that had begun to warn at that instant and had not passed, the most urgent first.</summary>
    public static Query<PromiseNear> Near(PeriodSeen period) =>
        new(
            NearDue,
            rows =>
                new(
                    CaseOf(rows),
                    rows.GetInt32(1),
                    rows.GetString(2),
                    rows.GetInt32(3),
                    rows.GetTextOrNull(4),
                    rows.GetTextOrNull(5),
                    rows.GetFieldValue<DateOnly>(6),
                    rows.GetBoolean(7) ? ClockColour.Yellow : ClockColour.Blue
                ),
            period.Parameters()
        );

    /// <summary>Promises that had passed at that instant, or ended too late within the period, the oldest first.</summary>
    public static Query<PromiseLate> Late(PeriodSeen period) =>
        new(
            PastDue,
            rows =>
                new(
                    CaseOf(rows),
                    rows.GetInt32(1),
                    rows.GetString(2),
                    rows.GetInt32(3),
                    rows.GetTextOrNull(4),
                    rows.GetTextOrNull(5),
                    rows.GetFieldValue<DateOnly>(6),
                    rows.GetDateOrNull(7),
                    rows.GetNumberOrNull(8) is { } card ? new CardNumber(CaseOf(rows), card) : null,
                    !rows.IsDBNull(9) && rows.GetBoolean(9),
                    Json<CardAnswer>(rows, 10),
                    rows.GetNumberOrNull(11) is { } order ? new OrderNumber(CaseOf(rows), order) : null,
                    Json<OrderReply>(rows, 12)
                ),
            period.Parameters()
        );

    private static CaseNumber CaseOf(NpgsqlDataReader rows) => new(rows.GetInt64(0));

    private static T? Json<T>(NpgsqlDataReader rows, int column)
        where T : class =>
        rows.IsDBNull(column) ? null : System.Text.Json.JsonSerializer.Deserialize<T>(rows.GetString(column), HouseJson.Options);
}

/// <summary>A period as it was at an instant.</summary>
/// <param name="From">The instant at which it begins.</param>
/// <param name="To">The instant at which it is over.</param>
/// <param name="AsOf">The instant that is asked for.</param>
/// <param name="After">The first case that cannot have been received within it.</param>
internal sealed record PeriodSeen(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset AsOf,
    DateOnly FirstDay,
    DateOnly LastDay,
    CaseNumber After
)
{
    internal NpgsqlParameter[] Parameters() =>
        [
            Statements.Instant(From),
            Statements.Instant(To),
            Statements.Instant(AsOf),
            Statements.Date(FirstDay),
            Statements.Date(LastDay),
            Statements.Value(After.Key),
        ];
}

/// <summary>A promise near its end.</summary>
/// <param name="Branch"><see cref="Clock.OfCase"/> for the whole case.</param>
/// <param name="Department">Null for the whole case.</param>
internal sealed record PromiseNear(
    CaseNumber Case,
    int Branch,
    string ItemCode,
    int ItemVersion,
    string? Department,
    string? Officer,
    DateOnly DueOn,
    ClockColour Colour
);

/// <summary>A promise past its end, with what supervision made of it.</summary>
/// <param name="Officer">Who signed, or else who has it on the desk.</param>
/// <param name="Card">The newest card on it.</param>
/// <param name="IsTold">That card asks for no answer.</param>
internal sealed record PromiseLate(
    CaseNumber Case,
    int Branch,
    string ItemCode,
    int ItemVersion,
    string? Department,
    string? Officer,
    DateOnly DueOn,
    DateOnly? EndedOn,
    CardNumber? Card,
    bool IsTold,
    CardAnswer? Answer,
    OrderNumber? Order,
    OrderReply? Reply
);
