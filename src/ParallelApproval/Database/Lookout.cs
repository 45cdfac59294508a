using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// Looks for all who wait for something in the database, in one statement (瞭望), and rings for those who are wanted. The clock of the
/// house is told along. A ring is a hint and nothing else: whoever is rung looks himself, and looks now and then without being rung.
/// </summary>
public sealed class Lookout(NpgsqlDataSource source, IEnumerable<IAwait> waiting, TimeProvider time)
{
    /// <summary>How long after one look the next is due: so late something is seen at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IAwait[] _waiting = [.. waiting];
    private readonly List<(IAwait For, Bell Bell)> _bells = [];

    private string Question =>
        field ??= $"SELECT {(time is DatabaseTime clock ? clock.Now : "0, 0")}, {string.Join(", ", _waiting.Select(one => one.Question))}";

    /// <summary>A bell that rings when one of those is wanted.</summary>
    public Bell BellFor(params ReadOnlySpan<IAwait> wanted)
    {
        var bell = new Bell();
        lock (_bells)
            foreach (var one in wanted)
                _bells.Add((one, bell));
        return bell;
    }

    /// <summary>Asks once, and rings.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var wanted = await AskAsync(cancellation);
        lock (_bells)
            foreach (var (one, bell) in _bells)
                if (wanted.Contains(one))
                    bell.Ring();
    }

    private async Task<HashSet<IAwait>> AskAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Question);
        ask.Parameters.Add(Statements.Instant(time.GetUtcNow()));
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        if (time is DatabaseTime clock)
            clock.Hear(row.GetInstant(0), row.GetInstant(1));
        var wanted = new HashSet<IAwait>();
        for (var i = 0; i < _waiting.Length; i++)
            if (_waiting[i].IsWanted(row.GetInt64(i + 2)))
                wanted.Add(_waiting[i]);
        return wanted;
    }
}

/// <summary>Wakes one who waits (铃). Rung several times before he comes, it wakes him once.</summary>
public sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        if (_rung.CurrentCount > 0)
            return;
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has rung at the same instant.
        }
    }

    /// <summary>Waits until it rings, or that long.</summary>
    /// <returns>Whether it has rung.</returns>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellation) => _rung.WaitAsync(longest, cancellation);

    public void Dispose() => _rung.Dispose();
}
