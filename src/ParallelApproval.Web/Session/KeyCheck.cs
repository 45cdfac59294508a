using System.Security.Claims;
using System.Text.Encodings.Web;
using ErrorOr;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>
/// Recognises a system by its key (接口密钥核验): <c>Authorization: Bearer pak_…</c>, on the addresses of the API alone. It has no session, so
/// there is none to end; the key itself is revoked. Pages, and whatever else a person looks at, know no keys.
/// </summary>
internal sealed class KeyCheck(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory log,
    UrlEncoder encoder,
    ApiKeys keys,
    OfficerRegister officers,
    SecondFactorRule rule
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "Key";

    private const string Before = "Bearer ";

    /// <summary>The key that the request shows, right or wrong; null where it shows none.</summary>
    public static string? TokenOf(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var header
        && header.StartsWith(Before, StringComparison.OrdinalIgnoreCase)
        && header[Before.Length..].Trim() is var token
        && ApiKeys.IsKey(token)
            ? token
            : null;

    /// <summary>Why the key that the request shows opens nothing; null where it shows none, or a good one.</summary>
    public static Error? FaultOf(HttpContext context) => context.Items[typeof(KeyCheck)] as Error?;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Path.StartsWithSegments("/api") && !Request.Path.StartsWithSegments("/elsa/api"))
            return Task.FromResult(AuthenticateResult.NoResult());
        var found = keys.Recognise(TokenOf(Context) ?? "");
        if (found.IsError)
        {
            Context.Items[typeof(KeyCheck)] = found.FirstError;
            return Task.FromResult(AuthenticateResult.Fail(found.FirstError.Code));
        }

        var (key, officer) = found.Value;
        var caller = Caller.As(officer, officers, rule) with { Key = key };
        var principal = new ClaimsPrincipal(new OfficerIdentity(caller, Guid.Empty, key.ExpiresAt, Name));
        return Task.FromResult(AuthenticateResult.Success(new(principal, Name)));
    }
}
