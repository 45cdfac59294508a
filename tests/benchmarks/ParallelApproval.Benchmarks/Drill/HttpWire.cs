using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ParallelApproval.Benchmarks.Drill;

/// <summary>
/// One kept-alive HTTP/1.1 connection over a bare socket. It knows just enough of the protocol for our own servers, so that the
/// client takes little of the two cores that it shares with what is measured.
/// </summary>
internal sealed class HttpWire(IPEndPoint server) : IDisposable
{
    private readonly Socket _socket = Connect(server);
    private byte[] _received = new byte[16 * 1024];

    /// <summary>Posts and returns the body of the answer; throws unless the status is 2xx.</summary>
    public async ValueTask<string> PostAsync(string path, string? token, ReadOnlyMemory<byte> body, string? idempotencyKey = null)
    {
        await SendAsync(Head(path, token, body.Length, idempotencyKey), body);
        for (var length = 0; ; )
        {
            if (length == _received.Length)
                Array.Resize(ref _received, length * 2);
            var more = await _socket.ReceiveAsync(_received.AsMemory(length));
            if (more == 0)
                throw new IOException("The server closed the connection.");
            length += more;
            if (Answer.TryRead(_received.AsSpan(0, length)) is { } answer)
                return answer.Status is >= 200 and < 300 ? answer.Body : throw new IOException($"{path}: {answer.Status} {answer.Body}");
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask SendAsync(string head, ReadOnlyMemory<byte> body)
    {
        var message = new byte[head.Length + body.Length];
        Encoding.ASCII.GetBytes(head, message);
        body.CopyTo(message.AsMemory(head.Length));
        for (var sent = 0; sent < message.Length; )
            sent += await _socket.SendAsync(message.AsMemory(sent));
    }

    private static string Head(string path, string? token, int length, string? idempotencyKey) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + $"{length}\r\n{Header("Authorization: Bearer ", token)}{Header("Idempotency-Key: ", idempotencyKey)}\r\n"
        );

    private static string Header(string name, string? value) => value is null ? "" : name + value + "\r\n";

    private static Socket Connect(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        return socket;
    }
}
