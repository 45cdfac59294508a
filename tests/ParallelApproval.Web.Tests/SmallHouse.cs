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
    private int _asked;

    private SmallHouse(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>How often anything but its health was asked for.</summary>
    public int Asked => _asked;

    /// <summary>What its health says; 503 for anything but <c>ready</c>.</summary>
    public string Health { get; set; } = "ready";

    public static async Task<SmallHouse> StartAsync(string region, int timed = 0, int onTime = 0, int measured = 0, int actualDays = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var house = new SmallHouse(app);
        app.MapGet("/health/ready", () =>
            Results.Json(new { status = house.Health, region }, statusCode: house.Health == "ready" ? 200 : 503)
        );
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
