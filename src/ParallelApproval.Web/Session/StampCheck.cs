using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>
/// Puts the officer of this moment in the place of the ticket. A ticket whose session has ended, whose stamp is not the account's stamp any
/// more, or whose account is shut, stands for nobody: a right taken away is gone with the next request.
/// </summary>
internal sealed class StampCheck(OfficerRegister officers, Sessions sessions, SecondFactorRule rule, IHttpContextAccessor request)
    : IClaimsTransformation
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) =>
        Caller.Of(principal) is not null ? principal : await RecogniseAsync(principal) ?? Nobody;

    private async ValueTask<ClaimsPrincipal?> RecogniseAsync(ClaimsPrincipal principal)
    {
        if (SessionTicket.Read(principal) is not var (id, stamp, session, ends))
            return null;
        if (officers.Find(id) is not { IsEnabled: true } officer || officer.SecurityStamp != stamp)
            return null;
        if (!await sessions.EnterAsync(session, request.HttpContext?.RequestAborted ?? CancellationToken.None))
            return null;
        return new(new OfficerIdentity(Caller.As(officer, officers, rule), session, ends, principal.Identity!.AuthenticationType!));
    }
}
