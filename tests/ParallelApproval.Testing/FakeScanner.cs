using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ParallelApproval.Testing;

/// <summary>
/// A little server on the loopback address that speaks the protocol of clamd (INSTREAM) or ICAP (RESPMOD), as well or as badly as the test
/// says.
/// </summary>
public sealed class FakeScanner : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <param name="manner">How it behaves; may be changed while it stands.</param>
    public FakeScanner(ScannerManner manner)
    {
        Manner = manner;
        _listener.Start();
        _serving = ServeAsync();
    }

    public ScannerManner Manner { get; set; }

    /// <summary>The file that was shown to it last.</summary>
    public byte[] Shown { get; private set; } = [];

    public Uri Clamd => new($"clamd://127.0.0.1:{Port}");

    public Uri Icap => new($"icap://127.0.0.1:{Port}/avscan");

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
            try
            {
                var stream = client.GetStream();
                switch (Manner)
                {
                    case ScannerManner.ShutsAtOnce:
                        return;
                    case ScannerManner.Hangs:
                        await stream.CopyToAsync(Stream.Null, _end.Token);
                        await new TaskCompletionSource().Task.WaitAsync(_end.Token);
                        return;
                    default:
                        var first = new byte[1];
                        await stream.ReadExactlyAsync(first, _end.Token);
                        await (first[0] == 'z' ? ClamdAsync(stream) : IcapAsync(stream, (char)first[0]));
                        return;
                }
            }
            catch (IOException)
            {
                // The product has gone away.
            }
    }

    private async Task ClamdAsync(NetworkStream stream)
    {
        var command = await UntilAsync(stream, "\0");
        if (command == "PING\0")
        {
            await SayAsync(stream, "PONG\0");
            return;
        }

        using var shown = new MemoryStream();
        var length = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(length, _end.Token);
            var part = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            if (part.Length == 0)
                break;
            await stream.ReadExactlyAsync(part, _end.Token);
            shown.Write(part);
            if (Manner is ScannerManner.ShutsInTheMiddle)
                return;
        }

        Shown = shown.ToArray();
        await SayAsync(
            stream,
            Manner switch
            {
                ScannerManner.FindsSomething => "stream: Win.Test.Worm-1 FOUND\0",
                ScannerManner.TooLarge => "INSTREAM size limit exceeded. ERROR\0",
                ScannerManner.SaysNonsense => "\u0001\u0002 OK OK FOUND or not\0",
                ScannerManner.SaysHalf => "stream: O",
                ScannerManner.TalksForEver => new string('x', 200_000),
                _ => "stream: OK\0",
            }
        );
    }

    private async Task IcapAsync(NetworkStream stream, char first)
    {
        var head = first + await UntilAsync(stream, "\r\n\r\n");
        if (head.StartsWith("OPTIONS", StringComparison.Ordinal))
        {
            await SayAsync(stream, "ICAP/1.0 200 OK\r\nMethods: RESPMOD\r\n\r\n");
            return;
        }

        await UntilAsync(stream, "\r\n\r\n");
        await UntilAsync(stream, "\r\n\r\n");
        var size = Convert.ToInt32((await UntilAsync(stream, "\r\n")).Trim(), 16);
        var shown = new byte[size];
        await stream.ReadExactlyAsync(shown, _end.Token);
        Shown = shown;
        if (Manner is ScannerManner.ShutsInTheMiddle)
            return;
        await UntilAsync(stream, "\r\n0\r\n\r\n");
        await SayAsync(
            stream,
            Manner switch
            {
                ScannerManner.FindsSomething => "ICAP/1.0 200 OK\r\nX-Infection-Found: Type=0; Threat=Win.Test.Worm-1;\r\n\r\n",
                ScannerManner.TooLarge => "ICAP/1.0 500 Server error\r\n\r\n",
                ScannerManner.SaysNonsense => "HTTP/1.1 204 No Content\r\n\r\n",
                ScannerManner.SaysHalf => "ICAP/1.",
                ScannerManner.TalksForEver => new string('x', 200_000),
                _ => "ICAP/1.0 204 No Content\r\n\r\n",
            }
        );
    }

    private async Task<string> UntilAsync(NetworkStream stream, string end)
    {
        var (text, one) = (new StringBuilder(), new byte[1]);
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _end.Token);
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    private async Task SayAsync(NetworkStream stream, string words) => await stream.WriteAsync(Encoding.Latin1.GetBytes(words), _end.Token);
}

/// <summary>How a scanner behaves.</summary>
public enum ScannerManner
{
    FindsNothing,
    FindsSomething,
    Hangs,
    ShutsAtOnce,
    ShutsInTheMiddle,
    SaysNonsense,
    SaysHalf,
    TooLarge,
    TalksForEver,
}
