using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ParallelApproval.Outbound;

/// <summary>A request to somebody outside of the house.</summary>
/// <param name="Key">The same for every try of the same request: sent as <c>Idempotency-Key</c>, by which a repeat is
/// known.</param>
/// <param name="Body">Null for none.</param>
public sealed record HttpCall(
    string Method,
    Uri Url,
    string Key,
    string? Body = null,
    string? ContentType = null,
    IReadOnlyDictionary<string, string>? Headers = null
);

/// <summary>Why a request got no answer.</summary>
public enum HttpFault
{
    /// <summary>It got one.</summary>
    None,

    /// <summary>The host is on no list, or its address is one that only insiders reach.</summary>
    NotAllowed,

    /// <summary>Nobody is there, or it broke off.</summary>
    NoConnection,

    /// <summary>It took longer than the setting allows.</summary>
    TimedOut,

    /// <summary>The answer is longer than the setting allows.</summary>
    TooLong,
}

/// <summary>What came back.</summary>
/// <param name="Status">0 when nothing did.</param>
/// <param name="Said">In words, for the journal; nothing of the body.</param>
public sealed record HttpReply(
    HttpFault Fault,
    int Status,
    string Body,
    string ContentType,
    IReadOnlyDictionary<string, string[]> Headers,
    string Said
)
{
    internal static HttpReply Of(HttpFault fault, string said) => new(fault, 0, "", "", new Dictionary<string, string[]>(), said);
}

/// <summary>
/// Sends requests to others (对外请求) and never further than allowed: the host stands on a list, the address to which the connection really
/// goes is checked (so a name that points elsewhere a moment later changes nothing), redirects are not followed, time and size have limits.
/// </summary>
public sealed class HttpSender : IDisposable
{
    private static readonly HttpRequestOptionsKey<bool> MayBeInside = new("inside");

    private readonly OutboundSettings _settings;
    private readonly HttpMessageInvoker _client;

    public HttpSender(OutboundSettings settings)
    {
        _settings = settings;
        _client = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                MaxConnectionsPerServer = 4,
                // Of every request the address is looked at: no connection is kept for the next.
                PooledConnectionLifetime = TimeSpan.Zero,
                ConnectCallback = ConnectAsync,
            }
        );
    }

    /// <summary>Sends it once and waits for the answer; an answer of whatever status is one.</summary>
    public async Task<HttpReply> SendAsync(HttpCall call, CancellationToken cancellation)
    {
        if (call.Url is not { IsAbsoluteUri: true, Scheme: "https" or "http" } || call.Url.UserInfo.Length > 0)
            return HttpReply.Of(HttpFault.NotAllowed, $"Expected an http or https address without a password, but it is '{call.Url}'.");
        var (isAllowed, mayBeInside) = _settings.Of(call.Url.IdnHost, call.Url.Port);
        if (!isAllowed)
            return HttpReply.Of(
                HttpFault.NotAllowed,
                $"Expected host '{call.Url.IdnHost}' to be on the list of hosts that may be called, but it is not."
            );
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(_settings.Seconds));
        try
        {
            using var request = Request(call);
            request.Options.Set(MayBeInside, mayBeInside);
            using var response = await _client.SendAsync(request, limit.Token);
            return await ReadAsync(response, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return HttpReply.Of(HttpFault.TimedOut, $"Expected an answer within {_settings.Seconds} s, but there was none.");
        }
        catch (Exception fault) when (Inner<InsideAddressException>(fault) is { } inside)
        {
            return HttpReply.Of(HttpFault.NotAllowed, inside.Message);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException)
        {
            return HttpReply.Of(HttpFault.NoConnection, fault.Message);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            return HttpReply.Of(HttpFault.NotAllowed, fault.Message);
        }
    }

    private static HttpRequestMessage Request(HttpCall call)
    {
        var request = new HttpRequestMessage(new(call.Method), call.Url);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType ?? "application/json");
        }

        foreach (var (name, value) in call.Headers ?? new Dictionary<string, string>())
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Remove("Idempotency-Key");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", call.Key);
        request.Headers.TryAddWithoutValidation("User-Agent", "ParallelApproval");
        return request;
    }

    private async Task<HttpReply> ReadAsync(HttpResponseMessage response, CancellationToken limit)
    {
        var most = _settings.Kilobytes * 1024;
        await using var stream = await response.Content.ReadAsStreamAsync(limit);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, limit) is > 0 and var read)
        {
            if (kept.Length + read > most)
                return HttpReply.Of(HttpFault.TooLong, $"Expected an answer of at most {_settings.Kilobytes} KB, but it is longer.");
            kept.Write(buffer, 0, read);
        }

        var headers = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new(
            HttpFault.None,
            (int)response.StatusCode,
            Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length),
            response.Content.Headers.ContentType?.MediaType ?? "",
            headers,
            $"{(int)response.StatusCode}"
        );
    }

    // The address that was looked at is the one that is called.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        context.InitialRequestMessage.Options.TryGetValue(MayBeInside, out var mayBeInside);
        var addresses = IPAddress.TryParse(host, out var given) ? [given] : await Dns.GetHostAddressesAsync(host, cancellation);
        var allowed = mayBeInside ? addresses : Array.FindAll(addresses, address => !InsideAddresses.Contain(address));
        if (allowed.Length == 0)
            throw new InsideAddressException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static T? Inner<T>(Exception? fault)
        where T : Exception
    {
        for (; fault is not null; fault = fault.InnerException)
            if (fault is T found)
                return found;
        return null;
    }

    public void Dispose() => _client.Dispose();

    private sealed class InsideAddressException(string host)
        : IOException($"Expected host '{host}' to have a public address, but only insiders reach it.");
}
