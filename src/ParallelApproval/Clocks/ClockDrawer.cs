using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>The clocks of the case with their ledgers.</summary>
internal sealed class ClockDrawer : IDrawer
{
    private readonly List<Clock> _clocks = [];
    private readonly HashSet<Clock> _new = [];
    private readonly HashSet<Clock> _changed = [];
    private readonly List<(Clock Clock, LedgerEntry Entry)> _entered = [];

    public IReadOnlyList<Clock> Clocks => _clocks;

    public void Put(Clock clock)
    {
        _clocks.Add(clock);
        _new.Add(clock);
    }

    public void Change(Clock clock, Action<Clock> change)
    {
        change(clock);
        _changed.Add(clock);
    }

    public void Enter(Clock clock, LedgerEntry entry)
    {
        clock.Enter(entry);
        _entered.Add((clock, entry));
        _changed.Add(clock);
    }

    public string Query =>
        "SELECT c.branch, c.kind, c.round, c.budget_days, c.started_on, c.ended_on, c.due_on, c.blue_on, c.yellow_on, c.is_provisional, c.announced, c.next_at, " +
        "e.sequence, e.entry, e.on_day, e.days, e.ground, e.entered_by, e.entered_at " +
        "FROM clocks c LEFT JOIN clock_entries e ON e.case_key = c.case_key AND e.branch = c.branch AND e.kind = c.kind AND e.round = c.round " +
        "WHERE c.case_key = $1 ORDER BY c.branch, c.kind, c.round, e.sequence";

    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
        {
            var (branch, kind, round) = (rows.GetInt32(0), rows.GetEnum<ClockKind>(1), rows.GetInt32(2));
            if (_clocks is not [.., var clock] || (clock.Branch, clock.Kind, clock.Round) != (branch, kind, round))
                _clocks.Add(clock = new()
                {
                    Branch = branch,
                    Kind = kind,
                    Round = round,
                    BudgetDays = rows.GetInt32(3),
                    StartedOn = rows.GetFieldValue<DateOnly>(4),
                    EndedOn = rows.GetDateOrNull(5),
                    DueOn = rows.GetFieldValue<DateOnly>(6),
                    BlueOn = rows.GetFieldValue<DateOnly>(7),
                    YellowOn = rows.GetFieldValue<DateOnly>(8),
                    IsProvisional = rows.GetBoolean(9),
                    Announced = rows.GetEnum<ClockColour>(10),
                    NextAt = rows.GetInstantOrNull(11),
                });
            if (!rows.IsDBNull(12))
                clock.Enter(new(rows.GetInt32(12), rows.GetEnum<LedgerEntryKind>(13), rows.GetFieldValue<DateOnly>(14), rows.GetInt32(15),
                    rows.GetString(16), rows.GetString(17), rows.GetInstant(18)));
        }
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (_new.Count > 0) Insert(file, statements, [.. _new]);
        if (_changed.Except(_new).ToArray() is { Length: > 0 } changed) Update(file, statements, changed);
        foreach (var (clock, entry) in _entered) Insert(file, statements, clock, entry);
    }

    private static void Insert(CaseFile file, Statements statements, Clock[] clocks) => statements.Add(
        "INSERT INTO clocks (case_key, branch, kind, round, budget_days, started_on, ended_on, due_on, blue_on, yellow_on, is_provisional, announced, next_at) " +
        "SELECT $1, c.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) " +
        "AS c (branch, kind, round, budget_days, started_on, ended_on, due_on, blue_on, yellow_on, is_provisional, announced, next_at)",
        Statements.Value(file.Number.Key), Column(clocks, c => c.Branch), Column(clocks, c => c.Kind.ToString()), Column(clocks, c => c.Round),
        Column(clocks, c => c.BudgetDays), Column(clocks, c => c.StartedOn), Statements.Dates(Array.ConvertAll(clocks, c => c.EndedOn)),
        Column(clocks, c => c.DueOn), Column(clocks, c => c.BlueOn), Column(clocks, c => c.YellowOn), Column(clocks, c => c.IsProvisional),
        Column(clocks, c => c.Announced.ToString()), Statements.Instants(Array.ConvertAll(clocks, c => c.NextAt)));

    private static void Update(CaseFile file, Statements statements, Clock[] clocks) => statements.Add(
        "UPDATE clocks SET ended_on = c.ended_on, due_on = c.due_on, blue_on = c.blue_on, yellow_on = c.yellow_on, is_provisional = c.is_provisional, announced = c.announced, next_at = c.next_at " +
        "FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS c (branch, kind, round, ended_on, due_on, blue_on, yellow_on, is_provisional, announced, next_at) " +
        "WHERE clocks.case_key = $1 AND clocks.branch = c.branch AND clocks.kind = c.kind AND clocks.round = c.round",
        Statements.Value(file.Number.Key), Column(clocks, c => c.Branch), Column(clocks, c => c.Kind.ToString()), Column(clocks, c => c.Round),
        Statements.Dates(Array.ConvertAll(clocks, c => c.EndedOn)), Column(clocks, c => c.DueOn), Column(clocks, c => c.BlueOn),
        Column(clocks, c => c.YellowOn), Column(clocks, c => c.IsProvisional), Column(clocks, c => c.Announced.ToString()),
        Statements.Instants(Array.ConvertAll(clocks, c => c.NextAt)));

    private static NpgsqlParameter Column<T>(Clock[] clocks, Converter<Clock, T> column) => Statements.Value(Array.ConvertAll(clocks, column));

    private static void Insert(CaseFile file, Statements statements, Clock clock, LedgerEntry entry) => statements.Add(
        "INSERT INTO clock_entries (case_key, branch, kind, round, sequence, entry, on_day, days, ground, entered_by, entered_at) " +
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        Statements.Value(file.Number.Key), Statements.Value(clock.Branch), Statements.Text(clock.Kind.ToString()), Statements.Value(clock.Round),
        Statements.Value(entry.Sequence), Statements.Text(entry.Kind.ToString()), Statements.Value(entry.On), Statements.Value(entry.Days),
        Statements.Text(entry.Ground), Statements.Text(entry.EnteredBy), Statements.Instant(entry.EnteredAt));
}
