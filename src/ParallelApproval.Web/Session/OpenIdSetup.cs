using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web.Session;

/// <summary>
/// Sign-in by an outside provider of identities (统一身份认证): OpenID Connect, code flow with PKCE, state and nonce. Set by
/// <c>ParallelApproval:OpenId</c>; without it there is none, and no address of it.
/// </summary>
internal static class OpenIdSetup
{
    public const string Scheme = "OpenId";

    /// <summary>Where a reader begins it.</summary>
    public const string BeginPath = "/login/provider";

    private const string Section = KnownSettings.Section + ":OpenId";
    private const string AnswerPath = BeginPath + "/answer";
    private const string EndedPath = BeginPath + "/ended";
    private const int LongestName = 40;

    // RFC 8176: what a provider calls a sign-in that asked for more than a password.
    private static readonly string[] UsualMethods = ["mfa", "otp", "hwk", "swk", "sc"];

    // By key pairs alone: nothing that is unsigned, or signed with a secret that both have.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Every setting of it.</summary>
    public static IEnumerable<Setting> Known =>
        [
            new(Section + ":Authority", "an address with https (on this machine: http)", null, "setting_openid_authority", IsAuthority),
            new(Section + ":ClientId", "a name", null, "setting_openid_client", IsName),
            new(Section + ":ClientSecret", "a secret", null, "setting_openid_secret", IsName) { IsSecret = true },
            new(Section + ":Name", "a name of at most 40 characters", null, "setting_openid_name", text =>
                text.Trim().Length is > 0 and <= LongestName
            ),
            new(Section + ":Methods", "methods of RFC 8176", null, "setting_openid_methods", IsName, IsList: true),
        ];

    /// <summary>What is wrong with them together; each by itself is sound.</summary>
    public static IEnumerable<string> FaultsIn(IConfiguration settings)
    {
        var section = settings.GetSection(Section);
        if (section["Authority"] is not { Length: > 0 })
        {
            if (section["ClientId"] is { Length: > 0 } || section["ClientSecret"] is { Length: > 0 })
                yield return $"Expected {Section}:Authority where {Section}:ClientId or {Section}:ClientSecret is given, but it is not.";
            yield break;
        }

        foreach (var needed in (string[])["ClientId", "ClientSecret"])
            if (section[needed] is not { Length: > 0 })
                yield return $"Expected {Section}:{needed} where {Section}:Authority is given, but it is not.";
    }

    /// <summary>The provider as the settings name it.</summary>
    public static OutsideProvider Read(IConfiguration settings)
    {
        var section = settings.GetSection(Section);
        return section["Authority"] is { Length: > 0 } authority
            ? new(Issuer(authority), section.GetSection("Methods").Get<string[]>() is { Length: > 0 } methods ? methods : UsualMethods)
            : OutsideProvider.None;
    }

    /// <summary>What the provider is called on the page; null where there is none.</summary>
    public static string? NameOf(IConfiguration settings) =>
        settings[Section + ":Authority"] is { Length: > 0 } authority ? settings[Section + ":Name"] ?? new Uri(authority).Host : null;

    public static void AddProvider(this AuthenticationBuilder authentication, IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(Read(settings));
        services.AddSingleton<ProviderAnswers>();
        if (Read(settings).Issuer is not { } issuer)
            return;
        authentication.AddOpenIdConnect(Scheme, options => Configure(options, settings.GetSection(Section), issuer));
    }

    public static void MapProvider(this IEndpointRouteBuilder app, IConfiguration settings)
    {
        if (Read(settings).Issuer is not null)
            app.MapGet(BeginPath, ProviderAnswers.BeginAsync)
                .OpenToAnybody()
                .RequireRateLimiting(Limits.RequestLimits.SignInRate)
                .ExcludeFromDescription();
    }

    private static void Configure(OpenIdConnectOptions options, IConfigurationSection section, string issuer)
    {
        options.Authority = issuer;
        options.RequireHttpsMetadata = new Uri(issuer).Scheme == Uri.UriSchemeHttps;
        (options.ClientId, options.ClientSecret) = (section["ClientId"], section["ClientSecret"]);
        options.ResponseType = OpenIdConnectResponseType.Code;
        // In the address, by GET: what another site posts here is refused before it is read.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        options.Scope.Add(OpenIdConnectScope.OpenId);
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.DisableTelemetry = true;
        options.BackchannelTimeout = Patience;
        (options.CallbackPath, options.SignedOutCallbackPath, options.RemoteSignOutPath) = (AnswerPath, EndedPath, PathString.Empty);
        (options.SignInScheme, options.SignOutScheme) = (SessionSetup.Cookie, SessionSetup.Cookie);
        options.TokenValidationParameters.ValidIssuers = [issuer, issuer + "/"];
        options.TokenValidationParameters.ValidAudience = options.ClientId;
        options.TokenValidationParameters.ValidAlgorithms = Algorithms;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        options.Events = new()
        {
            OnTokenValidated = context => Answers(context.HttpContext).EnterAsync(context),
            OnTicketReceived = context => Answers(context.HttpContext).LandAsync(context),
            OnRemoteFailure = context => ProviderAnswers.RefuseAsync(context),
            OnRedirectToIdentityProviderForSignOut = context => ProviderAnswers.LeaveAsync(context),
        };
    }

    private static ProviderAnswers Answers(HttpContext context) => context.RequestServices.GetRequiredService<ProviderAnswers>();

    // Bindings are kept under it, so that it has one way of being written.
    private static string Issuer(string authority) => authority.Trim().TrimEnd('/');

    private static bool IsName(string text) => text.Trim().Length > 0;

    private static bool IsAuthority(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { Query: "", Fragment: "", UserInfo: "" }
        && text.Trim().Length <= OutsideIdentity.LongestIssuer;
}
