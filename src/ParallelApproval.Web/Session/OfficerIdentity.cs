using System.Security.Claims;

namespace ParallelApproval.Web.Session;

/// <summary>The identity of a signed-in officer whose token has been compared with the officer book of this moment.</summary>
internal sealed class OfficerIdentity(Caller caller, string scheme) : ClaimsIdentity([new(ClaimTypes.Name, caller.Officer.UserName)], scheme)
{
    public Caller Caller { get; } = caller;
}
