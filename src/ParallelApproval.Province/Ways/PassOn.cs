using System.Security.Cryptography;
using System.Text;
using ParallelApproval.Province.Nodes;
using ParallelApproval.Province.Registers;
using Yarp.ReverseProxy.Forwarder;

namespace ParallelApproval.Province.Ways;

/// <summary>
/// Hands a request to a server of its district (转交), and to the next one when that does no harm: where it was never sent, or only reads.
/// </summary>
/// <remarks>How long an answer may take is the house's to say: 25 seconds as a rule, minutes for what is printed or verified. Only a server
/// that has fallen silent says nothing more, so a request is taken back from such a one, and from no other. Open pages and whatever else
/// lives for long are left to their readers, who notice by themselves.</remarks>
internal sealed class PassOn(IHttpForwarder forwarder, Wire wire, ProvinceMeter meter, TimeProvider time)
{
    /// <summary>A little longer than the house lets an ordinary request take.</summary>
    private static readonly TimeSpan Ordinary = TimeSpan.FromSeconds(27);

    // From then on its silence may begin at any moment.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // Without a word in either direction: longer than anything that the house does before it answers.
    private static readonly TimeSpan MostQuiet = TimeSpan.FromHours(1);

    private static readonly ForwarderRequestConfig Limits = new()
    {
        Version = System.Net.HttpVersion.Version11,
        ActivityTimeout = MostQuiet,
    };

    /// <summary>Under the district's own name: whoever is signed in there stays so.</summary>
    public Task UnderItsNameAsync(HttpContext context, District district) => ToAsync(context, district, AsItCame.Way);

    /// <summary>From the province's name, where no session of a district is known.</summary>
    public Task ByNumberAsync(HttpContext context, District district) => ToAsync(context, district, new WithoutSession(district));

    private async Task ToAsync(HttpContext context, District district, HttpTransformer way)
    {
        meter.Asked(district);
        foreach (var node in InTurn(district, context))
        {
            var error = await SendAsync(context, node, way);
            if (error is ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
                return;
            var wasUnreached = WasUnreached(context.Features.Get<IForwarderErrorFeature>()?.Exception);
            context.Response.Clear();
            if (IsCallersFault(error))
            {
                await Answers.RefuseAsync(context, ProvinceRefusals.Malformed(), district);
                return;
            }

            if (wasUnreached)
                node.Is(NodeState.Away, "refused");
            else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
                break;
        }

        await Answers.RefuseAsync(context, ProvinceRefusals.Away(district), district);
    }

    private async Task<ForwarderError> SendAsync(HttpContext context, Node node, HttpTransformer way)
    {
        using var taken = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var answered = new CancellationTokenSource();
        var watching = TakeBackAsync(context, node, taken, answered.Token);
        try
        {
            return await forwarder.SendAsync(context, node.Prefix, wire.Invoker, Limits, way, taken.Token);
        }
        finally
        {
            await answered.CancelAsync();
            await watching;
        }
    }

    private async Task TakeBackAsync(HttpContext context, Node node, CancellationTokenSource taken, CancellationToken answered)
    {
        try
        {
            for (var wait = Ordinary; ; wait = LookAgain)
            {
                await Task.Delay(wait, time, answered); // a silence gives no signal
                if (LivesLong(context.Response))
                    return;
                if (node.HasFallenSilent)
                {
                    await taken.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is answered.
        }
    }

    private static bool LivesLong(HttpResponse response) =>
        response.HasStarted
        && (
            response.StatusCode == StatusCodes.Status101SwitchingProtocols
            || response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is true
        );

    // The same reader comes to the same server while that is there, on every entrance: an open page is two requests at least.
    private static IEnumerable<Node> InTurn(District district, HttpContext context)
    {
        var nodes = district.Nodes.Where(node => node.State is NodeState.Ready or NodeState.Unasked).ToList();
        if (nodes.Count == 0)
            nodes = [.. district.Nodes.Where(node => node.State is NodeState.Reads)];
        return nodes.Count < 2
            ? nodes
            : nodes.OrderByDescending(node => Weight(node, context.Connection.RemoteIpAddress?.ToString() ?? ""));
    }

    private static ulong Weight(Node node, string reader) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(node.Prefix + " " + reader)));

    // Nothing of it has left this machine, so it may be sent to another one whatever it wants.
    private static bool WasUnreached(Exception? fault) =>
        fault is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
        // A connection that is not made within its second.
        || fault is OperationCanceledException { InnerException: TimeoutException };

    private static bool IsCallersFault(ForwarderError error) =>
        error is ForwarderError.RequestCreation or ForwarderError.RequestBodyClient or ForwarderError.UpgradeRequestClient;

    /// <summary>The host as the reader wrote it, and who he is, in our words alone.</summary>
    private class AsItCame : HttpTransformer
    {
        public static readonly AsItCame Way = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var headers = proxyRequest.Headers;
            headers.Host = httpContext.Request.Headers.Host.ToString();
            foreach (var name in (string[])["Forwarded", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-For", "X-Forwarded-Proto"])
                headers.Remove(name);
            if (httpContext.Connection.RemoteIpAddress is { } reader)
                headers.TryAddWithoutValidation("X-Forwarded-For", (reader.IsIPv4MappedToIPv6 ? reader.MapToIPv4() : reader).ToString());
            headers.TryAddWithoutValidation("X-Forwarded-Proto", httpContext.Request.Scheme);
        }
    }

    /// <summary>Under the name of the district, and without cookies either way: they belong to one name.</summary>
    private sealed class WithoutSession(District district) : AsItCame
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = district.Address.Authority;
            proxyRequest.Headers.Remove("Cookie");
        }

        public override async ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext,
            HttpResponseMessage? proxyResponse,
            CancellationToken cancellationToken
        )
        {
            proxyResponse?.Headers.Remove("Set-Cookie");
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}
