using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ParallelApproval.Outbound;

/// <summary>Somebody outside who listens on this machine.</summary>
internal sealed class WebReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _stopped = new();

    private WebReceiver(WebApplication app) => _app = app;

    /// <summary>Requests as they came: path, body, and the key by which a repeat is known.</summary>
    public ConcurrentQueue<(string Path, string Body, string Key)> Received { get; } = [];

    /// <summary>The signed messages among them: id, time stamp, signatures, body.</summary>
    public ConcurrentQueue<(string Id, string Timestamp, string Signature, string Body)> Signed { get; } = [];

    public int Port { get; private set; }

    public string At(string path) => $"http://127.0.0.1:{Port}{path}";

    /// <summary>Completed when the first request has arrived that is never answered.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<WebReceiver> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebReceiver(app);
        app.Run(receiver.AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        receiver.Port = new Uri(address).Port;
        return receiver;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var path = context.Request.Path.Value!;
        var (headers, body) = (context.Request.Headers, await reader.ReadToEndAsync());
        Received.Enqueue((path, body, headers["Idempotency-Key"].ToString()));
        if (headers["webhook-id"].ToString() is { Length: > 0 } id)
            Signed.Enqueue((id, headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body));
        switch (path)
        {
            case "/json":
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"answer":42}""");
                break;
            case "/gone":
                context.Response.StatusCode = 410;
                break;
            case "/busy":
                context.Response.StatusCode = Received.Count(one => one.Path == "/busy") == 1 ? 503 : 200;
                break;
            case "/inside":
                context.Response.Redirect("/json");
                break;
            case "/long":
                for (var block = 0; block < 64; block++)
                    await context.Response.WriteAsync(new string('x', 1024), context.RequestAborted);
                break;
            case "/hang":
                Hanging.TrySetResult();
                await Task.WhenAny(_stopped.Task, Task.Delay(Timeout.Infinite, context.RequestAborted));
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopped.TrySetResult();
        await _app.DisposeAsync();
    }
}

/// <summary>A mail server that takes what it is given, as far as the protocol needs it.</summary>
internal sealed class MailReceiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();

    public MailReceiver()
    {
        _listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is answered to every recipient; 250 takes him.</summary>
    public string ToRecipients { get; set; } = "250 OK";

    public ConcurrentQueue<string> Messages { get; } = [];

    private async Task ListenAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_closed.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has closed it.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync(_closed.Token) is { } line)
                switch (line.Split(' ')[0].ToUpperInvariant())
                {
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var message = new StringBuilder();
                        while (await reader.ReadLineAsync(_closed.Token) is { } part && part != ".")
                            message.AppendLine(part);
                        Messages.Enqueue(message.ToString());
                        await writer.WriteLineAsync("250 taken");
                        break;
                    case "RCPT":
                        await writer.WriteLineAsync(ToRecipients);
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 OK");
                        break;
                }
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _listener.Dispose();
    }
}
