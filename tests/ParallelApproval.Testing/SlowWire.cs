using System.Net;
using System.Net.Sockets;

namespace ParallelApproval.Testing;

/// <summary>
/// Stands between a program and a server of this machine, and brings everything that the server says as much later as it is told: a
/// database that answers slowly and does not fail.
/// </summary>
public sealed class SlowWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile CancellationTokenSource _change = new();
    private long _delay;

    public SlowWire(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>By how much every answer is late from now on; those that are under way are let go.</summary>
    public void Delay(TimeSpan delay)
    {
        Interlocked.Exchange(ref _delay, delay.Ticks);
        Interlocked.Exchange(ref _change, new()).Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_over.Token));
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It is taken away.
        }
    }

    private async Task CarryAsync(TcpClient program)
    {
        using (program)
        using (var server = new TcpClient { NoDelay = true })
        {
            program.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAny(
                CopyAsync(program.GetStream(), server.GetStream(), isLate: false),
                CopyAsync(server.GetStream(), program.GetStream(), isLate: true)
            );
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isLate)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _over.Token) is > 0 and var length)
            {
                // Looked at before the delay: one that is changed meanwhile ends at once.
                var change = _change.Token;
                if (isLate && TimeSpan.FromTicks(Interlocked.Read(ref _delay)) is var delay && delay > TimeSpan.Zero)
                    await Task.WhenAny(Task.Delay(delay, change), Task.Delay(Timeout.Infinite, _over.Token)); // what is tried
                await to.WriteAsync(buffer.AsMemory(0, length), _over.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // One side has gone; so does the other.
        }
    }
}
