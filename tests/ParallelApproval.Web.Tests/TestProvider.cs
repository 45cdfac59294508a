using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ParallelApproval.Web;

/// <summary>
/// A provider of identities by OpenID Connect Core 1.0 (code flow, PKCE by RFC 7636, discovery, RP-initiated logout), on a port of its own.
/// Whoever is sent to it is signed in already, as <see cref="Subject"/>. A test may tell it to go wrong in one way.
/// </summary>
public sealed class TestProvider : IAsyncDisposable
{
    public const string Client = "house";
    public const string Secret = "a secret of the test";

    private readonly ConcurrentDictionary<string, Asked> _codes = [];
    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;

    private TestProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", Describe);
        _app.MapGet("/keys", Keys);
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
        _app.MapGet("/end", End);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Who is signed in.</summary>
    public string Subject { get; set; } = "u-1";

    public string[] Methods { get; set; } = ["pwd"];

    /// <summary>What goes wrong with the next token; null for nothing.</summary>
    public Action<SecurityTokenDescriptor>? Spoil { get; set; }

    /// <summary>Whether it signs with a key that it has not published.</summary>
    public bool SignsWithAnother { get; set; }

    /// <summary>Query of each sign-out.</summary>
    public ConcurrentQueue<IQueryCollection> Ended { get; } = [];

    /// <summary>What came of each code that was shown, in order: true where it was good.</summary>
    public ConcurrentQueue<bool> Shown { get; } = [];

    public static async Task<TestProvider> OpenAsync(CancellationToken cancellation)
    {
        var provider = new TestProvider();
        await provider._app.StartAsync(cancellation);
        provider.Address = new(provider._app.Urls.Single());
        return provider;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private string Issuer => Address.ToString().TrimEnd('/');

    private IResult Describe() =>
        Results.Json(
            new Dictionary<string, object>
            {
                ["issuer"] = Issuer,
                ["authorization_endpoint"] = Issuer + "/authorize",
                ["token_endpoint"] = Issuer + "/token",
                ["end_session_endpoint"] = Issuer + "/end",
                ["jwks_uri"] = Issuer + "/keys",
                ["response_types_supported"] = new[] { "code" },
                ["subject_types_supported"] = new[] { "public" },
                ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
                ["code_challenge_methods_supported"] = new[] { "S256" },
            }
        );

    private IResult Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return Results.Json(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        alg = "RS256",
                        kid = "1",
                        n = Base64Url.EncodeToString(key.Modulus),
                        e = Base64Url.EncodeToString(key.Exponent),
                    },
                },
            }
        );
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != Client || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
            return Results.BadRequest();
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = new(query["redirect_uri"]!, query["nonce"]!, query["code_challenge"]!);
        return Results.Redirect(
            query["redirect_uri"] + new QueryBuilder { { "code", code }, { "state", query["state"].ToString() } }.ToString()
        );
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var isGood =
            form["client_id"] == Client
            && form["client_secret"] == Secret
            && form["grant_type"] == "authorization_code"
            && _codes.TryRemove(form["code"].ToString(), out var asked)
            && form["redirect_uri"] == asked.Redirect
            && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == asked.Challenge
                ? asked
                : null;
        Shown.Enqueue(isGood is not null);
        return isGood is null
            ? Results.Json(new { error = "invalid_grant" }, statusCode: 400)
            : Results.Json(
                new
                {
                    access_token = "none",
                    token_type = "Bearer",
                    expires_in = 60,
                    id_token = Token(isGood.Nonce),
                }
            );
    }

    private string Token(string nonce)
    {
        using var other = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var described = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Client,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = Subject,
                ["nonce"] = nonce,
                ["amr"] = Methods,
            },
            SigningCredentials = new(
                new RsaSecurityKey((SignsWithAnother ? other : _key).ExportParameters(includePrivateParameters: true)) { KeyId = "1" },
                SecurityAlgorithms.RsaSha256
            ),
        };
        Spoil?.Invoke(described);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(described);
    }

    private IResult End(HttpRequest request)
    {
        Ended.Enqueue(request.Query);
        return Results.Redirect(
            request.Query["post_logout_redirect_uri"] + new QueryBuilder { { "state", request.Query["state"].ToString() } }.ToString()
        );
    }

    private sealed record Asked(string Redirect, string Nonce, string Challenge);
}
