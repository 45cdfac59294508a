using System.Text.Json;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>The clocks of the case with their ledgers.</summary>
internal sealed class ClockSection : ICaseSection
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
        "SELECT c.branch, c.kind, c.round, c.area, c.warnings::text, c.budget_days, c.started_on, c.ended_on, c.due_on, c.due_at, c.blue_at, c.yellow_at, c.is_provisional, c.announced, c.next_at, " +
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
                    Area = rows.GetString(3),
                    Warnings = rows.GetTextOrNull(4) is { } own ? JsonSerializer.Deserialize<Warnings>(own, HouseJson.Options) : null,
                    BudgetDays = rows.GetInt32(5),
                    StartedOn = rows.GetFieldValue<DateOnly>(6),
                    EndedOn = rows.GetDateOrNull(7),
                    DueOn = rows.GetFieldValue<DateOnly>(8),
                    DueAt = rows.GetInstant(9),
                    BlueAt = rows.GetInstant(10),
                    YellowAt = rows.GetInstant(11),
                    IsProvisional = rows.GetBoolean(12),
                    Announced = rows.GetEnum<ClockColour>(13),
                    NextAt = rows.GetInstantOrNull(14),
                });
            if (!rows.IsDBNull(15))
                clock.Enter(new(rows.GetInt32(15), rows.GetEnum<LedgerEntryKind>(16), rows.GetFieldValue<DateOnly>(17), rows.GetInt32(18),
                    rows.GetString(19), rows.GetString(20), rows.GetInstant(21)));
        }
    }

    public void Write(CaseFile file, Statements statements)
    {
        if (_new.Count > 0) Insert(file, statements, [.. _new]);
        if (_changed.Except(_new).ToArray() is { Length: > 0 } changed) Update(file, statements, changed);
        foreach (var (clock, entry) in _entered) Insert(file, statements, clock, entry);
        _new.Clear();
        _changed.Clear();
        _entered.Clear();
    }

    private static void Insert(CaseFile file, Statements statements, Clock[] clocks) => statements.Add(
        "INSERT INTO clocks (case_key, branch, kind, round, area, warnings, budget_days, started_on, ended_on, due_on, due_at, blue_at, yellow_at, is_provisional, announced, next_at) " +
        "SELECT $1, c.branch, c.kind, c.round, c.area, c.warnings::json, c.budget_days, c.started_on, c.ended_on, c.due_on, c.due_at, c.blue_at, c.yellow_at, c.is_provisional, c.announced, c.next_at " +
        "FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) " +
        "AS c (branch, kind, round, area, warnings, budget_days, started_on, ended_on, due_on, due_at, blue_at, yellow_at, is_provisional, announced, next_at)",
        Statements.Value(file.Number.Key), Column(clocks, c => c.Branch), Column(clocks, c => c.Kind.ToString()), Column(clocks, c => c.Round),
        Column(clocks, c => c.Area), Statements.Texts(Array.ConvertAll(clocks, c => c.Warnings is { } own ? JsonSerializer.Serialize(own, HouseJson.Options) : null)),
        Column(clocks, c => c.BudgetDays), Column(clocks, c => c.StartedOn), Statements.Dates(Array.ConvertAll(clocks, c => c.EndedOn)),
        Column(clocks, c => c.DueOn), Instants(clocks, c => c.DueAt), Instants(clocks, c => c.BlueAt), Instants(clocks, c => c.YellowAt), Column(clocks, c => c.IsProvisional),
        Column(clocks, c => c.Announced.ToString()), Statements.Instants(Array.ConvertAll(clocks, c => c.NextAt)));

    private static void Update(CaseFile file, Statements statements, Clock[] clocks) => statements.Add(
        "UPDATE clocks SET ended_on = c.ended_on, due_on = c.due_on, due_at = c.due_at, blue_at = c.blue_at, yellow_at = c.yellow_at, is_provisional = c.is_provisional, announced = c.announced, next_at = c.next_at " +
        "FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS c (branch, kind, round, ended_on, due_on, due_at, blue_at, yellow_at, is_provisional, announced, next_at) " +
        "WHERE clocks.case_key = $1 AND clocks.branch = c.branch AND clocks.kind = c.kind AND clocks.round = c.round",
        Statements.Value(file.Number.Key), Column(clocks, c => c.Branch), Column(clocks, c => c.Kind.ToString()), Column(clocks, c => c.Round),
        Statements.Dates(Array.ConvertAll(clocks, c => c.EndedOn)), Column(clocks, c => c.DueOn), Instants(clocks, c => c.DueAt),
        Instants(clocks, c => c.BlueAt), Instants(clocks, c => c.YellowAt), Column(clocks, c => c.IsProvisional), Column(clocks, c => c.Announced.ToString()),
        Statements.Instants(Array.ConvertAll(clocks, c => c.NextAt)));

    private static NpgsqlParameter Instants(Clock[] clocks, Converter<Clock, DateTimeOffset> column) => Statements.Instants(Array.ConvertAll(clocks, c => (DateTimeOffset?)column(c)));

    private static NpgsqlParameter Column<T>(Clock[] clocks, Converter<Clock, T> column) => Statements.Value(Array.ConvertAll(clocks, column));

    private static void Insert(CaseFile file, Statements statements, Clock clock, LedgerEntry entry) => statements.Add(
        "INSERT INTO clock_entries (case_key, branch, kind, round, sequence, entry, on_day, days, ground, entered_by, entered_at) " +
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        Statements.Value(file.Number.Key), Statements.Value(clock.Branch), Statements.Text(clock.Kind.ToString()), Statements.Value(clock.Round),
        Statements.Value(entry.Sequence), Statements.Text(entry.Kind.ToString()), Statements.Value(entry.On), Statements.Value(entry.Days),
        Statements.Text(entry.Ground), Statements.Text(entry.EnteredBy), Statements.Instant(entry.EnteredAt));
}
