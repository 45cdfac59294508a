using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;

namespace ParallelApproval.Statistics;

/// <summary>
/// What came to its end, was rated and was found fault with between two instants (办结统计): one query for each kind of fact, found by the
/// indexes on time,
/// however long the history is.
/// </summary>
internal static class FinishedWork
{
    // The window where the clerk named it, e.g. XZSP/A01; else the body alone.
    private const string Window = "c.station || coalesce('/' || c.window_number, '')";

    private const string StoppedDays = """
        coalesce((SELECT sum(e.days)::int FROM clock_entries e
            WHERE e.case_key = c.case_key AND e.branch = u.branch AND e.kind = 'Promised' AND e.round = p.round AND e.entry IN ('Resumed', 'Released')), 0)
        """;

    private const string Supplements = """
        (SELECT count(*)::int FROM case_events v
            WHERE v.case_key = c.case_key AND CASE WHEN u.branch = 0 THEN v.kind IN ('CorrectionNotified', 'BranchCorrectionRequested')
                ELSE v.kind = 'BranchCorrectionRequested' AND v.branch = u.branch END)
        """;

    private const string Stops = """
        (SELECT count(*)::int FROM clock_entries e
            WHERE e.case_key = c.case_key AND (u.branch = 0 OR e.branch = u.branch) AND e.branch > 0 AND e.kind = 'Legal'
                AND e.entry = 'Stopped')
        """;

    private const string IsClosed = "coalesce(c.closed_at >= $1 AND c.closed_at < $2, false)";

    // Branch 0 is the case itself. Each unit comes with its newest promised and legal clock and with what was asked for and stopped in it.
    private static readonly string UnitsClosed = $"""
        SELECT c.case_key, u.branch, c.item_code, c.item_version, u.department, u.officer, {Window}, u.status, coalesce(c.result, c.status),
            p.started_on, p.ended_on, p.due_on, {StoppedDays}, l.budget_days, {Supplements}, {Stops}, {IsClosed},
            coalesce(p.is_late, false),
            {DaysOfHolders.Columns("h")}
        FROM cases c CROSS JOIN LATERAL (
            SELECT 0 AS branch, NULL AS department, c.received_by AS officer, NULL AS status
            UNION ALL SELECT b.number, b.department,
                (SELECT d.signed_by FROM decisions d WHERE d.case_key = b.case_key AND d.branch = b.number ORDER BY d.round DESC LIMIT 1),
                    b.status
            FROM branches b WHERE b.case_key = c.case_key) AS u
        LEFT JOIN LATERAL (SELECT k.started_on, k.ended_on, k.due_on, {Lateness.Ended("k")} AS is_late, k.round FROM clocks k
            WHERE k.case_key = c.case_key AND k.branch = u.branch AND k.kind = 'Promised' ORDER BY k.round DESC LIMIT 1) AS p ON true
        LEFT JOIN LATERAL (SELECT k.budget_days FROM clocks k
            WHERE k.case_key = c.case_key AND k.branch = u.branch AND k.kind = 'Legal' ORDER BY k.round DESC LIMIT 1) AS l ON true
        LEFT JOIN days_held h ON h.case_key = c.case_key AND h.branch = u.branch AND h.ended_on BETWEEN $3 AND $4
        WHERE (c.closed_at IS NULL OR c.closed_at >= $1) AND c.case_key < $5
            AND ({IsClosed} OR p.ended_on BETWEEN $3 AND $4 OR (p.due_on BETWEEN $3 AND $4 AND coalesce(p.is_late, false))
                OR h.ended_on IS NOT NULL)
        """;

    private const string ServicesRated = $"""
        SELECT r.case_key, c.item_code, c.item_version, r.department, s.officer, r.grade, r.suspicion IS NOT NULL,
            coalesce(a.is_granted, false),
            CASE WHEN r.department = c.station THEN {Window} ELSE r.department END
        FROM ratings r JOIN cases c USING (case_key) JOIN services_given s USING (case_key, service)
            LEFT JOIN rating_appeals a USING (case_key, service)
        WHERE r.rated_at >= $1 AND r.rated_at < $2
        """;

    private const string ServicesUnrated = $"""
        SELECT s.case_key, c.item_code, c.item_version, s.department, s.officer, 'BasicallySatisfied', false, false,
            CASE WHEN s.department = c.station THEN {Window} ELSE s.department END
        FROM services_given s JOIN cases c USING (case_key)
        WHERE s.at >= $1::timestamptz - interval '7 days' AND s.at < $2::timestamptz - interval '7 days'
            AND NOT EXISTS (SELECT FROM ratings r WHERE r.case_key = s.case_key AND r.service = s.service
                AND r.rated_at < s.at + interval '7 days')
        """;

