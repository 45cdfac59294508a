using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ParallelApproval.Web;

/// <summary>
/// A server that says of itself that it is a district, and which figures it has: for what a whole house would take long to come to. It
/// counts what it is asked.
/// </summary>
internal sealed class SmallHouse : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isSilent;
    private int _asked;

    private SmallHouse(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>How often anything but its health was asked for.</summary>
    public int Asked => _asked;

    /// <summary>What its health says; 503 for anything but <c>ready</c>.</summary>
    public string Health { get; set; } = "ready";

    /// <summary>It takes what is sent and answers nothing, as a process that is frozen.</summary>
    public void FallSilent() => _isSilent = true;

    /// <summary>It goes on where it was.</summary>
    public void Speak()
    {
        _isSilent = false;
        _spoken.TrySetResult();
    }

    private Task SilenceAsync() => _isSilent ? _spoken.Task : Task.CompletedTask;

    public static async Task<SmallHouse> StartAsync(string region, int timed = 0, int onTime = 0, int measured = 0, int actualDays = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var house = new SmallHouse(app);
        app.UseWebSockets();
        app.Use(
            async (_, next) =>
            {
                await house.SilenceAsync();
                await next();
            }
        );
        app.MapGet("/health/ready", () =>
            Results.Json(new { status = house.Health, region }, statusCode: house.Health == "ready" ? 200 : 503)
        );
        // Two words, the second when it speaks again.
        app.MapGet("/words", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await context.Response.Body.FlushAsync();
            await house._spoken.Task;
            await context.Response.WriteAsync("data: second\n\n");
        });
        app.MapGet("/talk", async (HttpContext context) =>
        {
            using var talk = await context.WebSockets.AcceptWebSocketAsync();
            await talk.SendAsync("first"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, true, CancellationToken.None);
            await house._spoken.Task;
            await talk.SendAsync("second"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, true, CancellationToken.None);
            await talk.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        app.MapGet("/api/reports/headline/sums", (string from, string to) => Results.Json(
                new
                {
                    from,
                    to,
                    region,
                    received = timed,
                    closed = timed,
                    timed,
                    onTime,
                    late = timed - onTime,
                    measured,
                    promisedDays = 2 * actualDays,
                    actualDays,
                    rated = 0,
                    satisfied = 0,
                }
            ));
        app.Map("{**path}", (HttpContext context) =>
        {
            Interlocked.Increment(ref house._asked);
            return Results.Json(
                new
                {
                    region,
                    host = context.Request.Host.Value,
                    cookie = context.Request.Headers.Cookie.ToString(),
                    proto = context.Request.Headers["X-Forwarded-Proto"].ToString(),
                    client = context.Request.Headers["X-Forwarded-For"].ToString(),
                    forged = context.Request.Headers["X-Forwarded-Host"].ToString() + context.Request.Headers["Forwarded"],
                }
            );
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return house;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
