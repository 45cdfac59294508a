using System.Net;
using System.Text;

namespace ParallelApproval.Province.Nodes;

/// <summary>
/// The connections to all servers (线路). Nothing is followed, unpacked, kept or changed on the way, and who cannot be reached is known
/// within a second.
/// </summary>
internal sealed class Wire : IDisposable
{
    // What is read here itself: how a server is, what its figures are.
    private const int MostBytes = 256 * 1024;

    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(1);

    public HttpMessageInvoker Invoker { get; } =
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = Reach,
                // A name may lead elsewhere tomorrow.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ActivityHeadersPropagator = null,
                // Bytes are passed on as they came, whatever somebody wrote into a header.
                RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
                ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            }
        );

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        Invoker.SendAsync(request, cancellation);

    /// <summary>The body of an answer; of one that is too long, its beginning.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var read = new byte[MostBytes];
        var length = await body.ReadAtLeastAsync(read, MostBytes, throwOnEndOfStream: false, cancellation);
        return read[..length];
    }

    public void Dispose() => Invoker.Dispose();
}