    private const string CardsAndOrders = """
        SELECT k.case_key, k.department, c.item_code, k.colour, false, k.status = 'Overdue'
            FROM supervision_cards k LEFT JOIN cases c USING (case_key)
        WHERE k.raised_at >= $1 AND k.raised_at < $2 AND k.status NOT IN ('Cancelled', 'Superseded')
        UNION ALL SELECT o.case_key, o.department, c.item_code, '', true, o.document->>'escalations' IS NOT NULL
            AND o.document->>'escalations' <> '[]'
        FROM supervision_orders o LEFT JOIN cases c USING (case_key) WHERE o.drafted_at >= $1 AND o.drafted_at < $2
        """;

    private const string CardsRaised = """
        SELECT case_key, running, department, point, colour = 'Blue', raised_at FROM supervision_cards
        WHERE raised_at >= $1 AND raised_at < $2 AND status NOT IN ('Cancelled', 'Superseded') ORDER BY raised_at, case_key, running
        """;

    private const string CasesLookedThrough = """
        SELECT r.case_key, c.item_code, c.item_version, r.check_key, r.check_running, (r.document->>'isComplete')::boolean,
            (r.document->>'at')::timestamptz
        FROM spot_checks s JOIN spot_check_results r ON r.check_key = s.case_key AND r.check_running = s.running
            JOIN cases c ON c.case_key = r.case_key
        WHERE s.drawn_at >= $1 AND s.drawn_at < $2
        """;

    private const string CasesReceived =
        "SELECT item_code, count(*)::int FROM cases WHERE case_key >= $1 AND case_key < $2 GROUP BY item_code";

    /// <summary>
    /// The cases and branches of a period: closed in it, or with a promise that ended or passed its limit in it, whether or not they have
    /// been closed.
    /// </summary>
    /// <param name="after">The first case that cannot have been received within it.</param>
    public static Query<UnitClosed> Units(DateTimeOffset from, DateTimeOffset to, CaseNumber after) =>
        new(
            UnitsClosed,
            rows =>
                new(
                    new(rows.GetInt64(0)),
                    rows.GetInt32(1),
                    rows.GetString(2),
                    rows.GetInt32(3),
                    rows.GetTextOrNull(4),
                    rows.GetTextOrNull(5),
                    rows.GetString(6),
                    rows.IsDBNull(7) ? null : rows.GetEnum<BranchStatus>(7),
                    rows.GetEnum<CaseStatus>(8),
                    rows.GetDateOrNull(9),
                    rows.GetDateOrNull(10),
                    rows.GetDateOrNull(11),
                    rows.GetInt32(12),
                    rows.GetNumberOrNull(13),
                    rows.GetInt32(14),
                    rows.GetInt32(15),
                    rows.GetBoolean(16),
                    rows.GetBoolean(17),
                    rows.IsDBNull(18) ? null : DaysOfHolders.Read(rows, 18)
                ),
            Statements.Instant(from),
            Statements.Instant(to),
            Statements.Date(from.OfficialDate()),
            Statements.Date(to.AddTicks(-1).OfficialDate()),
            Statements.Value(after.Key)
        );

    /// <summary>Ratings given.</summary>
    public static Query<ServiceRatedAs> Rated(DateTimeOffset from, DateTimeOffset to) =>
        new(ServicesRated, ReadRated, Statements.Instant(from), Statements.Instant(to));

    /// <summary>Services that nobody had rated seven days after; as <see cref="Grade.BasicallySatisfied"/>.</summary>
    public static Query<ServiceRatedAs> Unrated(DateTimeOffset from, DateTimeOffset to) =>
        new(ServicesUnrated, ReadRated, Statements.Instant(from), Statements.Instant(to));

    /// <summary>Cards raised that stand, and orders drafted.</summary>
    public static Query<CardOrOrder> Findings(DateTimeOffset from, DateTimeOffset to) =>
        new(
            CardsAndOrders,
            rows =>
                new(
                    new(rows.GetInt64(0)),
                    rows.GetString(1),
                    rows.GetTextOrNull(2),
                    rows.GetString(3) == nameof(CardColour.Red),
                    rows.GetString(3) == nameof(CardColour.Yellow),
                    rows.GetBoolean(4),
                    !rows.IsDBNull(5) && rows.GetBoolean(5)
                ),
            Statements.Instant(from),
            Statements.Instant(to)
        );

