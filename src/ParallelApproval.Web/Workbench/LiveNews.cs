using System.Collections.Concurrent;
using ParallelApproval.Identities;

namespace ParallelApproval.Web.Workbench;

/// <summary>What a page wants to hear of: one case, everything in which a department has a part, or all cases.</summary>
internal readonly record struct NewsTopic(CaseNumber? Case = null, string? Department = null)
{
    public static NewsTopic OfCase(CaseNumber number) => new(number);

    public static NewsTopic OfDepartment(string code) => new(null, code);

    public static NewsTopic Everything => default;

    public bool Covers(CaseNumber number, IReadOnlyCollection<string> departments) =>
        (Case is null || Case == number) && (Department is null || departments.Contains(Department));
}

/// <summary>
/// Tells open pages that something was committed in a case (实时消息). Pages subscribe here; <see cref="Tell"/> is called by whoever learns of commits on
/// this node. A page that is slow is told once more, not once for each event.
/// </summary>
internal sealed class LiveNews(ILogger<LiveNews> log)
{
    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();

    public IDisposable Subscribe(NewsTopic topic, Func<Task> onNews)
    {
        var subscription = new Subscription(this, topic, onNews);
        _subscriptions[subscription] = 0;
        return subscription;
    }

    /// <summary>Something was committed in this case, in which these departments have a part.</summary>
    public void Tell(CaseNumber number, IReadOnlyCollection<string> departments)
    {
        foreach (var subscription in _subscriptions.Keys)
            if (subscription.Topic.Covers(number, departments)) subscription.Ring(log);
    }

    private sealed class Subscription(LiveNews news, NewsTopic topic, Func<Task> onNews) : IDisposable
    {
        private int _waiting;

        public NewsTopic Topic { get; } = topic;

        // Two at most: the one that runs, and one more for all that happened while it ran.
        public void Ring(ILogger log)
        {
            if (Interlocked.Increment(ref _waiting) == 1) _ = TellAsync(log);
        }

        public void Dispose() => news._subscriptions.TryRemove(this, out _);

        private async Task TellAsync(ILogger log)
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _waiting);
                try
                {
                    await onNews();
                }
                catch (ObjectDisposedException)
                {
                    Dispose();
                }
                catch (Exception fault)
                {
                    log.LogWarning(fault, "A page could not be told the news.");
                }
            }
            while (Interlocked.CompareExchange(ref _waiting, 0, seen) != seen);
        }
    }
}
