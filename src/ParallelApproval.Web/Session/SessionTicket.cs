using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>What a token or cookie holds (会话凭证): who, and the stamp that his account had when he signed in.</summary>
internal sealed class SessionTicket(IOptionsMonitor<BearerTokenOptions> bearer)
{
    private const string Id = "id";
    private const string Stamp = "stamp";
    private const string Ends = "ends";

    /// <summary>A token for the header, with the instant at which it ends.</summary>
    public AccessToken Token(Officer officer) => TokenUntil(Now + SessionSetup.Lasts, officer);

    /// <summary>A token for a page that runs in the browser: it ends soon, and never after the session that asks for it.</summary>
    public AccessToken ShortToken(Officer officer, DateTimeOffset? endOfSession)
    {
        var soon = Now + SessionSetup.ShortTokenLasts;
        return TokenUntil(endOfSession < soon ? endOfSession.Value : soon, officer);
    }

    private DateTimeOffset Now => bearer.Get(SessionSetup.Bearer).TimeProvider!.GetUtcNow();

    private AccessToken TokenUntil(DateTimeOffset expiresAt, Officer officer)
    {
        var options = bearer.Get(SessionSetup.Bearer);
        var ticket = new AuthenticationTicket(
            Principal(officer, expiresAt, SessionSetup.Bearer),
            new() { ExpiresUtc = expiresAt },
            SessionSetup.Bearer
        );
        return new(options.BearerTokenProtector.Protect(ticket), expiresAt.ToOffset(ShanghaiTime.Offset));
    }

    /// <summary>What a browser's cookie holds from now on.</summary>
    public ClaimsPrincipal Principal(Officer officer) => Principal(officer, Now + SessionSetup.Lasts, SessionSetup.Cookie);

    // The end is in the ticket itself: a connection that stays open is not asked for its cookie again.
    private static ClaimsPrincipal Principal(Officer officer, DateTimeOffset ends, string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new(Id, officer.Id.ToString("N")),
                    new(Stamp, officer.SecurityStamp.ToString("N")),
                    new(Ends, ends.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                ],
                scheme
            )
        );

    /// <summary>Reads back what a ticket holds; null for anything else.</summary>
    public static (Guid Id, Guid Stamp, DateTimeOffset Ends)? Read(ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(Id), "N", out var id)
        && Guid.TryParseExact(principal.FindFirstValue(Stamp), "N", out var stamp)
        && long.TryParse(principal.FindFirstValue(Ends), NumberStyles.None, CultureInfo.InvariantCulture, out var ends)
            ? (id, stamp, DateTimeOffset.FromUnixTimeSeconds(ends))
            : null;
}

/// <summary>The answer to a sign-in.</summary>
/// <param name="AccessToken">To be sent as <c>Authorization: Bearer …</c>.</param>
/// <param name="ExpiresAt">When it ends; eight hours after sign-in.</param>
internal sealed record AccessToken(
    [property: System.Text.Json.Serialization.JsonPropertyName("accessToken")] string Value,
    DateTimeOffset ExpiresAt
);
