using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Installations;

namespace ParallelApproval.Notices;

/// <summary>
/// Results that lie ready and are not collected (逾期未领): their applicants are reminded ten, thirty and sixty working days after, and no
/// more.
/// </summary>
internal sealed class Uncollected(
    NpgsqlDataSource source,
    HouseStore house,
    CasesTold cases,
    CalendarRegister calendars,
    DatabaseClock clock,
    InstallationRegister installation,
    TimeProvider time,
    Vault vault
)
{
    private const int BatchSize = 500;
    private static readonly (int Days, NoticeKind Kind)[] Reminders =
    [
        (10, NoticeKind.UncollectedTenDays),
        (30, NoticeKind.UncollectedThirtyDays),
        (60, NoticeKind.UncollectedSixtyDays),
    ];

    private static readonly TimeOnly Morning = new(9, 0);

    // A case that is decided a second time begins anew; the same event told twice does not.
    private const string Put = """
        INSERT INTO uncollected (case_key, sequence, ready_on, reminded, next_at) VALUES ($1, $2, $3, 0, $4)
        ON CONFLICT (case_key) DO UPDATE SET sequence = $2, ready_on = $3, reminded = 0, next_at = $4 WHERE uncollected.sequence < $2
        """;

    private const string Remove = "DELETE FROM uncollected WHERE case_key = $1 AND sequence < $2";
    private const string Due =
        $"SELECT case_key, sequence, ready_on, reminded FROM uncollected WHERE next_at <= {DatabaseClock.Now} ORDER BY next_at LIMIT $3";
    private const string GoOn =
        "UPDATE uncollected SET reminded = $3, next_at = $4 WHERE case_key = $1 AND sequence = $2 AND reminded < $3";
    private const string Forget = "DELETE FROM uncollected WHERE case_key = $1 AND sequence = $2";

    /// <summary>Reminds everybody whose day has come.</summary>
    /// <returns>How many were reminded.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var due = await FindAsync(cancellation);
        if (due.Count == 0)
            return 0;
        var known = await cases.ReadAsync(due.Select(row => new CaseNumber(row.CaseKey)), cancellation);
        var (rows, reminded) = (new NoticeRows(time.GetUtcNow(), installation.SetUp().Value.Centre, vault), 0);
        await house.NoteAsync(
            statements =>
            {
                foreach (var row in due)
                {
                    // What was collected or withdrawn meanwhile is told no more.
                    if (known.GetValueOrDefault(row.CaseKey) is not { Status: CaseStatus.Decided } told || row.Reminded >= Reminders.Length)
                    {
                        statements.Add(Forget, Statements.Value(row.CaseKey), Statements.Value(row.Sequence));
                        continue;
                    }

                    var facts = told.Facts with { Day = NoticeTexts.Day(row.ReadyOn) };
                    rows.ToApplicant(new(row.CaseKey), row.Sequence, Reminders[row.Reminded].Kind, told, facts);
                    statements.Add(
                        GoOn,
                        Statements.Value(row.CaseKey),
                        Statements.Value(row.Sequence),
                        Statements.Value(row.Reminded + 1),
                        Statements.Instant(Next(row.ReadyOn, row.Reminded + 1))
                    );
                    reminded++;
                }

                rows.Store(statements);
            },
            cancellation
        );
        return reminded;
    }

    internal void Begin(Statements statements, Heard decided)
    {
        var readyOn = DateOnly.FromDateTime(decided.Event.At.DateTime);
        statements.Add(
            Put,
            Statements.Value(decided.Case.Key),
            Statements.Value(decided.Event.Sequence),
            Statements.Date(readyOn),
            Statements.Instant(Next(readyOn, 0))
        );
    }

    internal static void End(Statements statements, Heard delivered) =>
        statements.Add(Remove, Statements.Value(delivered.Case.Key), Statements.Value(delivered.Event.Sequence));

    private DateTimeOffset? Next(DateOnly readyOn, int reminded)
    {
        if (reminded >= Reminders.Length)
            return null;
        var due = calendars.Current.AddWorkingDays(readyOn, Reminders[reminded].Days);
        // Without a calendar no working day can be counted; weeks of five days come close enough for a reminder.
        return (due.IsError ? readyOn.AddDays(Reminders[reminded].Days / 5 * 7) : due.Value.Due).At(Morning);
    }

    private async Task<List<UncollectedRow>> FindAsync(CancellationToken cancellation)
    {
        await using var find = source.CreateCommand(Due);
        find.Parameters.Add(clock.Ahead);
        find.Parameters.Add(clock.Given);
        find.Parameters.Add(Statements.Value(BatchSize));
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        var found = new List<UncollectedRow>();
        while (await rows.ReadAsync(cancellation))
            found.Add(
                new()
                {
                    CaseKey = rows.GetInt64(0),
                    Sequence = rows.GetInt32(1),
                    ReadyOn = rows.GetFieldValue<DateOnly>(2),
                    Reminded = rows.GetInt32(3),
                }
            );
        return found;
    }
}
