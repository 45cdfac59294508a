using System.Net;
using System.Net.Sockets;

namespace ParallelApproval.Benchmarks.Meters;

/// <summary>
/// Stands between a web server and PostgreSQL and counts how often a connection turns from answering to asking: the round trips, whatever
/// the driver packs into one. Slow, so never in the way of a slice that is timed.
/// </summary>
internal sealed class RoundTripProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private long _roundTrips;

    public RoundTripProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PumpAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException) { }
    }

    private async Task PumpAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var answered = new Direction();
            await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream(), () =>
                {
                    if (answered.Turn(to: false))
                        Interlocked.Increment(ref _roundTrips);
                }), CopyAsync(server.GetStream(), client.GetStream(), () => answered.Turn(to: true)));
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Action beforeEach)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var length)
            {
                beforeEach();
                await to.WriteAsync(buffer.AsMemory(0, length));
            }
        }
        catch (IOException)
        {
            // One side has gone; so does the other.
        }
    }

    private sealed class Direction
    {
        private readonly Lock _lock = new();

        private bool _answered = true;

        /// <summary>True if that was a change.</summary>
        public bool Turn(bool to)
        {
            lock (_lock)
            {
                var changed = _answered != to;
                _answered = to;
                return changed;
            }
        }
    }
}
