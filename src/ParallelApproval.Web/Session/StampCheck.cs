using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace ParallelApproval.Web.Session;

/// <summary>
/// Puts the officer of this moment in the place of the ticket. A ticket whose stamp is not the account's stamp any more, or whose account
/// is shut, stands for nobody: a right taken away is gone with the next request.
/// </summary>
internal sealed class StampCheck(OfficerBook officers) : IClaimsTransformation
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (Caller.Of(principal) is not null) return Task.FromResult(principal);
        return Task.FromResult(SessionTicket.Read(principal) is var (id, stamp) && officers.Find(id) is { } caller && caller.Officer.SecurityStamp == stamp
            ? new ClaimsPrincipal(new OfficerIdentity(caller, principal.Identity!.AuthenticationType!))
            : Nobody);
    }
}
