using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Installations;

namespace ParallelApproval.Publication;

/// <summary>
/// What the big screen in the hall shows (大屏公示): whose results lie ready, what has been finished today, with masked names. All screens and
/// visitors of a node share one reading of a few seconds. What is withheld is not on it.
/// </summary>
public sealed class Board(NpgsqlDataSource source, InstallationRegister installation, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private const string Ready = $"""
        SELECT r.case_key, r.applicant_name, r.item_name, r.item_code, r.item_version, r.decided_at, r.applicant_kind FROM {CaseTable.ResultsReady} AS r
        WHERE NOT EXISTS (SELECT FROM withheld_results w WHERE w.case_key = r.case_key) ORDER BY r.decided_at DESC LIMIT 500
        """;

    private const string Finished = "SELECT count(*) FROM published_results WHERE closed_at >= $1";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile BoardReading? _last;
    private int _forgotten;

    public async Task<BoardReading> ReadAsync(CancellationToken cancellation)
    {
        if (_last is { } last && IsFresh(last))
            return last;
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_last is { } meanwhile && IsFresh(meanwhile))
                return meanwhile;
            var forgotten = Volatile.Read(ref _forgotten);
            var read = await AskAsync(cancellation);
            if (forgotten == Volatile.Read(ref _forgotten))
                _last = read;
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

    private async Task<BoardReading> AskAsync(CancellationToken cancellation)
    {
        var now = time.OfficialNow();
        var today = DateOnly.FromDateTime(now.DateTime);
        var (ready, finished, counts) = await source.ReadAsync(
            new Query<BoardLine>(Ready, Line),
            new Query<long>(Finished, rows => rows.GetInt64(0), Statements.Instant(today.At(TimeOnly.MinValue))),
            CaseReading.ReceivedAndOpen(
                CaseNumber.Of(installation.Region, today, 1),
                CaseNumber.Of(installation.Region, today, CaseNumber.MostADay)
            ),
            cancellation
        );
        return new(now, ready, counts[0].Received, finished[0], counts[0].Open);
    }

    private static BoardLine Line(NpgsqlDataReader rows)
    {
        var isOrganisation = string.Equals(rows.GetTextOrNull(6), nameof(ApplicantKind.Organisation), StringComparison.OrdinalIgnoreCase);
        return new(
            new CaseNumber(rows.GetInt64(0)).ToString(),
            isOrganisation ? rows.GetString(1) : Masks.Name(rows.GetString(1)),
            rows.GetString(2),
            rows.GetString(3),
            rows.GetInt32(4),
            rows.GetInstant(5)
        );
    }
}

/// <summary>The board at one moment.</summary>
/// <param name="Ready">Results that wait for their applicants, the newest first.</param>
public sealed record BoardReading(DateTimeOffset At, IReadOnlyList<BoardLine> Ready, long ReceivedToday, long FinishedToday, long Open);

/// <summary>A case whose results lie ready.</summary>
public sealed record BoardLine(
    string CaseNumber,
    string Applicant,
    string ItemName,
    string ItemCode,
    int ItemVersion,
    DateTimeOffset DecidedAt
);
