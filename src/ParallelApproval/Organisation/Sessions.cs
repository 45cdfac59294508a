using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>
/// Which sessions are open (会话簿). The table holds them all; each node keeps in memory those that it has seen, so that a request asks the
/// database nothing. What another node ends is heard at the next <see cref="LookAsync"/>, two seconds later at most.
/// </summary>
public sealed class Sessions(
    IDbContextFactory<ApprovalDbContext> contexts,
    OfficerRegister officers,
    SessionLimits limits,
    TimeProvider time
)
{
    /// <summary>How long an ended session stays listed, and its address known as the officer's.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    // A commit may come so much later than the instant that it writes.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WrittenEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, Held> _held = new();
    private readonly Lock _gate = new();
    private readonly List<Watcher> _watchers = [];
    private DateTimeOffset? _heardUntil;
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;

    /// <summary>The hour of the working day: the house's, without the distance of a demonstration.</summary>
    internal DateTimeOffset Now => time is DatabaseTime clock ? clock.GetUndisplacedNow() : time.GetUtcNow();

    /// <summary>A session in which nothing was done since then has ended; what was done is written a minute late at most.</summary>
    internal DateTimeOffset IdleSince(DateTimeOffset now) => now - limits.Idle - WrittenEvery;

    /// <summary>Whether the session may go on, as this node knows at this moment; for open pages, which ask at every turn.</summary>
    public bool IsOpen(Guid id) => _held.TryGetValue(id, out var held) && IsOpen(held, Now);

    /// <summary>
    /// Whether a request of the session may go on, and takes it as something done. It asks the database for a session that this node does
    /// not know, and before one ends because nothing was done here: it may have been done on another node.
    /// </summary>
    public ValueTask<bool> EnterAsync(Guid id, CancellationToken cancellation)
    {
        var now = Now;
        if (!_held.TryGetValue(id, out var held) || (held.EndedAt is null && now - held.SeenAt > limits.Idle))
            return new(ReadAndEnterAsync(id, cancellation));
        if (!IsOpen(held, now))
            return new(false);
        held.See(now);
        return new(true);
    }

    /// <summary>Something was done in an open page.</summary>
    public void Touch(Guid id)
    {
        if (_held.TryGetValue(id, out var held) && IsOpen(held, Now))
            held.See(Now);
    }

    /// <summary>Calls once, on another thread, when the session has ended. Disposing ends the wait.</summary>
    public IDisposable Watch(Guid id, Action ended)
    {
        var watcher = new Watcher(this, id, ended);
        lock (_gate)
            _watchers.Add(watcher);
        return watcher;
    }

    /// <summary>The open sessions of an officer, the newest first.</summary>
    public async Task<IReadOnlyList<OfficerSession>> OpenOfAsync(Officer officer, CancellationToken cancellation)
    {
        var (now, idle) = (Now, IdleSince(Now));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<OfficerSession>()
            .AsNoTracking()
            .Where(session =>
                session.OfficerId == officer.Id
                && session.Stamp == officer.SecurityStamp
                && session.EndedAt == null
                && session.EndsAt > now
                && session.SeenAt > idle
            )
            .OrderByDescending(session => session.BeganAt)
            .ToListAsync(cancellation);
    }

    /// <summary>
    /// Hears what other nodes have ended, writes once a minute when something was done last, and tells those who wait that a session is
    /// over. Called every two seconds.
    /// </summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            await HearAsync(db, cancellation);
            await WriteAsync(db, cancellation);
            await EndIdleAsync(db, cancellation);
        }

        foreach (var (id, held) in _held)
            if (held.EndsAt < Now - Overlap)
                _held.TryRemove(id, out _);
        Ring();
    }

    /// <summary>Takes away what is older than ninety days; a daily job.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellation)
    {
        var before = Now - Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Set<OfficerSession>().Where(session => session.EndsAt < before).ExecuteDeleteAsync(cancellation);
        await db.Set<SignInAttempts>().Where(attempts => attempts.LastAt < before).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>A session of the officer that begins now; in memory and the context, not stored yet.</summary>
    internal OfficerSession Begin(ApprovalDbContext db, Officer officer, SessionKind kind, SignInPlace place)
    {
        var now = Now;
        var session = new OfficerSession
        {
            Id = Guid.CreateVersion7(now),
            OfficerId = officer.Id,
            Stamp = officer.SecurityStamp,
            Kind = kind,
            BeganAt = now,
            EndsAt = now + limits.Longest,
            SeenAt = now,
            Address = place.Address,
            Agent = place.Agent,
        };
        db.Add(session);
        return session;
    }

    /// <summary>What was begun or ended has been stored: this node knows it from now on.</summary>
    internal void Know(OfficerSession session) => _held[session.Id] = new(session);

    /// <summary>These have been ended, and it has been stored.</summary>
    internal void Ended(IEnumerable<Guid> sessions, DateTimeOffset at)
    {
        foreach (var id in sessions)
            if (_held.TryGetValue(id, out var held))
                held.EndedAt ??= at;
        Ring();
    }

    private bool IsOpen(Held held, DateTimeOffset now) =>
        held.EndedAt is null
        && held.EndsAt > now
        && officers.Find(held.OfficerId) is { IsEnabled: true } officer
        && officer.SecurityStamp == held.Stamp;

    private async Task<bool> ReadAndEnterAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var session = await db.Set<OfficerSession>().AsNoTracking().FirstOrDefaultAsync(known => known.Id == id, cancellation);
        var now = Now;
        if (session is null)
        {
            // Taken out of the table, or never there: nothing that anybody may go on with.
            if (_held.TryGetValue(id, out var gone))
                gone.EndedAt ??= now;
            return false;
        }

        var held = _held.GetOrAdd(id, _ => new(session));
        held.EndedAt ??= session.EndedAt;
        held.Heard(session.SeenAt);
        if (now - held.SeenAt > limits.Idle)
            held.EndedAt ??= now;
        if (!IsOpen(held, now))
            return false;
        held.See(now);
        return true;
    }

    private async Task HearAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var now = Now;
        var since = (_heardUntil ?? now) - Overlap;
        var ended = await db.Set<OfficerSession>()
            .Where(session => session.EndedAt > since)
            .Select(session => new { session.Id, session.EndedAt })
            .ToListAsync(cancellation);
        foreach (var one in ended)
            if (_held.TryGetValue(one.Id, out var held))
                held.EndedAt ??= one.EndedAt;
        _heardUntil = now;
    }

    private async Task WriteAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        if (Now - _writtenAt < WrittenEvery)
            return;
        var seen = _held.Where(one => one.Value.TakeUnwritten()).Select(one => (one.Key, one.Value.SeenAt)).ToList();
        _writtenAt = Now;
        if (seen.Count == 0)
            return;
        var (ids, instants) = (seen.Select(one => one.Key).ToArray(), seen.Select(one => one.SeenAt.ToUniversalTime()).ToArray());
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE sessions SET seen_at = greatest(seen_at, done.at)
            FROM unnest({ids}, {instants}) AS done (id, at) WHERE sessions.id = done.id
            """,
            cancellation
        );
    }

    // Before one ends because nothing was done here, the table says what was done on other nodes.
    private async Task EndIdleAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var idle = Now - limits.Idle;
        var silent = _held.Where(one => one.Value.EndedAt is null && one.Value.SeenAt < idle).Select(one => one.Key).ToArray();
        if (silent.Length == 0)
            return;
        var told = await db.Set<OfficerSession>()
            .Where(session => silent.Contains(session.Id))
            .Select(session => new { session.Id, session.SeenAt })
            .ToDictionaryAsync(session => session.Id, session => session.SeenAt, cancellation);
        foreach (var id in silent)
            if (_held.TryGetValue(id, out var held))
            {
                held.Heard(told.GetValueOrDefault(id, DateTimeOffset.MinValue));
                if (held.SeenAt < idle)
                    held.EndedAt ??= Now;
            }
    }

    private void Ring()
    {
        List<Watcher> over;
        lock (_gate)
        {
            over = _watchers.FindAll(watcher => !IsOpen(watcher.Session));
            _watchers.RemoveAll(over.Contains);
        }

        foreach (var watcher in over)
            ThreadPool.QueueUserWorkItem(static told => told.Tell(), watcher, preferLocal: false);
    }

    /// <summary>What a node keeps in memory of a session.</summary>
    private sealed class Held(OfficerSession session)
    {
        private long _seen = session.SeenAt.UtcTicks;
        private long _written = session.SeenAt.UtcTicks;

        public Guid OfficerId { get; } = session.OfficerId;

        public Guid Stamp { get; } = session.Stamp;

        public DateTimeOffset EndsAt { get; } = session.EndsAt;

        public DateTimeOffset? EndedAt { get; set; } = session.EndedAt;

        public DateTimeOffset SeenAt => new(Volatile.Read(ref _seen), TimeSpan.Zero);

        public void See(DateTimeOffset at) => Volatile.Write(ref _seen, at.UtcTicks);

        /// <summary>What the table says, which other nodes write too.</summary>
        public void Heard(DateTimeOffset at)
        {
            if (at > SeenAt)
                (_seen, _written) = (at.UtcTicks, at.UtcTicks);
        }

        public bool TakeUnwritten()
        {
            var seen = Volatile.Read(ref _seen);
            var isNew = seen != _written;
            _written = seen;
            return isNew;
        }
    }

    private sealed class Watcher(Sessions sessions, Guid session, Action ended) : IDisposable
    {
        public Guid Session { get; } = session;

        public void Tell() => ended();

        public void Dispose()
        {
            lock (sessions._gate)
                sessions._watchers.Remove(this);
        }
    }
}