    /// <summary>Cards raised that stand, in the order in which they were raised.</summary>
    public static Query<CardFound> Cards(DateTimeOffset from, DateTimeOffset to) =>
        new(
            CardsRaised,
            rows =>
                new(
                    new(new(rows.GetInt64(0)), rows.GetInt32(1)),
                    rows.GetString(2),
                    rows.GetString(3),
                    rows.GetBoolean(4),
                    rows.GetInstant(5)
                ),
            Statements.Instant(from),
            Statements.Instant(to)
        );

    /// <summary>Cases looked through in the spot checks drawn.</summary>
    public static Query<CaseChecked> Checked(DateTimeOffset from, DateTimeOffset to) =>
        new(
            CasesLookedThrough,
            rows =>
                new(
                    new(rows.GetInt64(0)),
                    rows.GetString(1),
                    rows.GetInt32(2),
                    new(new(rows.GetInt64(3)), rows.GetInt32(4)),
                    rows.GetBoolean(5),
                    rows.GetInstant(6)
                ),
            Statements.Instant(from),
            Statements.Instant(to)
        );

    /// <summary>How many cases of each item were received.</summary>
    /// <param name="from">The first case that may count.</param>
    /// <param name="to">The first that no longer does.</param>
    public static Query<(string ItemCode, int Cases)> Received(CaseNumber from, CaseNumber to) =>
        new(CasesReceived, rows => (rows.GetString(0), rows.GetInt32(1)), Statements.Value(from.Key), Statements.Value(to.Key));

    private static ServiceRatedAs ReadRated(Npgsql.NpgsqlDataReader rows) =>
        new(
            new(rows.GetInt64(0)),
            rows.GetString(1),
            rows.GetInt32(2),
            rows.GetString(3),
            rows.GetTextOrNull(4),
            rows.GetEnum<Grade>(5),
            rows.GetBoolean(6),
            rows.GetBoolean(7),
            rows.GetString(8)
        );
}

/// <summary>A case, or one branch of it.</summary>
/// <param name="Branch">0 for the whole case.</param>
/// <param name="Department">Null for the whole case.</param>
/// <param name="Officer">Who signed the branch; for a case, who received it.</param>
/// <param name="Window">The window at which the case was received: its body and number, <c>XZSP/A01</c>; the body alone where no number
/// was recorded.</param>
/// <param name="BranchStatus">Null for the whole case.</param>
/// <param name="StartedOn">When its newest promise began; null when none ran.</param>
/// <param name="StoppedDays">Working days left out by the stops of that promise.</param>
/// <param name="LegalDays">Budget of its newest legal clock; null when none ran.</param>
/// <param name="IsClosed">Its case was closed within the period.</param>
/// <param name="IsLate">Its promise ended after the limit, or runs though the limit has passed.</param>
/// <param name="DaysHeld">Whose its days were; null unless its case was decided, or closed undecided, within the period.</param>
internal sealed record UnitClosed(
    CaseNumber Case,
    int Branch,
    string ItemCode,
    int ItemVersion,
    string? Department,
    string? Officer,
    string Window,
    BranchStatus? BranchStatus,
    CaseStatus CaseStatus,
    DateOnly? StartedOn,
    DateOnly? EndedOn,
    DateOnly? DueOn,
    int StoppedDays,
    int? LegalDays,
    int Supplements,
    int Stops,
    bool IsClosed,
    bool IsLate,
    HolderDays? DaysHeld
);

/// <summary>A service and the grade it got.</summary>
/// <param name="IsAnnulled">An appeal against it was granted.</param>
/// <param name="Window">Of a visit, the window as <see cref="UnitClosed.Window"/>; else the department.</param>
internal sealed record ServiceRatedAs(
    CaseNumber Case,
    string ItemCode,
    int ItemVersion,
    string Department,
    string? Officer,
    Grade Grade,
    bool IsSuspect,
    bool IsAnnulled,
    string Window
);

/// <summary>A card raised or an order drafted.</summary>
/// <param name="ItemCode">Null when it concerns no case.</param>
internal sealed record CardOrOrder(
    CaseNumber File,
    string Department,
    string? ItemCode,
    bool IsRed,
    bool IsYellow,
    bool IsOrder,
    bool IsOverdue
);

/// <summary>A card that stands.</summary>
/// <param name="IsWarning">It is blue.</param>
internal sealed record CardFound(CardNumber Number, string Department, string Point, bool IsWarning, DateTimeOffset At);

/// <summary>A case that was looked through in a spot check.</summary>
internal sealed record CaseChecked(
    CaseNumber Case,
    string ItemCode,
    int ItemVersion,
    SpotCheckNumber Check,
    bool IsComplete,
    DateTimeOffset At
);
