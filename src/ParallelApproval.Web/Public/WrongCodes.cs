using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ParallelApproval.Web.Public;

/// <summary>What a code opens.</summary>
internal enum Coded
{
    Case,
    Complaint,
    Precheck,
    Booking,
}

/// <summary>
/// Wrong query codes (查询码错误次数), by whoever tries and by what he tries, in the memory of this node: six digits must not be found by trying,
/// and nobody shuts another out of his own case by trying wrong ones. Each wrong code doubles the wait of that address for that number,
/// from ten seconds after the fifth to ten minutes; a right one ends it. By the real clock, not the demonstration's.
/// </summary>
internal sealed class WrongCodes(IHttpContextAccessor contexts)
{
    private const int Free = 5;
    private const int MostKept = 20_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Address, Coded What, long Key), Tries> _wrong = new();

    /// <param name="Until">When the next try is listened to.</param>
    private sealed record Tries(int Count, DateTimeOffset Until);

    /// <summary>How many seconds the caller has to wait before he may try that number again; 0 when he may.</summary>
    /// <param name="key">Key of a case, or the running number of anything else.</param>
    public int SecondsToWait(Coded what, long key) =>
        _wrong.TryGetValue((Address(), what, key), out var tries) && tries.Until - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } wait
            ? (int)Math.Ceiling(wait.TotalSeconds)
            : 0;

    public void Note(Coded what, long key)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_wrong.Count >= MostKept)
            Forget(now);
        _wrong.AddOrUpdate((Address(), what, key), _ => After(1, now), (_, tries) => After(IsOld(tries, now) ? 1 : tries.Count + 1, now));
    }

    /// <summary>The caller has the right code.</summary>
    public void Forget(Coded what, long key) => _wrong.TryRemove((Address(), what, key), out _);

    private static Tries After(int count, DateTimeOffset now) =>
        new(count, count < Free ? now : now + TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 10 * Math.Pow(2, count - Free))));

    private static bool IsOld(Tries tries, DateTimeOffset now) => tries.Until + Longest < now;

    // Whoever has one address of IPv6 has all of its network.
    private string Address()
    {
        if (contexts.HttpContext?.Connection.RemoteIpAddress is not { } address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]]).ToString()
            : address.ToString();
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, tries) in _wrong)
            if (IsOld(tries, now))
                _wrong.TryRemove(key, out _);
    }
}
