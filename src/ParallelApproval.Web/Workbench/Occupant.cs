using Microsoft.AspNetCore.Components.Authorization;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// Who sits at this screen (在座人员): the officer of the request or of the open connection, looked up anew each time he is asked for. A page
/// may stay open for hours; a right taken away meanwhile is gone with the next key he presses.
/// </summary>
internal sealed class Occupant(
    AuthenticationStateProvider state,
    OfficerRegister officers,
    Sessions sessions,
    SecondFactorRule rule,
    TimeProvider time
)
{
    /// <summary>The officer as the book has him at this moment; null when nobody is signed in, or no longer.</summary>
    public Caller? Caller =>
        SignedIn is { } identity && identity.Ends > TimeProvider.System.GetUtcNow() && sessions.IsOpen(identity.Session)
            ? Refresh(identity.Caller)
            : null;

    /// <summary>The officer; for pages and layouts that only open for somebody signed in.</summary>
    public Caller Officer => Caller ?? throw new InvalidOperationException("This page needs [Requires(verb)].");

    // Both providers of the framework know the answer from the start, so nothing is waited for.
    private OfficerIdentity? SignedIn => state.GetAuthenticationStateAsync().GetAwaiter().GetResult().User.Identity as OfficerIdentity;

    /// <summary>The session by which he sits there; null when nobody is signed in.</summary>
    public Guid? Session => SignedIn?.Session;

    /// <summary>Calls once, on another thread, when his session has ended; null when nobody is signed in.</summary>
    public IDisposable? WatchSession(Action ended) => SignedIn is { } identity ? sessions.Watch(identity.Session, ended) : null;

    /// <summary>He has done something: his session goes on.</summary>
    public void Touch()
    {
        if (SignedIn is { } identity)
            sessions.Touch(identity.Session);
    }

    public bool May<T>() => May(Verb.Of<T>());

    public bool May(Verb verb) => Caller is { } caller && caller.May(verb);

    /// <summary>One act of his, now, under a key of his form's.</summary>
    public Act Act(IdempotencyKey? key = null)
    {
        var caller = Officer;
        return Database.Act.By(caller.Officer.UserName, caller.Officer.Name, caller.DepartmentCode, time, key);
    }

    private Caller? Refresh(Caller known) =>
        officers.Find(known.Officer.Id) is { IsEnabled: true } officer && officer.SecurityStamp == known.Officer.SecurityStamp
            ? Web.Session.Caller.As(officer, officers, rule)
            : null;
}
