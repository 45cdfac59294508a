using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Metadata;
using ParallelApproval.Evaluations;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Limits;

/// <summary>How much the front door takes from one caller: bytes, seconds, requests.</summary>
internal static class RequestLimits
{
    public const int MostBodyBytes = 1024 * 1024;

    /// <summary>Name of the rate limit on what anybody may ask without signing in.</summary>
    public const string PublicRate = "public";

    /// <summary>Name of the rate limit on what anybody may send in without signing in: complaints and ratings.</summary>
    public const string PublicFormRate = "public-form";

    /// <summary>Name of the rate limit on sign-in; looking at the page is not counted.</summary>
    public const string SignInRate = "sign-in";

    /// <summary>Name of the deadline of answers that are printed, and of what moves the time of a whole house.</summary>
    public const string TakesLong = "takes-long";

    /// <summary>The deadline of a command or a page: whatever hangs, its caller is told so by then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    // Beside the longest print: to read what is printed, and to wait for another print to end.
    private static readonly TimeSpan BesidePrint = TimeSpan.FromSeconds(10);

    /// <summary>How long requests under way may take to end when the node is stopped.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(3);

    /// <summary>The largest body that this request may have: what its endpoint says, else the usual.</summary>
    public static long Of(HttpContext? context) =>
        context?.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? MostBodyBytes;

    /// <param name="longestPrint">The longest that one answer may take to print; no answer takes much longer.</param>
    public static void AddRequestLimits(this WebApplicationBuilder builder, TimeSpan longestPrint)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        var rates = builder.Configuration.GetSection("ParallelApproval:Rates").Get<Rates>() ?? new();
        builder.Services.AddRequestTimeouts(timeouts =>
        {
            timeouts.DefaultPolicy = new() { Timeout = Longest, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable };
            timeouts.AddPolicy(TakesLong, longestPrint + BesidePrint);
        });
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) => RejectAsync(rejected.HttpContext, rejected.Lease);
            limiter.AddPolicy(PublicRate, context => PerAddress(context, rates.PublicAMinute));
            limiter.AddPolicy(PublicFormRate, context =>
                PerAddress(context, IsSent(context) && !IsShared(context) ? rates.PublicFormsAMinute : rates.PublicAMinute)
            );
            limiter.AddPolicy(SignInRate, context =>
                IsSent(context) ? PerAddress(context, rates.SignInsAMinute) : RateLimitPartition.GetNoLimiter("")
            );
        });
    }

    private static RateLimitPartition<string> PerAddress(HttpContext context, int aMinute) =>
        RateLimitPartition.GetFixedWindowLimiter($"{aMinute} {ClientPlace.AddressOf(context)}", _ => new()
            {
                PermitLimit = aMinute,
                Window = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            });

    private static bool IsSent(HttpContext context) => HttpMethods.IsPost(context.Request.Method);

    // At a kiosk many people rate, one after the other.
    private static bool IsShared(HttpContext context) =>
        context.RequestServices.GetRequiredService<EvaluationRules>().SharedAddresses.Contains(ClientPlace.AddressOf(context));

    private static ValueTask RejectAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 60;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        // A page that is only looked at comes back by itself: the board in the hall has nobody to press a key.
        if (context.WantsPage() && HttpMethods.IsGet(context.Request.Method))
            context.Response.Headers.Append("Refresh", wait.ToString(CultureInfo.InvariantCulture));
        return new(ShownRefusal.AnswerAsync(context, FrontRefusals.TooManyRequests(wait)));
    }
}

/// <summary>Requests that one network address may send in a minute; setting <c>ParallelApproval:Rates</c>.</summary>
internal sealed record Rates
{
    [Range(1, 1_000_000)]
    public int PublicAMinute { get; init; } = 300;

    /// <summary>Complaints and ratings; from a shared address (a kiosk) as many as <see cref="PublicAMinute"/>.</summary>
    [Range(1, 1_000_000)]
    public int PublicFormsAMinute { get; init; } = 10;

    /// <summary>Large enough for a department behind one address on a Monday morning; guesses at one account wait besides.</summary>
    [Range(1, 1_000_000)]
    public int SignInsAMinute { get; init; } = 300;
}
