using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;

namespace ParallelApproval.Bulletins;

/// <summary>
/// What daily and weekly bulletins say (日报、周报事实), as it was at an instant: one round trip each. A promise that ran then runs still, or its case is open, or was closed
/// since though it had been received by then; each has an index, so neither the history before is read nor all that came after. Drills are left out.
/// </summary>
internal sealed class ClockFacts(NpgsqlDataSource source, CatalogueRegister catalogue, CalendarRegister calendars, District district)
{
    // $1 and $2: the instants at which the period begins and is over; $3 the instant asked for; $4 and $5 the first and the last day; $6 the first case key after it.
    private const string Cards = """
        SELECT s.case_key, s.running, s.document::text, c.item_code, c.item_version FROM supervision_cards s LEFT JOIN cases c USING (case_key)
        WHERE s.raised_at >= $1 AND s.raised_at < $2 AND s.colour <> 'Blue' ORDER BY s.colour, s.raised_at, s.case_key, s.running
        """;

    private const string Columns = "k.case_key, k.branch, k.due_on, k.due_at, k.yellow_at, k.ended_on";

    // OFFSET 0 and LIMIT 1: few of the cases that may be open at that instant are, and the planner, who thinks of many, would rather read whole tables.
    private const string Ended = "CROSS JOIN LATERAL (SELECT * FROM clocks k WHERE k.case_key = c.case_key AND k.kind = 'Promised' OFFSET 0) AS k WHERE c.case_key < $6";

