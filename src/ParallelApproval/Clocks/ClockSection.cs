using System.Runtime.CompilerServices;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Clocks;

/// <summary>The clocks of the case with their ledgers.</summary>
internal sealed class ClockSection : ICaseSection
{
    private static readonly ColumnMap<Clock> Columns = new ColumnMap<Clock>("clocks")
        .Key("branch", clock => clock.Branch)
        .Key("kind", clock => clock.Kind)
        .Key("round", clock => clock.Round)
        .Fixed("area", clock => clock.Area)
        .Fixed("warnings", clock => clock.Warnings, ColumnTypes.Json<Warnings?>())
        .Fixed("budget_days", clock => clock.BudgetDays)
        .Fixed("started_on", clock => clock.StartedOn)
        .Changing("ended_on", clock => clock.EndedOn)
        .Changing("ended_at", clock => clock.EndedAt)
        .Changing("due_on", clock => clock.DueOn)
        .Changing("due_at", clock => clock.DueAt)
        .Changing("blue_at", clock => clock.BlueAt)
        .Changing("yellow_at", clock => clock.YellowAt)
        .Changing("is_provisional", clock => clock.IsProvisional)
        .Changing("stop_ends_on", clock => clock.StopEndsOn)
        .Changing("held_until", clock => clock.HeldUntil)
        .Changing("announced", clock => clock.Announced)
        .Changing("next_at", clock => clock.NextAt)
        // When it is looked at next; the sweep puts that off without the case.
        .Unsealed("next_at");

    private static readonly ColumnMap<ClockLine> LedgerColumns = new ColumnMap<ClockLine>("clock_entries")
        .Key("branch", line => line.Branch)
        .Key("kind", line => line.Kind)
        .Key("round", line => line.Round)
        .Key("sequence", line => line.Entry.Sequence)
        .Fixed("entry", line => line.Entry.Kind)
        .Fixed("on_day", line => line.Entry.On)
        .Fixed("days", line => line.Entry.Days)
        .Fixed("ground", line => line.Entry.Ground)
        .Fixed("entered_by", line => line.Entry.EnteredBy)
        .Fixed("entered_at", line => line.Entry.EnteredAt)
        .Fixed("due_then", line => line.Entry.DueThen);

    private static readonly string WithLedgers =
        $"SELECT {Columns.Joined("c")}, {LedgerColumns.Joined("e")} FROM clocks c LEFT JOIN clock_entries e USING (case_key, branch, kind, round) "
        + "WHERE case_key = $1 ORDER BY c.branch, c.kind, c.round, e.sequence";

    /// <summary>The running clocks whose days touch a span ($1 its first day, $2 its last), of all cases.</summary>
    public static readonly string Running =
        $"SELECT {Columns.Joined("c")}, {LedgerColumns.Joined("e")}, c.case_key FROM clocks c LEFT JOIN clock_entries e USING (case_key, branch, kind, round) "
        + "WHERE c.ended_on IS NULL AND c.due_on >= $1 AND c.started_on <= $2 ORDER BY c.case_key, c.branch, c.kind, c.round, e.sequence";

    private readonly TrackedRows<Clock> _clocks = new(Columns);
    private readonly TrackedRows<ClockLine> _entered = new(LedgerColumns);

    public IReadOnlyList<Clock> Clocks => _clocks;

    public string Query => WithLedgers;

    public void Put(Clock clock) => _clocks.Add(clock);

    public void Enter(Clock clock, LedgerEntry entry)
    {
        clock.Enter(entry);
        _entered.Add(new(clock.Branch, clock.Kind, clock.Round, entry));
    }

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        var (ledger, clock) = (Columns.Width, (Clock?)null);
        while (rows.Read())
        {
            var next = Columns.ReadRow(file.Number, rows);
            if (clock is null || (clock.Branch, clock.Kind, clock.Round) != (next.Branch, next.Kind, next.Round))
                clock = _clocks.Take(next);
            if (!rows.IsDBNull(ledger))
                clock.Enter(ReadLine(file.Number, rows, ledger));
        }
    }

    // A ground that nobody knows would be found only by the rule that asks for it, in the midst of a command.
    private static LedgerEntry ReadLine(CaseNumber number, NpgsqlDataReader rows, int at)
    {
        var line = LedgerColumns.ReadRow(number, rows, at).Entry;
        if (line.Kind is LedgerEntryKind.Stopped && !Enum.TryParse<StopGround>(line.Ground, out _))
            throw new FormatException($"Expected a ground to stop, but found {line.Ground}.");
        return line;
    }

    /// <summary>
    /// The clocks that <see cref="Running"/> finds, each with its ledger, one after another. One that cannot be read is reported and left
    /// out.
    /// </summary>
    public static async IAsyncEnumerable<(CaseNumber Case, Clock Clock)> ReadRunningAsync(
        NpgsqlDataReader rows,
        DamagedRecords damaged,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var (ledger, found, left) = (Columns.Width, ((CaseNumber Case, Clock Clock)?)null, (CaseNumber?)null);
        while (await rows.ReadAsync(cancellation))
        {
            var number = new CaseNumber(rows.GetInt64(ledger + LedgerColumns.Width));
            if (number == left)
                continue;
            if (ReadRunning(number, rows, damaged) is not var (next, line))
            {
                if (found is { } before && before.Case != number)
                    yield return before;
                (left, found) = (number, null);
                continue;
            }

            if (
                found is not { } held
                || held.Case != number
                || (held.Clock.Branch, held.Clock.Kind, held.Clock.Round) != (next.Branch, next.Kind, next.Round)
            )
            {
                if (found is { } complete)
                    yield return complete;
                found = (number, next);
            }

            if (line is not null)
                found.Value.Clock.Enter(line);
        }

        if (found is { } last)
            yield return last;
    }

    private static (Clock Clock, LedgerEntry? Line)? ReadRunning(CaseNumber number, NpgsqlDataReader rows, DamagedRecords damaged)
    {
        try
        {
            var clock = Columns.ReadRow(number, rows);
            return (clock, rows.IsDBNull(Columns.Width) ? null : ReadLine(number, rows, Columns.Width));
        }
        catch (Exception fault) when (DamagedRecordException.IsOfRow(fault))
        {
            damaged.Report(new(number, nameof(ClockSection), fault.Message));
            return null;
        }
    }

    public void Write(CaseFile file, Statements statements)
    {
        _clocks.Write(file, statements);
        _entered.Write(file, statements);
    }

    private sealed record ClockLine(int Branch, ClockKind Kind, int Round, LedgerEntry Entry);
}
