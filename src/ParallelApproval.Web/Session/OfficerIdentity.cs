using System.Security.Claims;

namespace ParallelApproval.Web.Session;

/// <summary>The identity of a signed-in officer whose token has been compared with the officer book of this moment.</summary>
/// <param name="session">By which session.</param>
/// <param name="ends">When the session ends, whatever its owner does; by the real clock.</param>
internal sealed class OfficerIdentity(Caller caller, Guid session, DateTimeOffset ends, string scheme)
    : ClaimsIdentity([new(ClaimTypes.Name, caller.Officer.UserName)], scheme)
{
    public Caller Caller { get; } = caller;

    public Guid Session { get; } = session;

    public DateTimeOffset Ends { get; } = ends;
}
