using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Appraisals;

/// <summary>
/// The facts of one month (考核事实): one query for each kind of fact, found by the indexes on time, however long the history is.
/// </summary>
internal sealed class AppraisalFacts(NpgsqlDataSource source, CatalogueRegister catalogue, CalendarRegister calendars, District district)
{
    // The window where the clerk named it, e.g. XZSP/A01; else the body alone.
    private const string Window = "c.station || coalesce('/' || c.window_number, '')";

    // Branch 0 is the case itself. Each unit comes with its newest promised and legal clock and with what was asked for and stopped in it.
    private const string Units = $"""
        SELECT c.case_key, u.branch, c.item_code, c.item_version, u.department, u.officer, {Window}, u.status, c.status, p.started_on, p.ended_on, p.due_on,
            coalesce((SELECT sum(e.days)::int FROM clock_entries e WHERE e.case_key = c.case_key AND e.branch = u.branch AND e.kind = 'Promised' AND e.round = p.round AND e.entry = 'Resumed'), 0),
            l.budget_days,
            (SELECT count(*)::int FROM case_events v WHERE v.case_key = c.case_key AND CASE WHEN u.branch = 0 THEN v.kind IN ('CorrectionNotified', 'BranchCorrectionRequested')
                ELSE v.kind = 'BranchCorrectionRequested' AND v.branch = u.branch END),
            (SELECT count(*)::int FROM clock_entries e WHERE e.case_key = c.case_key AND (u.branch = 0 OR e.branch = u.branch) AND e.branch > 0 AND e.kind = 'Legal' AND e.entry = 'Stopped')
        FROM cases c CROSS JOIN LATERAL (
            SELECT 0 AS branch, NULL AS department, c.received_by AS officer, NULL AS status
            UNION ALL SELECT b.number, b.department, (SELECT d.signed_by FROM decisions d WHERE d.case_key = b.case_key AND d.branch = b.number ORDER BY d.round DESC LIMIT 1), b.status
            FROM branches b WHERE b.case_key = c.case_key) AS u
        LEFT JOIN LATERAL (SELECT k.started_on, k.ended_on, k.due_on, k.round FROM clocks k WHERE k.case_key = c.case_key AND k.branch = u.branch AND k.kind = 'Promised' ORDER BY k.round DESC LIMIT 1) AS p ON true
        LEFT JOIN LATERAL (SELECT k.budget_days FROM clocks k WHERE k.case_key = c.case_key AND k.branch = u.branch AND k.kind = 'Legal' ORDER BY k.round DESC LIMIT 1) AS l ON true
        WHERE c.closed_at >= $1 AND c.closed_at < $2
        """;

    private const string Ratings = $"""
        SELECT r.case_key, c.item_code, c.item_version, r.department, s.officer, r.grade, r.suspicion IS NOT NULL, coalesce(a.is_granted, false), CASE WHEN r.department = c.station THEN {Window} ELSE r.department END
        FROM ratings r JOIN cases c USING (case_key) JOIN services_given s USING (case_key, service) LEFT JOIN rating_appeals a USING (case_key, service)
        WHERE r.rated_at >= $1 AND r.rated_at < $2
        """;

    // Counted like ratings of three stars, seven days after the service, where the installation says so.
    private const string Unrated = $"""
        SELECT s.case_key, c.item_code, c.item_version, s.department, s.officer, 'BasicallySatisfied', false, false, CASE WHEN s.department = c.station THEN {Window} ELSE s.department END
        FROM services_given s JOIN cases c USING (case_key)
        WHERE s.at >= $1::timestamptz - interval '7 days' AND s.at < $2::timestamptz - interval '7 days'
            AND NOT EXISTS (SELECT FROM ratings r WHERE r.case_key = s.case_key AND r.service = s.service AND r.rated_at < s.at + interval '7 days')
        """;

    private const string Findings = """
        SELECT k.case_key, k.department, c.item_code, k.colour, false, k.status = 'Overdue' FROM supervision_cards k LEFT JOIN cases c USING (case_key)
        WHERE k.raised_at >= $1 AND k.raised_at < $2 AND k.status NOT IN ('Cancelled', 'Superseded')
        UNION ALL SELECT o.case_key, o.department, c.item_code, '', true, o.document->>'escalations' IS NOT NULL AND o.document->>'escalations' <> '[]' FROM supervision_orders o LEFT JOIN cases c USING (case_key)
        WHERE o.drafted_at >= $1 AND o.drafted_at < $2
        """;

    private const string Cards = """
        SELECT case_key, running, department, point, colour = 'Blue', raised_at FROM supervision_cards
        WHERE raised_at >= $1 AND raised_at < $2 AND status NOT IN ('Cancelled', 'Superseded') ORDER BY raised_at, case_key, running
        """;

    private const string LookedThrough = """
        SELECT r.case_key, c.item_code, c.item_version, r.check_key, r.check_running, (r.document->>'isComplete')::boolean, (r.document->>'at')::timestamptz
        FROM spot_checks s JOIN spot_check_results r ON r.check_key = s.case_key AND r.check_running = s.running JOIN cases c ON c.case_key = r.case_key
        WHERE s.drawn_at >= $1 AND s.drawn_at < $2
        """;

    private const string Received = "SELECT item_code, count(*)::int FROM cases WHERE case_key >= $1 AND case_key < $2 GROUP BY item_code";

