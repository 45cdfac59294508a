using ErrorOr;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// The limits of cards and orders (督办巡检): an answer that did not come, an order that nobody signed for or that is overdue, a matter that
/// has become graver. Found by an index, fired under the lock of the file, each once, on however many nodes and after any outage, by the
/// clock that all nodes share. Its cost grows with what is due.
/// </summary>
public sealed class SupervisionSweep(
    SupervisionFiles files,
    NpgsqlDataSource source,
    DatabaseClock clock,
    PointCatalogue points,
    RaiseCards cards,
    OrderLifecycle orders,
    Answerers answerers,
    Deadlines deadlines,
    ILogger<SupervisionSweep> log
)
{
    private const int BatchSize = 500;

    private const string Due = $"""
        SELECT case_key, {DatabaseClock.Now} FROM (
            (SELECT case_key, next_at FROM supervision_cards WHERE next_at <= {DatabaseClock.Now} ORDER BY next_at LIMIT $3) UNION ALL
            (SELECT case_key, next_at FROM supervision_orders WHERE next_at <= {DatabaseClock.Now} ORDER BY next_at LIMIT $3)) AS due
        GROUP BY case_key ORDER BY min(next_at)
        """;

    /// <summary>Fires everything that is due now.</summary>
    /// <returns>How many limits were fired.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var (fired, seen) = (0, new HashSet<CaseNumber>());
        while (true)
        {
            var found = (await FindAsync(cancellation)).Where(due => seen.Add(due.File)).ToList();
            if (found.Count == 0)
                return fired;
            foreach (var (number, now) in found)
                fired += await FireAsync(number, now, cancellation);
        }
    }

    // A file that somebody has on the desk, or that fails, is still due in the next round; it holds up no other.
    private async Task<int> FireAsync(CaseNumber number, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var outcome = await files.WorkOnAsync(number, Act.OfSystem(now), FireDue, cancellation);
            if (!outcome.IsError)
                return outcome.Value;
            log.LogWarning("The limits of supervision in file {File} could not be fired: {Reason}", number, outcome.FirstError.Description);
        }
        catch (Exception fault)
            when (fault
                    is not (
                        OperationCanceledException
                        or NpgsqlException { IsTransient: true }
                        or NpgsqlException
                        and not PostgresException
                    )
            )
        {
            log.LogError(fault, "The limits of supervision in file {File} could not be fired.", number);
        }

        return 0;
    }

    private ErrorOr<int> FireDue(CaseFile file)
    {
        var (now, fired) = (file.Act.At, 0);
        // What is raised here may be due at once, after an outage; it is never endless, because every look moves on by a day.
        while (file.Cards.FirstOrDefault(card => card.NextAt <= now) is { } card)
        {
            Fire(file, card, now);
            fired++;
        }

        foreach (var order in file.Orders.Where(order => order.NextAt <= now).ToList())
            fired += Fire(file, order, now);
        return fired;
    }

    private void Fire(CaseFile file, Card card, DateTimeOffset now)
    {
        if (card.LookAgainAt <= now)
            LookAgain(file, card, now);
        else
            Overdue(file, card, now);
    }

    private void LookAgain(CaseFile file, Card card, DateTimeOffset now)
    {
        if (file.Number.IsOfCentre && card.Status is CardStatus.Told)
        {
            LapseCards.Lapse(file, card);
            return;
        }

        if (
            points.Find(card.Point) is not { } point
            || file.Number.IsOfCentre
            || points.Settings.Of(card.Point) is not { IsOn: true } settings
        )
        {
            file.Put(card with { LookAgainAt = null });
            return;
        }

        var look = point.LookAgain(file, card, now, answerers, deadlines, settings);
        file.Put(card with { LookAgainAt = look.Next > now ? look.Next : null });
        if (look.Graver is { } graver)
            cards.Raise(file, graver);
    }

    // A yellow card that nobody answers brings an order; a red one has its own, which goes up by itself.
    private void Overdue(CaseFile file, Card card, DateTimeOffset now)
    {
        file.Record(new CardOverdue(card.Number.ToString(), card.Branch, card.AnswerDue!.Value));
        orders.IssueFrom(file, file.Put(card with { Status = CardStatus.Overdue, OverdueAt = now }));
    }

    private static int Fire(CaseFile file, SupervisionOrder order, DateTimeOffset now)
    {
        var fired = 0;
        if (order is { Status: OrderStatus.Issued, ReceiptMissedAt: null, ReceiptDue: { } receipt } && receipt <= now)
        {
            file.Record(new OrderReceiptMissed(order.Number.ToString(), order.Branch, receipt));
            order = file.Put(order with { ReceiptMissedAt = now });
            fired++;
        }

        if (!order.IsWithDepartment || order.IsEscalatedForDue || order.Due is not { } due || due > now)
            return fired;
        OrderLifecycle.Escalate(file, order, EscalationStep.Leader, "逾期未办结", due);
        return fired + 1;
    }

    private async Task<List<(CaseNumber File, DateTimeOffset Now)>> FindAsync(CancellationToken cancellation)
    {
        await using var find = source.CreateCommand(Due);
        find.Parameters.Add(clock.Ahead);
        find.Parameters.Add(clock.Given);
        find.Parameters.Add(Statements.Value(BatchSize));
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        var found = new List<(CaseNumber, DateTimeOffset)>();
        while (await rows.ReadAsync(cancellation))
            found.Add((new CaseNumber(rows.GetInt64(0)), rows.GetInstant(1)));
        return found;
    }
}
