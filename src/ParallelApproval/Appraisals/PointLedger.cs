using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;

namespace ParallelApproval.Appraisals;

/// <summary>
/// Keeps the ledger of points (扣分台账): cards cost what their point says, orders what the supervisor found, and what is cancelled is given
/// back. An entry
/// counts in the month in which the thing happened, or, when that is closed, in the first month that is not.
/// </summary>
internal sealed class PointLedger(HouseStore house) : IListener
{
    /// <summary>Held by whoever enters and by whoever closes a month, so that no entry slips into a month that is being closed.</summary>
    internal const string OneAtATime = "appraisal-points";

    private const int ComplaintUpheld = 2;

    // The month of the event, or the one after the newest closed month, whichever is later.
    private const string OpenMonth = """
        greatest(to_char($2 AT TIME ZONE 'Asia/Shanghai', 'YYYYMM')::int,
            coalesce((SELECT to_char(to_date(max(period)::text, 'YYYYMM') + interval '1 month', 'YYYYMM')::int FROM appraisal_periods), 0))
        """;

    private const string EnterCard = $"""
        INSERT INTO appraisal_points (source, period, department, part, points, case_key, point, card, at)
        SELECT $1, {OpenMonth}, $3, $4, -c.deduction, $5, $6, $7, $2 FROM {CardTable.Deductions} AS c
        WHERE c.case_key = $5 AND c.running = $8 AND c.deduction > 0 ON CONFLICT (source) DO NOTHING
        """;

    private const string GiveBack = $"""
        INSERT INTO appraisal_points (source, period, department, part, points, case_key, point, card, at)
        SELECT $1, {OpenMonth}, p.department, p.part, -sum(p.points)::int, p.case_key, p.point, p.card, $2 FROM appraisal_points p WHERE p.card = $3
        GROUP BY p.department, p.part, p.case_key, p.point, p.card HAVING sum(p.points) <> 0 ON CONFLICT (source) DO NOTHING
        """;

    private const string EnterOrder = $"""
        INSERT INTO appraisal_points (source, period, department, part, points, case_key, supervision_order, at)
        SELECT $1, {OpenMonth}, o.department, 'Supervision', -$3, $4, $5, $2 FROM {OrderTable.Departments} AS o
        WHERE o.case_key = $4 AND o.running = $6 ON CONFLICT (source) DO NOTHING
        """;

    private const string EnterComplaint = $"""
        INSERT INTO appraisal_points (source, period, department, part, points, case_key, complaint, at)
        VALUES ($1, {OpenMonth}, $3, $4, -$5, $6, $1, $2) ON CONFLICT (source) DO NOTHING
        """;

    public string Name => "appraisal-points";

    public IReadOnlyCollection<Type> Kinds { get; } =
    [typeof(CardRaised), typeof(CardSuperseded), typeof(Supervision.AppealDecided), typeof(OrderClosed)];

    public Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation) =>
        house.NoteAsync(
            async db =>
            {
                await using var entries = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
                var statements = new Statements(entries);
                foreach (var heard in batch)
                    Enter(statements, heard);
                if (entries.BatchCommands.Count > 0)
                    await entries.ExecuteNonQueryAsync(cancellation);
            },
            cancellation,
            OneAtATime
        );

    /// <summary>Enters the upheld complaints of a month; those without a case have no events.</summary>
    internal static Task EnterComplaintsAsync(HouseStore house, AppraisalPeriod period, CancellationToken cancellation) =>
        house.NoteAsync(
            db => EnterComplaintsAsync((NpgsqlConnection)db.Database.GetDbConnection(), period, cancellation),
            cancellation,
            OneAtATime
        );

    private static async Task EnterComplaintsAsync(NpgsqlConnection connection, AppraisalPeriod period, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        foreach (var upheld in await connection.ReadAsync(UpheldComplaint.Between(period.From, period.To), cancellation))
            statements.Add(
                EnterComplaint,
                Statements.Text(upheld.Number.ToString()),
                Statements.Instant(upheld.AnsweredAt),
                Statements.Text(upheld.Against),
                Statements.Text(AppraisalParts.OfSubject(upheld.Subject).ToString()),
                Statements.Value(ComplaintUpheld),
                Statements.Long(upheld.Case?.Key)
            );
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static void Enter(Statements statements, Heard heard)
    {
        var (origin, at) = (Statements.Text($"{heard.Case}-{heard.Event.Sequence}"), Statements.Instant(heard.Event.At));
        if (heard.As<CardRaised>() is { } raised && CardNumber.TryParse(raised.Card, out var card))
            statements.Add(
                EnterCard,
                origin,
                at,
                Statements.Text(raised.Department),
                Statements.Text(AppraisalParts.OfPoint(raised.Point).ToString()),
                Statements.Value(card.File.Key),
                Statements.Text(raised.Point),
                Statements.Text(raised.Card),
                Statements.Value(card.Running)
            );
        else if (heard.As<CardSuperseded>() is { } superseded)
            statements.Add(GiveBack, origin, at, Statements.Text(superseded.Card));
        else if (heard.As<Supervision.AppealDecided>() is { IsGranted: true } granted)
            statements.Add(GiveBack, origin, at, Statements.Text(granted.Card));
        else if (heard.As<OrderClosed>() is { Deduction: > 0 } closed && OrderNumber.TryParse(closed.Order, out var order))
            statements.Add(
                EnterOrder,
                origin,
                at,
                Statements.Value(closed.Deduction),
                Statements.Value(order.File.Key),
                Statements.Text(closed.Order),
                Statements.Value(order.Running)
            );
    }
}
