using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// What has just happened, for whoever looks on at this node (最新动态): pages that change without being loaded again. Nothing is kept: who was
/// not there reads the tables. While nobody looks on, nothing is read. An event is told after its commit, about half a second later, from
/// whichever node it came.
/// </summary>
public sealed class News(NpgsqlDataSource source, ILogger<News> log)
{
    private const int MostAtOnce = 2_000;
    private const string Between = $"{TrailReader.Columns} WHERE e.position > $1 AND e.position <= $2 ORDER BY e.position LIMIT $3";

    private readonly Lock _gate = new();
    private readonly List<Action<IReadOnlyList<Heard>>> _lookers = [];
    private long _told;

    /// <summary>
    /// From now on <paramref name="tell"/> is called with what happened, on another thread; it must be quick. Disposing ends it.
    /// </summary>
    public IDisposable Follow(Action<IReadOnlyList<Heard>> tell)
    {
        lock (_gate)
            _lookers.Add(tell);
        return new Looker(this, tell);
    }

    internal async Task SpreadAsync(long settled, CancellationToken cancellation)
    {
        Action<IReadOnlyList<Heard>>[] lookers;
        lock (_gate)
            lookers = [.. _lookers];
        var from = _told;
        _told = settled;
        if (lookers.Length == 0 || from == 0 || from >= settled)
            return;
        await using var connection = await source.OpenConnectionAsync(cancellation);
        // After a flood the newest are enough: pages read the tables anyway.
        var happened = await TrailReader.ReadAsync(
            connection,
            Between,
            cancellation,
            Statements.Value(Math.Max(from, settled - MostAtOnce)),
            Statements.Value(settled),
            Statements.Value(MostAtOnce)
        );
        if (happened.Count == 0)
            return;
        foreach (var tell in lookers)
            Tell(tell, happened);
    }

    private void Tell(Action<IReadOnlyList<Heard>> tell, IReadOnlyList<Heard> happened)
    {
        try
        {
            tell(happened);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Somebody who looks on could not take in the news.");
        }
    }

    private sealed class Looker(News news, Action<IReadOnlyList<Heard>> tell) : IDisposable
    {
        public void Dispose()
        {
            lock (news._gate)
                news._lookers.Remove(tell);
        }
    }
}
