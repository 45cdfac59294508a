using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Publication;

/// <summary>
/// What the big screen in the hall shows (大屏公示): whose results lie ready, what has been finished today, with masked names. All screens and visitors of
/// a node share one reading of a few seconds. What is withheld is not on it.
/// </summary>
public sealed class Board(NpgsqlDataSource source, TimeProvider time)
{
    private const int Longest = 16;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private const string Ready = $"""
        SELECT case_key, applicant_name, item_name, item_code, item_version, decided_at, (SELECT a.applicant->>'kind' FROM case_applications a WHERE a.case_key = c.case_key)
        FROM cases c WHERE closed_at IS NULL AND status = 'Decided' AND NOT EXISTS (SELECT FROM withheld_results w WHERE w.case_key = c.case_key) ORDER BY decided_at DESC LIMIT 16
        """;

    private const string Today = """
        SELECT (SELECT count(*) FROM cases WHERE case_key >= $1 AND case_key < $2), (SELECT count(*) FROM published_results WHERE closed_at >= $3),
            (SELECT count(*) FROM cases WHERE closed_at IS NULL)
        """;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile BoardReading? _last;
    private int _forgotten;

    /// <param name="region">Whose cases are counted.</param>
    public async Task<BoardReading> ReadAsync(District region, CancellationToken cancellation)
    {
        if (_last is { } last && IsFresh(last)) return last;
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_last is { } meanwhile && IsFresh(meanwhile)) return meanwhile;
            var forgotten = Volatile.Read(ref _forgotten);
            var read = await AskAsync(region, cancellation);
            if (forgotten == Volatile.Read(ref _forgotten)) _last = read;
            return read;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What was read on this node is not shown again; other nodes read anew within five seconds.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        _last = null;
    }

    private bool IsFresh(BoardReading reading) => time.GetUtcNow() - reading.At is var age && age < Fresh && age >= TimeSpan.Zero;

    private async Task<BoardReading> AskAsync(District region, CancellationToken cancellation)
    {
        var now = time.OfficialNow();
        var today = DateOnly.FromDateTime(now.DateTime);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        statements.Add(Ready);
        statements.Add(Today, Statements.Value(CaseNumber.Of(region.Region, today, 1).Key), Statements.Value(CaseNumber.Of(region.Region, today, CaseNumber.MostADay).Key + 1),
            Statements.Instant(today.At(TimeOnly.MinValue)));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var ready = new List<BoardLine>(Longest);
        while (await rows.ReadAsync(cancellation)) ready.Add(Line(rows));
        await rows.NextResultAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(now, ready, rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
    }

    private static BoardLine Line(NpgsqlDataReader rows)
    {
        var isOrganisation = string.Equals(rows.GetTextOrNull(6), nameof(ApplicantKind.Organisation), StringComparison.OrdinalIgnoreCase);
        return new(new CaseNumber(rows.GetInt64(0)).ToString(), isOrganisation ? rows.GetString(1) : Masks.Name(rows.GetString(1)), rows.GetString(2), rows.GetString(3), rows.GetInt32(4), rows.GetInstant(5));
    }
}

/// <summary>The board at one moment.</summary>
/// <param name="Ready">Results that wait for their applicants, the newest first.</param>
public sealed record BoardReading(DateTimeOffset At, IReadOnlyList<BoardLine> Ready, long ReceivedToday, long FinishedToday, long Open);

/// <summary>A case whose results lie ready.</summary>
public sealed record BoardLine(string CaseNumber, string Applicant, string ItemName, string ItemCode, int ItemVersion, DateTimeOffset DecidedAt);
