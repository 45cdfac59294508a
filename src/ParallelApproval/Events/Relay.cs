using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// Tells the listeners what happened (事件转告). Each has a place of its own in the trail, kept in the database: whichever node tells it, after
/// any outage, it goes on from there. One node at a time tells a listener, under a lease: a node that is frozen or dead is overtaken after
/// <see cref="Leases.Term"/>. The trail is read once for all that stand near each other.
/// </summary>
public sealed class Relay : IAwait
{
    private const int BatchSize = 500;
    private const string AnyRetryDue = "SELECT EXISTS (SELECT FROM event_retries WHERE next_at <= now())";
    private const string Reached =
        $"SELECT ({SettledTrail.LastGivenOut}), coalesce((SELECT min(position) FROM listeners WHERE name = ANY ($1)), 0)";

    // What a listener makes of an event may be heard by others, whose answers are heard again.
    private const int MostPasses = 5;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(50);

    private const string Next =
        $"{TrailReader.Columns} WHERE e.position > $1 AND e.position <= $2 AND e.kind = ANY ($3) ORDER BY e.position LIMIT $4";

    // A round ends after so long although some are far behind, so that the others hear what has happened meanwhile.
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(1);

    // Who takes longer over a reading is told on, and the others wait no longer for him.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly Leases _leases;
    private readonly News _news;
    private readonly SettledTrail _trail;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly ListenerOffset[] _offsets;
    private readonly ListenerPlaces _places;
    private long _allTold = -1;
    private long _expected;
    private long _expectedSince = Stopwatch.GetTimestamp();

    public Relay(NpgsqlDataSource source, Leases leases, IEnumerable<IListener> listeners, News news, ILogger<Relay> log)
    {
        (_source, _leases, _news, _trail) = (source, leases, news, new(source));
        _offsets = [.. listeners.Select(listener => new ListenerOffset(listener, source, log))];
        _places = new(_offsets);
    }

    string IAwait.Question =>
        $"CASE WHEN EXISTS (SELECT FROM event_retries WHERE next_at <= now()) THEN -1 ELSE ({SettledTrail.LastGivenOut}) END";