    public async Task<List<Work>> WorkAsync(AppraisalPeriod period, CancellationToken cancellation)
    {
        var days = new Dictionary<(DateOnly, DateOnly), int?>();
        return await ReadAsync(Units, period, rows => Unit(rows, days), cancellation);
    }

    public async Task<List<RatingGiven>> RatingsAsync(AppraisalPeriod period, UnratedPolicy unrated, CancellationToken cancellation)
    {
        var given = await ReadAsync(Ratings, period, Given, cancellation);
        if (unrated is UnratedPolicy.BasicallySatisfiedAfterSevenDays) given.AddRange(await ReadAsync(Unrated, period, Given, cancellation));
        return given;
    }

    public Task<List<Finding>> FindingsAsync(AppraisalPeriod period, CancellationToken cancellation) => ReadAsync(Findings, period, rows => new Finding(
        new(rows.GetInt64(0)), rows.GetString(1), rows.GetTextOrNull(2), rows.GetString(3) == "Red", rows.GetString(3) == "Yellow", rows.GetBoolean(4), !rows.IsDBNull(5) && rows.GetBoolean(5)), cancellation);

    /// <summary>What the facts of the month cost beside the ledger.</summary>
    public async Task<List<PointEntry>> FoundAsync(AppraisalPeriod period, CancellationToken cancellation)
    {
        var cards = await ReadAsync(Cards, period, rows => new CardFound(
            new(new(rows.GetInt64(0)), rows.GetInt32(1)), rows.GetString(2), rows.GetString(3), rows.GetBoolean(4), rows.GetInstant(5)), cancellation);
        var looked = await ReadAsync(LookedThrough, period, rows => new CaseLookedThrough(
            new(rows.GetInt64(0)), catalogue.Version(rows.GetString(1), rows.GetInt32(2)).LeadDepartmentCode, new(new(rows.GetInt64(3)), rows.GetInt32(4)), rows.GetBoolean(5), rows.GetInstant(6)), cancellation);
        return [.. FoundPoints.Of(period, cards), .. FoundPoints.Of(period, looked)];
    }

    /// <summary>How many cases of each item were received in the month.</summary>
    public async Task<Dictionary<string, int>> ReceivedAsync(AppraisalPeriod period, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Received);
        ask.Parameters.Add(Statements.Value(CaseNumber.Of(district.Region, period.FirstDay, 1).Key));
        ask.Parameters.Add(Statements.Value(CaseNumber.Of(district.Region, period.Next.FirstDay, 1).Key));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation)) found[rows.GetString(0)] = rows.GetInt32(1);
        return found;
    }

    private async Task<List<T>> ReadAsync<T>(string question, AppraisalPeriod period, Func<NpgsqlDataReader, T?> read, CancellationToken cancellation) where T : class
    {
        await using var ask = source.CreateCommand(question);
        ask.Parameters.Add(Statements.Instant(period.From));
        ask.Parameters.Add(Statements.Instant(period.To));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation))
            if (read(rows) is { } fact) found.Add(fact);
        return found;
    }

    private Work Unit(NpgsqlDataReader rows, Dictionary<(DateOnly, DateOnly), int?> days)
    {
        var item = catalogue.Version(rows.GetString(2), rows.GetInt32(3));
        var (started, ended, due) = (rows.GetDateOrNull(9), rows.GetDateOrNull(10), rows.GetDateOrNull(11));
        var outcome = OutcomeOf(rows.GetEnum<CaseStatus>(8), rows.GetTextOrNull(7));
        var actual = started is { } from && ended is { } to ? Days(from, to, days) - rows.GetInt32(12) : null;
        return new(
            new(rows.GetInt64(0)), rows.GetInt32(1), item.ItemCode, item.Tier, rows.GetTextOrNull(4) ?? item.LeadDepartmentCode, rows.GetTextOrNull(5),
            rows.GetString(6), outcome,
            ended is null || outcome is Outcome.Withdrawn or Outcome.Declined ? null : ended > due, ended < due, actual is { } count ? Math.Max(count, 0) : null, rows.GetNumberOrNull(13),
            rows.GetInt32(14), rows.GetInt32(15));
    }

    private static Outcome OutcomeOf(CaseStatus @case, string? branch) => branch switch
    {
        null => @case switch { CaseStatus.Declined => Outcome.Declined, CaseStatus.Withdrawn => Outcome.Withdrawn, CaseStatus.Refused => Outcome.Refused, _ => Outcome.Granted },
        "Approved" or "TimedOut" => Outcome.Granted,
        "Refused" => Outcome.Refused,
        // Blocked by another's refusal: the department refused nothing itself.
        _ => Outcome.Withdrawn,
    };

    private RatingGiven Given(NpgsqlDataReader rows)
    {
        var item = catalogue.Version(rows.GetString(1), rows.GetInt32(2));
        return new(new(rows.GetInt64(0)), item.ItemCode, item.Tier, rows.GetString(3), rows.GetTextOrNull(4), rows.GetEnum<Grade>(5).IsBad(), rows.GetBoolean(6), !rows.GetBoolean(7), rows.GetString(8));
    }

    private int? Days(DateOnly from, DateOnly to, Dictionary<(DateOnly, DateOnly), int?> known)
    {
        if (known.TryGetValue((from, to), out var counted)) return counted;
        var between = calendars.Current.WorkingDaysBetween(from, to);
        return known[(from, to)] = between.IsError ? null : between.Value;
    }
}
