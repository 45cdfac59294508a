using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>
/// How an officer shows who he is: a token in the header for programs, a cookie for browsers, a key for systems. The first two hold his
/// id, his session and his security stamp under the keys that all nodes share; none needs the database to be checked while it is used.
/// </summary>
internal static class SessionSetup
{
    public const string Bearer = "Bearer";
    public const string Cookie = "Cookie";
    private const string Either = "Either";

    // The ticket says itself when it ends; this is but the framework's own limit, which no session reaches.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>
    /// A token that a page fetches for itself: long enough for a quarter of an hour without the network, and then it asks for the next one.
    /// </summary>
    public static readonly TimeSpan ShortTokenLasts = TimeSpan.FromMinutes(15);

    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(settings.GetSection("ParallelApproval:Sessions").Get<SessionLimits>() ?? new());
        services.AddHttpContextAccessor();
        var authentication = services
            .AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, KeyCheck>(KeyCheck.Name, null)
            .AddBearerToken(Bearer, Configure)
            .AddCookie(Cookie, Configure);
        authentication.AddProvider(services, settings);
        services.AddTransient<IClaimsTransformation, StampCheck>();
        services.AddSingleton<SessionTicket>();
        services.AddSingleton<IKnowOrigin, HouseOrigin>();
        services.AddSingleton<SharedKeys>();
        services.AddDataProtection().SetApplicationName("ParallelApproval");
        services.AddOptions<KeyManagementOptions>().Configure<SharedKeys>((options, keys) => options.XmlRepository = keys);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    /// <summary>Whether the caller shows a token, which no browser sends along by itself as it does a cookie.</summary>
    public static bool IsByToken(HttpContext context) => context.Request.Headers.Authorization.Count > 0 || HubToken(context) is not null;

    private static string SchemeOf(HttpContext context) =>
        KeyCheck.TokenOf(context) is not null ? KeyCheck.Name
        : IsByToken(context) ? Bearer
        : Cookie;

    // A browser's WebSocket carries no header; a token in the address is taken there and nowhere else.
    private static string? HubToken(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/elsa/hubs") && context.Request.Query["access_token"].ToString() is { Length: > 0 } token
            ? token
            : null;

    // Sessions end by the real clock: the demonstration's clock moves deadlines, not people's working hours.
    private static void Configure(BearerTokenOptions options)
    {
        options.BearerTokenExpiration = Longest;
        options.Events.OnMessageReceived = received =>
        {
            received.Token ??= HubToken(received.HttpContext);
            return Task.CompletedTask;
        };
        options.TimeProvider = TimeProvider.System;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Longest;
        options.CookieManager = new HostCookies();
        options.SlidingExpiration = false;
        options.LoginPath = "/login";
        options.TimeProvider = TimeProvider.System;
    }
}
