using System.Globalization;
using System.Security.Claims;
using ErrorOr;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Session;

/// <summary>What a token or cookie holds (会话凭证): who, by which session, and the stamp that his account had when he
/// signed in.</summary>
internal sealed class SessionTicket(IOptionsMonitor<BearerTokenOptions> bearer)
{
    private const string Id = "id";
    private const string Stamp = "stamp";
    private const string Session = "session";
    private const string Ends = "ends";

    /// <summary>A token for the header, with the instant at which it ends.</summary>
    public AccessToken Token(OpenedSession opened) => TokenUntil(EndOf(opened), opened.Officer, opened.Session.Id);

    /// <summary>What a program is answered that signs in, by whatever means.</summary>
    public Results<Ok<AccessToken>, Refused> Answer(ErrorOr<OpenedSession> signedIn) =>
        signedIn.IsError ? new Refused(signedIn.Errors) : TypedResults.Ok(Token(signedIn.Value));

    /// <summary>A token for a page that runs in the browser: it ends soon, and never after the session that asks for it.</summary>
    public AccessToken ShortToken(OfficerIdentity identity)
    {
        var soon = Now + SessionSetup.ShortTokenLasts;
        return TokenUntil(identity.Ends < soon ? identity.Ends : soon, identity.Caller.Officer, identity.Session);
    }

    private DateTimeOffset Now => bearer.Get(SessionSetup.Bearer).TimeProvider!.GetUtcNow();

    // Tokens and cookies end by the clock of this machine, sessions by that of the house: by whichever comes first.
    private DateTimeOffset EndOf(OpenedSession opened) => Now + (opened.Session.EndsAt - opened.Session.BeganAt);

    private AccessToken TokenUntil(DateTimeOffset expiresAt, Officer officer, Guid session)
    {
        var options = bearer.Get(SessionSetup.Bearer);
        var ticket = new AuthenticationTicket(
            Principal(officer, session, expiresAt, SessionSetup.Bearer),
            new() { ExpiresUtc = expiresAt },
            SessionSetup.Bearer
        );
        return new(options.BearerTokenProtector.Protect(ticket), expiresAt.ToOffset(ShanghaiTime.Offset));
    }

    /// <summary>What a browser's cookie holds from now on.</summary>
    public ClaimsPrincipal Principal(OpenedSession opened) =>
        Principal(opened.Officer, opened.Session.Id, EndOf(opened), SessionSetup.Cookie);

    // The end is in the ticket itself: a connection that stays open is not asked for its cookie again.
    private static ClaimsPrincipal Principal(Officer officer, Guid session, DateTimeOffset ends, string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new(Id, officer.Id.ToString("N")),
                    new(Stamp, officer.SecurityStamp.ToString("N")),
                    new(Session, session.ToString("N")),
                    new(Ends, ends.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                ],
                scheme
            )
        );

    /// <summary>Reads back what a ticket holds; null for anything else.</summary>
    public static (Guid Id, Guid Stamp, Guid Session, DateTimeOffset Ends)? Read(ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(Id), "N", out var id)
        && Guid.TryParseExact(principal.FindFirstValue(Stamp), "N", out var stamp)
        && Guid.TryParseExact(principal.FindFirstValue(Session), "N", out var session)
        && long.TryParse(principal.FindFirstValue(Ends), NumberStyles.None, CultureInfo.InvariantCulture, out var ends)
            ? (id, stamp, session, DateTimeOffset.FromUnixTimeSeconds(ends))
            : null;
}

/// <summary>The answer to a sign-in.</summary>
/// <param name="AccessToken">To be sent as <c>Authorization: Bearer …</c>.</param>
/// <param name="ExpiresAt">When it ends at the latest; eight hours after sign-in unless set otherwise.</param>
internal sealed record AccessToken(
    [property: System.Text.Json.Serialization.JsonPropertyName("accessToken")] string Value,
    DateTimeOffset ExpiresAt
);
