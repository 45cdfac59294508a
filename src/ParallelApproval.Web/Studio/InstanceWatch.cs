using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using ParallelApproval.Identities;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Looks once a second whether the journals of the observed cases have grown, and tells those who look on. So commands pay nothing for the
/// viewers, a move on any node is seen, nobody is told of what was not committed, and nobody is told more than once a second. While nobody
/// looks on it asks nothing.
/// </summary>
internal sealed class InstanceWatch(IHubContext<InstanceHub> hub, InstanceQueries queries, ILogger<InstanceWatch> log) : BackgroundService
{
    private const int MostCasesOfOne = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<long>> _observers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _lastEntry = [];

    // What has grown is told once more a second later: a viewer may have been reading the journal while it grew.
    private HashSet<long> _again = [];

    public async Task ObserveAsync(string connection, CaseNumber number, CancellationToken cancellation)
    {
        var last = (await queries.LastEntriesAsync([number.Key], cancellation)).GetValueOrDefault(number.Key);
        lock (_gate)
        {
            if (!_observers.TryGetValue(connection, out var cases))
                _observers[connection] = cases = [];
            if (cases.Count < MostCasesOfOne && cases.Add(number.Key))
                _lastEntry.TryAdd(number.Key, last);
        }
    }

    public void Leave(string connection)
    {
        lock (_gate)
        {
            if (!_observers.Remove(connection, out var cases))
                return;
            foreach (var alone in cases.Where(one => !_observers.Values.Any(others => others.Contains(one))))
                _lastEntry.Remove(alone);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryToLookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node goes down.
        }
    }

    private async Task TryToLookAsync(CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "The observed cases could not be looked at; the next look is in {Interval}.", Interval);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        long[] observed;
        lock (_gate)
            observed = [.. _lastEntry.Keys];
        if (observed.Length == 0)
            return;
        var again = _again;
        _again = [];
        foreach (var (key, last) in await queries.LastEntriesAsync(observed, cancellation))
        {
            var hasGrown = HasGrown(key, last);
            if (hasGrown)
                _again.Add(key);
            if (hasGrown || again.Contains(key))
                await TellAsync(new(key), cancellation);
        }
    }

    private bool HasGrown(long key, int last)
    {
        lock (_gate)
        {
            if (!_lastEntry.TryGetValue(key, out var known) || known == last)
                return false;
            _lastEntry[key] = last;
            return true;
        }
    }

    private async Task TellAsync(CaseNumber number, CancellationToken cancellation)
    {
        var lookers = hub.Clients.Group(number.ToString());
        var statistics = ExecutionEndpoints.Statistics(await queries.HistoryAsync(number, cancellation), []);
        await lookers.SendAsync("ActivityExecutionLogUpdatedAsync", new JsonObject { ["stats"] = statistics }, cancellation);
        await lookers.SendAsync("WorkflowExecutionLogUpdatedAsync", new JsonObject(), cancellation);
        await lookers.SendAsync(
            "WorkflowInstanceUpdatedAsync",
            new JsonObject { ["workflowInstanceId"] = number.ToString() },
            cancellation
        );
    }
}
