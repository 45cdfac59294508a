using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// The clock of the house (库时): that of PostgreSQL, which all nodes share. It is told in round trips that are made anyway, and runs on
/// between
/// them by the machine's counter of elapsed time, so that a machine whose clock is wrong dates nothing wrongly. Commands are dated under
/// their lock, by what the database tells there.
/// </summary>
/// <param name="machine">The clock of this machine: believed until the database has been asked for the first time.</param>
/// <param name="isMovable">Whether the demonstration's distance (<c>demo_clock</c>) is added; it holds on all nodes.</param>
public class DatabaseTime(TimeProvider machine, bool isMovable = false) : TimeProvider
{
    /// <summary>From here on the machine's clock is worth a word (一分钟).</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    // As the function expect_time has it.
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(10);

    private sealed record Reading(DateTimeOffset At, long Stamp, TimeSpan Distance, TimeSpan Off);

    private volatile Reading _last = new(machine.GetUtcNow(), machine.GetTimestamp(), TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>How far the machine's clock was ahead of the database's when it was told last; negative when it is behind.</summary>
    public TimeSpan Off => _last.Off;

    /// <summary>Whether the machine's clock is off by more than <see cref="Tolerance"/>.</summary>
    public bool IsOff => Off.Duration() > Tolerance;

    /// <summary>Whether an act that was dated before the database was asked must be dated anew: it lies ten seconds off.</summary>
    internal static bool IsFar(DateTimeOffset dated, DateTimeOffset told) => (told - dated).Duration() > Leeway;

    /// <summary>The demonstration's distance as it was told last.</summary>
    internal TimeSpan Distance => _last.Distance;

    // As the function house_time has it; a function of SQL is planned anew at every call, and every command asks this.
    private const string Moved = "clock_timestamp() + coalesce((SELECT distance FROM demo_clock), 0) * interval '1 microsecond'";

    /// <summary>Two values: the instant of the house, and that of the database.</summary>
    internal string Now { get; } = $"{(isMovable ? Moved : "clock_timestamp()")}, clock_timestamp()";

    /// <summary>One row with <see cref="Now"/>. Its text never varies.</summary>
    internal string Question => $"SELECT {Now}";

    /// <summary>Raises <see cref="RegisterCache.StaleCode"/> when <c>$1</c> is not now; for commands that write before they read.</summary>
    internal string Guard { get; } = $"SELECT expect_time($1, {(isMovable ? "true" : "false")})";

    public override DateTimeOffset GetUtcNow()
    {
        var last = _last;
        return last.At + machine.GetElapsedTime(last.Stamp);
    }

    /// <summary>Now without the demonstration's distance: the hour at which people really sit there.</summary>
    internal DateTimeOffset GetUndisplacedNow()
    {
        var last = _last;
        return last.At - last.Distance + machine.GetElapsedTime(last.Stamp);
    }

    /// <summary>Asks by itself, where no round trip is made anyway: at the start of a node.</summary>
    public async Task AskAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Question);
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await HearAsync(row, cancellation);
    }

    /// <summary>Takes over the answer to <see cref="Question"/>.</summary>
    internal async Task<DateTimeOffset> HearAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        await row.ReadAsync(cancellation);
        return Hear(row.GetInstant(0), row.GetInstant(1));
    }

    internal DateTimeOffset Hear(DateTimeOffset now, DateTimeOffset database)
    {
        _last = new(
            now.ToUniversalTime(),
            machine.GetTimestamp(),
            isMovable ? now - database : TimeSpan.Zero,
            machine.GetUtcNow() - database
        );
        return now;
    }
}
