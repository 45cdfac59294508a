using Microsoft.Extensions.Logging;
using Npgsql;

namespace ParallelApproval.Events;

/// <summary>
/// Tells the listeners what happened (事件转告). Each has a place of its own in the trail, kept in the database: whichever node tells it, after
/// any outage, it goes on from there. One node at a time tells a listener; the lock is the session's and holds no transaction open.
/// </summary>
public sealed class Relay(NpgsqlDataSource source, IEnumerable<IListener> listeners, News news, ILogger<Relay> log)
{
    private const string AnyRetryDue = "SELECT EXISTS (SELECT FROM event_retries WHERE next_at <= now())";

    private readonly SettledTrail _trail = new(source);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly ListenerOffset[] _offsets = [.. listeners.Select(listener => new ListenerOffset(listener, source, log))];
    private long _allTold = -1;

    /// <summary>
    /// Brings every listener up to date, as far as other nodes are not at it, and those who follow the news of this node.
    /// </summary>
    /// <exception cref="NpgsqlException">The database cannot be reached; what was not told will be.</exception>
    public async Task<RelayReport> RunOnceAsync(CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            var (settled, isAll) = await _trail.UpToAsync(cancellation);
            await news.SpreadAsync(settled, cancellation);
            if (settled == _allTold && !await IsAnyRetryDueAsync(cancellation))
                return new(0, isAll);
            return await TellAllAsync(settled, isAll, cancellation);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>
    /// Gives every listener its place when the house is opened, so that what happens from then on is told even to those who want no past.
    /// Does nothing for those that have one.
    /// </summary>
    public async Task WelcomeAsync(CancellationToken cancellation)
    {
        foreach (var place in _offsets)
            await place.BeginAsync(cancellation);
    }

    private async Task<RelayReport> TellAllAsync(long settled, bool isAll, CancellationToken cancellation)
    {
        var (told, areTold) = (0, true);
        foreach (var place in _offsets)
        {
            var count = await place.TellAsync(settled, cancellation);
            told += count ?? 0;
            areTold &= count is not null;
        }

        if (areTold)
            _allTold = settled;
        return new(told, isAll && areTold);
    }

    private async Task<bool> IsAnyRetryDueAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(AnyRetryDue);
        return await ask.ExecuteScalarAsync(cancellation) is true;
    }
}

/// <summary>What a round of the relay did.</summary>
/// <param name="Told">Events told, over all listeners.</param>
/// <param name="IsAll">Everybody has heard everything that was committed when the round began; false while commands or other nodes are
/// still at it.</param>
public sealed record RelayReport(int Told, bool IsAll);
