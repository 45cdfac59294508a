using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ParallelApproval.Scans;

/// <summary>Where the virus scanner of the centre listens; setting <c>ParallelApproval:Scans:Scanner</c>.</summary>
/// <param name="Address"><c>clamd://host:3310</c> (ClamAV, INSTREAM) or <c>icap://host:1344/service</c> (RFC 3507); null for
/// none.</param>
public sealed record ScannerAddress(Uri? Address)
{
    /// <summary>Whether that names one.</summary>
    public static bool IsSound(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address)
        && address.Scheme is "clamd" or "icap"
        && address.Host.Length > 0
        && address.Port > 0;
}

/// <summary>What the scanner says of a file.</summary>
/// <param name="Found">The name of what it found; null for nothing.</param>
/// <param name="IsAway">It did not say anything that can be understood, in time.</param>
public readonly record struct ScannerWord(string? Found, bool IsAway);

/// <summary>
/// Asks the virus scanner of the centre about each file before it is stored (查毒). Whatever it does — hangs, shuts the door early, answers
/// nonsense — it is away then, and nothing else.
/// </summary>
public sealed class VirusScanner(ScannerAddress scanner, ScanLimits limits)
{
    private const int Chunk = 64 * 1024;
    private const int LongestAnswer = 16 * 1024;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);
    private static readonly string[] Findings = ["X-Infection-Found", "X-Virus-ID", "X-Violations-Found"];

    private volatile bool _isAway;
    private long _lookedAt;

    /// <summary>Whether one is set at all.</summary>
    public bool IsSet => scanner.Address is not null;

    /// <summary>Whether it was away when it was asked last.</summary>
    public bool IsAway => _isAway;

    /// <summary>Nothing is found where no scanner is set.</summary>
    public async Task<ScannerWord> AskAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (scanner.Address is not { } address)
            return default;
        var word = await WithinAsync(
            TimeSpan.FromSeconds(limits.ScannerSeconds),
            late => address.Scheme == "icap" ? AskIcapAsync(address, content, late) : AskClamdAsync(address, content, late),
            cancellation
        );
        _isAway = word.IsAway;
        return word;
    }

    /// <summary>Looks whether it answers, every half minute at most.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (scanner.Address is not { } address || (_lookedAt != 0 && Stopwatch.GetElapsedTime(_lookedAt) < BetweenLooks))
            return;
        _lookedAt = Stopwatch.GetTimestamp();
        _isAway = (await WithinAsync(LongestLook, late => LookAtAsync(address, late), cancellation)).IsAway;
    }

    private static async Task<ScannerWord> WithinAsync(
        TimeSpan limit,
        Func<CancellationToken, Task<ScannerWord>> ask,
        CancellationToken cancellation
    )
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(limit);
        try
        {
            return await ask(late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, IsAway: true);
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            return new(null, IsAway: true);
        }
    }

    private static async Task<ScannerWord> AskClamdAsync(Uri address, ReadOnlyMemory<byte> content, CancellationToken late)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, late);
        await using var stream = client.GetStream();
        // It may refuse in the middle and shut the door; what it said before that counts.
        var answer = ReadAsync(stream, "\0", late);
        try
        {
            await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), late);
            var length = new byte[sizeof(int)];
            for (var at = 0; at < content.Length; at += Chunk)
            {
                var part = content.Slice(at, Math.Min(Chunk, content.Length - at));
                BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
                await stream.WriteAsync(length, late);
                await stream.WriteAsync(part, late);
            }

            await stream.WriteAsync(new byte[sizeof(int)], late);
        }
        catch (IOException)
        {
            // The answer tells.
        }

        const string found = " FOUND";
        var text = (await answer).Trim();
        return text is "stream: OK" ? new(null, IsAway: false)
            : text.StartsWith("stream: ", StringComparison.Ordinal) && text.EndsWith(found, StringComparison.Ordinal)
                ? new(Short(text["stream: ".Length..^found.Length]), IsAway: false)
            : new(null, IsAway: true);
    }

    private static async Task<ScannerWord> AskIcapAsync(Uri address, ReadOnlyMemory<byte> content, CancellationToken late)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, late);
        await using var stream = client.GetStream();
        const string request = "GET http://upload.invalid/ HTTP/1.1\r\nHost: upload.invalid\r\n\r\n";
        var response = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {content.Length}\r\n\r\n"
        );
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"RESPMOD {address} ICAP/1.0\r\nHost: {address.Authority}\r\nAllow: 204\r\nConnection: close\r\n"
                + $"Encapsulated: req-hdr=0, res-hdr={request.Length}, res-body={request.Length + response.Length}\r\n\r\n"
                + $"{request}{response}{content.Length:x}\r\n"
        );
        var answer = ReadAsync(stream, "\r\n\r\n", late);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), late);
            await stream.WriteAsync(content, late);
            await stream.WriteAsync("\r\n0\r\n\r\n"u8.ToArray(), late);
        }
        catch (IOException)
        {
            // The answer tells.
        }

        var lines = (await answer).Split("\r\n");
        var status = lines[0].Split(' ');
        if (status is not ["ICAP/1.0", { } code, ..])
            return new(null, IsAway: true);
        var named = lines.FirstOrDefault(line => Findings.Any(name => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)));
        return code switch
        {
            "204" => new(null, IsAway: false),
            // Allowed to say "as it is" in one word, it sends something else instead of the file.
            "200" => new(Short(named?[(named.IndexOf(':') + 1)..].Trim() ?? "modified"), IsAway: false),
            _ => new(null, IsAway: true),
        };
    }

    private static async Task<ScannerWord> LookAtAsync(Uri address, CancellationToken late)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, late);
        await using var stream = client.GetStream();
        if (address.Scheme == "clamd")
        {
            await stream.WriteAsync("zPING\0"u8.ToArray(), late);
            return new(null, IsAway: (await ReadAsync(stream, "\0", late)).Trim() != "PONG");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"OPTIONS {address} ICAP/1.0\r\nHost: {address.Authority}\r\n\r\n"), late);
        return new(null, IsAway: !(await ReadAsync(stream, "\r\n\r\n", late)).StartsWith("ICAP/1.0 200", StringComparison.Ordinal));
    }

    // Up to that end, without it, or up to where the other side stops.
    private static async Task<string> ReadAsync(NetworkStream stream, string end, CancellationToken late)
    {
        var (buffer, text) = (new byte[1024], new StringBuilder());
        while (text.Length < LongestAnswer)
        {
            var got = await stream.ReadAsync(buffer, late);
            if (got == 0)
                return text.ToString();
            text.Append(Encoding.Latin1.GetString(buffer, 0, got));
            if (text.ToString().IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
                return text.ToString(0, at);
        }

        return "";
    }

    // What another program says stands in the trail and before people: plain letters, and few.
    private static string Short(string name) =>
        new([.. name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '/' or ' ').Take(100)]);
}
