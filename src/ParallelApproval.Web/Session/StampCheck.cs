using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Session;

/// <summary>
/// Puts the officer of this moment in the place of the ticket. A ticket whose stamp is not the account's stamp any more, or whose account
/// is shut, stands for nobody: a right taken away is gone with the next request.
/// </summary>
internal sealed class StampCheck(OfficerRegister officers) : IClaimsTransformation
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) =>
        Task.FromResult(Caller.Of(principal) is not null ? principal : Recognise(principal) ?? Nobody);

    private ClaimsPrincipal? Recognise(ClaimsPrincipal principal)
    {
        if (SessionTicket.Read(principal) is not var (id, stamp, ends))
            return null;
        if (officers.Find(id) is not { IsEnabled: true } officer || officer.SecurityStamp != stamp)
            return null;
        return new(
            new OfficerIdentity(new(officer, officers.Department(officer.DepartmentCode)), ends, principal.Identity!.AuthenticationType!)
        );
    }
}
