using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Web.Workbench;

/// <summary>What a page wants to hear of: one case, everything in which a department has a part, or all cases.</summary>
internal readonly record struct NewsTopic(CaseNumber? Case = null, string? Department = null)
{
    public static NewsTopic OfCase(CaseNumber number) => new(number);

    public static NewsTopic OfDepartment(string code) => new(null, code);

    public static NewsTopic Everything => default;

    public bool Covers(IReadOnlyCollection<CaseNumber> cases, IReadOnlySet<string> departments) =>
        (Case is not { } number || cases.Contains(number)) && (Department is null || departments.Contains(Department));
}

/// <summary>
/// Tells open pages that something was committed in a case (实时消息), from whichever node. It follows the news of this node while a page is
/// open, and asks the database once for all pages which departments are concerned. A page that is slow is told once more, not once for each
/// event.
/// </summary>
internal sealed class LiveNews(News news, CaseQueries house, ILogger<LiveNews> log)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Subscription> _subscriptions = [];
    private IDisposable? _following;

    public IDisposable Subscribe(NewsTopic topic, Func<Task> onNews)
    {
        var subscription = new Subscription(this, topic, onNews);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
            _following ??= news.Follow(happened => _ = TellAsync([.. happened.Select(heard => heard.Case).Distinct()]));
        }

        return subscription;
    }

    private async Task TellAsync(CaseNumber[] cases)
    {
        try
        {
            Subscription[] subscriptions;
            lock (_gate)
                subscriptions = [.. _subscriptions];
            var isOfDepartment = subscriptions.Any(subscription => subscription.Topic.Department is not null);
            var departments = isOfDepartment ? await house.DepartmentsOfAsync(cases, CancellationToken.None) : new HashSet<string>();
            foreach (var subscription in subscriptions)
                if (subscription.Topic.Covers(cases, departments))
                    subscription.Ring(log);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Open pages could not be told the news.");
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
            if (_subscriptions.Count > 0)
                return;
            _following?.Dispose();
            _following = null;
        }
    }

    private sealed class Subscription(LiveNews news, NewsTopic topic, Func<Task> onNews) : IDisposable
    {
        private int _waiting;

        public NewsTopic Topic { get; } = topic;

        // Two at most: the one that runs, and one more for all that happened while it ran.
        public void Ring(ILogger log)
        {
            if (Interlocked.Increment(ref _waiting) == 1)
                _ = TellAsync(log);
        }

        public void Dispose() => news.Remove(this);

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
            } while (Interlocked.CompareExchange(ref _waiting, 0, seen) != seen);
        }
    }
}