    private const string Whose = """
        CROSS JOIN LATERAL (SELECT i.item_code, i.item_version FROM cases i WHERE i.case_key = m.case_key LIMIT 1) AS c
        LEFT JOIN LATERAL (SELECT p.department, p.holder FROM branches p WHERE p.case_key = m.case_key AND p.number = m.branch LIMIT 1) AS b ON true
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

    // What was answered to a card holds on when a graver one has taken its place.
    private const string Late = $"""
        WITH late AS (
            SELECT {Columns} FROM clocks k WHERE k.ended_on IS NULL AND k.kind = 'Promised' AND {IsLate}
            UNION ALL SELECT {Columns} FROM cases c {Ended} AND (c.closed_at IS NULL OR c.closed_at >= $1) AND k.ended_on > k.due_on AND k.ended_on >= $4 AND {IsLate})
        SELECT m.case_key, m.branch, c.item_code, c.item_version, b.department, coalesce(d.signed_by, b.holder), m.due_on, m.ended_on, s.running, s.is_told, a.answer::text, o.running, o.reply::text
        FROM late m {Whose}
        LEFT JOIN LATERAL (SELECT d.signed_by FROM decisions d WHERE d.case_key = m.case_key AND d.branch = m.branch ORDER BY d.round DESC LIMIT 1) AS d ON true
        LEFT JOIN LATERAL (SELECT s.running, s.colour = 'Blue' AS is_told FROM supervision_cards s
            WHERE s.case_key = m.case_key AND s.branch = m.branch AND {OfTime} ORDER BY s.status = 'Superseded', s.raised_at DESC, s.running DESC LIMIT 1) AS s ON true
        LEFT JOIN LATERAL (SELECT s.document->'answer' AS answer FROM supervision_cards s
            WHERE s.case_key = m.case_key AND s.branch = m.branch AND {OfTime} AND s.document->'answer' IS NOT NULL ORDER BY s.document->'answer'->>'at' DESC LIMIT 1) AS a ON true
        LEFT JOIN LATERAL (SELECT o.running, o.document->'replies'->-1 AS reply FROM supervision_orders o
            WHERE o.case_key = m.case_key AND o.status NOT IN ('Draft', 'Withdrawn') AND (b.department IS NULL OR o.department = b.department)
                AND (o.document->>'card' IS NULL OR EXISTS (SELECT FROM supervision_cards s WHERE s.case_key = o.case_key AND s.running = (o.document->>'card')::int AND s.branch = m.branch AND {OfTime}))
            ORDER BY o.document->'replies'->-1->>'at' DESC NULLS LAST, o.drafted_at DESC, o.running DESC LIMIT 1) AS o ON true
        ORDER BY m.due_on, m.case_key, m.branch
        """;

    public async Task<DailyBulletin> DailyAsync(BulletinPeriod day, BulletinCover cover, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var ask = Ask(connection, day, cover.AsOf, Cards, NearDue);
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var cards = await ReadAsync(rows, Card, cancellation);
        await rows.NextResultAsync(cancellation);
        return new(cover, cards, WholeCasesOnce(await ReadAsync(rows, Near, cancellation), near => near.CaseNumber, near => near.Branch));
    }

    public async Task<WeeklyBulletin> WeeklyAsync(BulletinPeriod week, BulletinCover cover, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var ask = Ask(connection, week, cover.AsOf, Late);
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var last = cover.AsOf < week.To ? cover.AsOf.OfficialDate() : week.LastDay;
        return new(cover, WholeCasesOnce(await ReadAsync(rows, read => Matter(read, last), cancellation), late => late.CaseNumber, late => late.Branch));
    }

    // A case whose department stands on the list already need not stand there once more by itself.
    private static List<T> WholeCasesOnce<T>(List<T> matters, Func<T, string> caseOf, Func<T, int?> branchOf)
    {
        var withBranch = matters.Where(matter => branchOf(matter) is not null).Select(caseOf).ToHashSet(StringComparer.Ordinal);
        return [.. matters.Where(matter => branchOf(matter) is not null || !withBranch.Contains(caseOf(matter)))];
    }

    private NpgsqlBatch Ask(NpgsqlConnection connection, BulletinPeriod period, DateTimeOffset asOf, params ReadOnlySpan<string> questions)
    {
        var ask = new NpgsqlBatch(connection);
        var statements = new Statements(ask);
        foreach (var question in questions)
            statements.Add(question, Statements.Instant(period.From), Statements.Instant(period.To), Statements.Instant(asOf), Statements.Date(period.FirstDay), Statements.Date(period.LastDay),
                Statements.Value(CaseNumber.Of(district.Region, period.Next.FirstDay, 1).Key));
        return ask;
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T?> read, CancellationToken cancellation) where T : class
    {
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation))
            if (read(rows) is { } row) found.Add(row);
        return found;
    }

    private DailyCard? Card(NpgsqlDataReader rows)
    {
        var number = new CardNumber(new(rows.GetInt64(0)), rows.GetInt32(1));
        var item = rows.IsDBNull(3) ? null : catalogue.Version(rows.GetString(3), rows.GetInt32(4));
        if (item is { IsDrill: true }) return null;
        var card = Json<Card>(rows.GetString(2));
        return new(
            number.ToString(), card.Point, card.Colour, card.Status, number.File.IsOfCentre ? null : number.File.ToString(), BranchOf(card.Branch), item?.ItemCode, card.Department, card.Officer,
            card.Reason, card.Facts, card.RaisedAt.InShanghai(), card.AnswerDue?.InShanghai());
    }

    private NearDue? Near(NpgsqlDataReader rows) => Item(rows) is { IsDrill: false } item
        ? new(CaseOf(rows).ToString(), BranchOf(rows.GetInt32(1)), item.ItemCode, rows.GetTextOrNull(4) ?? item.LeadDepartmentCode, rows.GetTextOrNull(5), rows.GetFieldValue<DateOnly>(6),
            rows.GetBoolean(7) ? ClockColour.Yellow : ClockColour.Blue)
        : null;

    private LateMatter? Matter(NpgsqlDataReader rows, DateOnly last)
    {
        if (Item(rows) is not { IsDrill: false } item) return null;
        var (file, due) = (CaseOf(rows), rows.GetFieldValue<DateOnly>(6));
        var ended = rows.GetDateOrNull(7) is { } end && end <= last ? end : (DateOnly?)null;
        var answer = rows.IsDBNull(10) ? null : Json<CardAnswer>(rows.GetString(10));
        var reply = rows.IsDBNull(12) ? null : Json<OrderReply>(rows.GetString(12));
        var isCard = answer is not null && (reply is null || answer.At >= reply.At);
        var isTold = !rows.IsDBNull(9) && rows.GetBoolean(9);
        return new(
            file.ToString(), BranchOf(rows.GetInt32(1)), item.ItemCode, rows.GetTextOrNull(4) ?? item.LeadDepartmentCode, rows.GetTextOrNull(5), due, ended, Days(due, ended ?? last),
            CauseOf(isCard ? answer!.Cause : reply?.Cause, isTold), isCard ? answer!.Explanation : reply?.Findings,
            rows.IsDBNull(8) ? null : new CardNumber(file, rows.GetInt32(8)).ToString(), rows.IsDBNull(11) ? null : new OrderNumber(file, rows.GetInt32(11)).ToString());
    }

    private static LateCause CauseOf(CauseCode? given, bool isTold) => given switch
    {
        null => isTold ? LateCause.WaitedForAnother : LateCause.NotGivenYet,
        CauseCode.System => LateCause.System,
        CauseCode.Materials => LateCause.Materials,
        CauseCode.Staff => LateCause.Staff,
        CauseCode.External => LateCause.External,
        _ => LateCause.HigherLevel,
    };

    private int? Days(DateOnly due, DateOnly until) => calendars.Current.WorkingDaysBetween(due, until) is { IsError: false } days ? days.Value : null;

    private ServiceItem Item(NpgsqlDataReader rows) => catalogue.Version(rows.GetString(2), rows.GetInt32(3));

    private static CaseNumber CaseOf(NpgsqlDataReader rows) => new(rows.GetInt64(0));

    private static int? BranchOf(int branch) => branch == Clock.OfCase ? null : branch;

    private static T Json<T>(string text) => System.Text.Json.JsonSerializer.Deserialize<T>(text, HouseJson.Options)!;
}
