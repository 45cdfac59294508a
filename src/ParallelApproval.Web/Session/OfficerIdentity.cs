using System.Security.Claims;

namespace ParallelApproval.Web.Session;

/// <summary>The identity of a signed-in officer whose token has been compared with the officer book of this moment.</summary>
/// <param name="ends">When the session ends, whatever its owner does; by the real clock.</param>
internal sealed class OfficerIdentity(Caller caller, DateTimeOffset ends, string scheme)
    : ClaimsIdentity([new(ClaimTypes.Name, caller.Officer.UserName)], scheme)
{
    public Caller Caller { get; } = caller;

    public DateTimeOffset Ends { get; } = ends;
}
