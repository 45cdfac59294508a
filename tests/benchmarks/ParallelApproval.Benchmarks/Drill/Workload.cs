using System.Collections.Concurrent;
using System.Diagnostics;

namespace ParallelApproval.Benchmarks.Drill;

/// <summary>What the clients of one slice have seen. Times in milliseconds, sorted.</summary>
internal sealed record Played(List<string> Cases, double Seconds, double[] Decisions, double[] Receipts, int Errors, string? FirstError);

/// <summary>Clients that play whole cases until the time is up.</summary>
internal sealed class Workload(Office office, Mode mode)
{
    private const int MostErrors = 50;

    private readonly ConcurrentBag<double> _decisions = [];
    private readonly ConcurrentBag<double> _receipts = [];
    private readonly ConcurrentBag<string> _cases = [];
    private readonly ConcurrentQueue<string> _errors = [];

    /// <summary>Plays for so many seconds; a case that has begun is played to its end.</summary>
    public Task<Played> PlayAsync(int clients, double seconds)
    {
        var clock = Stopwatch.StartNew();
        return PlayAsync(clients, () => clock.Elapsed.TotalSeconds < seconds);
    }

    /// <summary>Plays so many cases, one client.</summary>
    public Task<Played> PlayAsync(int cases)
    {
        var left = cases;
        return PlayAsync(1, () => left-- > 0);
    }

    /// <summary>Plays for as long as it is told to go on.</summary>
    public async Task<Played> PlayAsync(int clients, Func<bool> goOn)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(goOn))));
        return new(
            [.. _cases],
            clock.Elapsed.TotalSeconds,
            [.. _decisions.Order()],
            [.. _receipts.Order()],
            _errors.Count,
            _errors.FirstOrDefault()
        );
    }

    private async Task ClientAsync(Func<bool> goOn)
    {
        var wires = NewWires();
        while (goOn() && _errors.Count < MostErrors)
        {
            try
            {
                await CaseAsync(wires);
            }
            catch (IOException problem)
            {
                _errors.Enqueue(problem.Message);
                foreach (var wire in wires)
                    wire.Dispose();
                wires = NewWires();
            }
        }
        foreach (var wire in wires)
            wire.Dispose();
    }

    // Six at the same instant need six connections; where there are several nodes, those who decide one case sit at all of them.
    private HttpWire[] NewWires() =>
        [
            .. Enumerable
                .Range(0, mode is Mode.Burst ? DrillCase.Branches : office.Endpoints.Count)
                .Select(i => new HttpWire(office.Endpoints[i % office.Endpoints.Count])),
        ];

    private async Task CaseAsync(HttpWire[] wires)
    {
        var order = Enumerable.Range(1, DrillCase.Branches).ToArray();
        Random.Shared.Shuffle(order);
        var start = Stopwatch.GetTimestamp();
        var number = await office.ReceiveAsync(wires[0]);
        _receipts.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (mode is Mode.Burst)
            await Task.WhenAll(order.Select((branch, i) => DecideAsync(wires[i], number, branch)));
        else
            foreach (var branch in order)
                await DecideAsync(wires[branch % wires.Length], number, branch);
        _cases.Add(number);
    }

    private async Task DecideAsync(HttpWire wire, string number, int branch)
    {
        var start = Stopwatch.GetTimestamp();
        await office.DecideAsync(wire, number, branch);
        _decisions.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