    // A place in the trail that was given out and not used wants a round, too: the listeners are moved over it.
    bool IAwait.IsWanted(long told) => told != Volatile.Read(ref _allTold);

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
            await _news.SpreadAsync(settled, cancellation);
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
    /// How long some listener, told by whichever node, has been behind what was in the trail then. Elapsed time, seen from this node: it is
    /// as exact as it is asked for often.
    /// </summary>
    public async Task<TimeSpan> LagAsync(CancellationToken cancellation)
    {
        var (last, reached) = await ReachedAsync(cancellation);
        lock (_offsets)
        {
            if (reached >= _expected || last < _expected)
                (_expected, _expectedSince) = (last, Stopwatch.GetTimestamp());
            return reached >= last ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_expectedSince);
        }
    }

    /// <summary>
    /// Tells what is in the trail now, and what the listeners make of it, as long as there is any and the limit of elapsed time is not
    /// over: while others go on there is always more to come.
    /// </summary>
    public async Task SettleAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var (last, reached) = await ReachedAsync(cancellation);
        for (var pass = 0; pass < MostPasses && reached < last; pass++)
        {
            var wanted = last;
            while (reached < wanted)
            {
                if (Stopwatch.GetElapsedTime(began) > limit)
                    return;
                if (await RunOnceAsync(cancellation) is { IsAll: false })
                    await Task.Delay(BetweenRounds, cancellation); // a command under way gives no signal when it is committed
                (last, reached) = await ReachedAsync(cancellation);
            }
        }
    }

    private async Task<(long Last, long Reached)> ReachedAsync(CancellationToken cancellation)
    {
        await using var ask = _source.CreateCommand(Reached);
        ask.Parameters.Add(Statements.Value(_offsets.Select(place => place.Name).ToArray()));
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
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

    /// <summary>What came of telling a reading.</summary>
    /// <param name="IsMore">The trail goes on after it.</param>
    /// <param name="IsAll">Nobody is told by another node, or was overtaken, or waits behind somebody who is slow.</param>
    private readonly record struct Telling(int Told, bool IsMore, bool IsAll);

    private async Task<RelayReport> TellAllAsync(long settled, bool isAll, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        var began = Stopwatch.GetTimestamp();
        var told = 0;
        while (true)
        {
            var (isMore, areTold) = (false, true);
            var behind = (await _places.ReadAsync(connection, cancellation)).Where(place => place.IsBehind(settled));
            foreach (var near in ListenerPlaces.Together(behind))
            {
                var telling = await TellAsync(connection, near, settled, cancellation);
                told += telling.Told;
                isMore |= telling.IsMore;
                areTold &= telling.IsAll;
            }

            if (isMore && Stopwatch.GetElapsedTime(began) < LongestRound)
                continue;
            areTold &= !isMore;
            if (areTold)
                Volatile.Write(ref _allTold, settled);
            return new(told, isAll && areTold);
        }
    }

    private async Task<Telling> TellAsync(
        NpgsqlConnection connection,
        List<ListenerPlace> near,
        long settled,
        CancellationToken cancellation
    )
    {
        var from = near.Min(place => place.Position);
        var read =
            from >= settled
                ? []
                : await TrailReader.ReadAsync(
                    connection,
                    Next,
                    cancellation,
                    Statements.Value(from),
                    Statements.Value(settled),
                    Statements.Value(near.SelectMany(place => place.Listener.Kinds).Distinct().ToArray()),
                    Statements.Value(BatchSize)
                );
        var isMore = read.Count == BatchSize;
        var reached = isMore ? read[^1].Position : settled;
        var passing = new List<ListenerPlace>();
        var wanting = new List<ListenerPlace>();
        foreach (var place in near)
            (place.HasRetries || !place.IsKept || read.Exists(place.Wants) ? wanting : passing).Add(place);

        var (shares, isFree) = await TakeAsync(connection, wanting, reached, cancellation);
        var round = new Round(connection, passing.FindAll(place => place.Position < reached), reached, shares);
        try
        {
            await _leases.KeepAsync([.. shares.Select(share => share.Lease)], () => TellAsync(round, read, cancellation), cancellation);
        }
        finally
        {
            await round.CloseAsync(shares);
            shares.ForEach(share => share.Lease.Dispose());
        }

        // Whom another node tells, that node tells the rest as well: to read on here would be in vain, and a load to it.
        return new(shares.Sum(share => share.Count), isMore && (shares.Count > 0 || round.HasMoved), isFree && round.IsAll);
    }

    // All at the same time: each waits for the database most of its time. Who has heard it stays behind nobody who is slow.
    private static async Task TellAsync(Round round, List<Heard> read, CancellationToken cancellation)
    {
        var tellings = round.Shares.Select(TellOneAsync).ToList();
        var all = Task.WhenAll(tellings);
        if (!all.IsCompleted && await Task.WhenAny(all, Task.Delay(Patience, cancellation)) != all) // a hang is silent
            await foreach (var told in Task.WhenEach(tellings))
                if (told.IsCompletedSuccessfully)
                    await round.CloseAsync([await told]);
        await all;

        async Task<TrailShare> TellOneAsync(TrailShare share)
        {
            await share.TellAsync(read, cancellation);
            return share;
        }
    }

    private async Task<(List<TrailShare> Shares, bool IsFree)> TakeAsync(
        NpgsqlConnection connection,
        List<ListenerPlace> wanting,
        long reached,
        CancellationToken cancellation
    )
    {
        if (wanting.Count == 0)
            return ([], true);
        var (places, leases) = await _places.TakeAsync(connection, wanting, cancellation);
        var shares = new List<TrailShare>(places.Count);
        var isFree = true;
        foreach (var place in places.OrderBy(place => place.Position))
            if (leases.TryGetValue(place.Listener.LeaseName, out var lease))
                shares.Add(new(place, lease, reached));
            else
                isFree &= !place.IsBehind(reached);
        return (shares, isFree);
    }

    /// <summary>A reading that is being told; who has been told is moved, and whoever held a lease gives it back, once.</summary>
    private sealed class Round(NpgsqlConnection connection, List<ListenerPlace> passing, long reached, List<TrailShare> shares)
    {
        private readonly HashSet<TrailShare> _open = [.. shares];

        public IReadOnlyList<TrailShare> Shares => shares;

        /// <summary>Everybody stands where the reading ends.</summary>
        public bool IsAll { get; private set; } = true;

        /// <summary>Somebody stands further on than before.</summary>
        public bool HasMoved { get; private set; }

        public async Task CloseAsync(IEnumerable<TrailShare> wanted)
        {
            var closing = wanted.Where(_open.Remove).ToList();
            if (connection.State is not System.Data.ConnectionState.Open)
                return;
            var moved = new List<(ListenerPlace Stood, long Reached, Lease? Lease)>();
            foreach (var place in passing)
                moved.Add((place, reached, null));
            passing.Clear();
            foreach (var share in closing)
                if (share.IsTold)
                    moved.Add((share.Place, share.Reached, share.Lease));
                else
                    IsAll = false;
            // The node may go down meanwhile; what was told is written nevertheless.
            var there = await ListenerPlaces.MoveAsync(connection, moved, closing.ConvertAll(share => share.Lease), CancellationToken.None);
            HasMoved |= there.Count > 0;
            IsAll &= there.Count == moved.Count;
        }
    }

    private async Task<bool> IsAnyRetryDueAsync(CancellationToken cancellation)
    {
        await using var ask = _source.CreateCommand(AnyRetryDue);
        return await ask.ExecuteScalarAsync(cancellation) is true;
    }
}

/// <summary>What a round of the relay did.</summary>
/// <param name="Told">Events told, over all listeners.</param>
/// <param name="IsAll">Everybody has heard everything that was committed when the round began; false while commands or other nodes are
/// still at it.</param>
public sealed record RelayReport(int Told, bool IsAll);
