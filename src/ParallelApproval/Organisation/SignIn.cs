using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>An officer wants in (登录).</summary>
/// <param name="Code">Of his authenticator, or a recovery code; left out by who has none.</param>
public sealed record SignIn(string UserName, string Password, string? Code = null);

/// <summary>An officer signed in.</summary>
/// <param name="Address">From where.</param>
/// <param name="By">By what he showed who he is; null in what was recorded before there was a choice: by his password.</param>
public sealed record SignedIn(string Officer, Guid Session, SessionKind Kind, string Address, SignInMeans? By = null) : HouseEvent;

/// <summary>By what somebody shows who he is (登录方式).</summary>
public enum SignInMeans
{
    /// <summary>口令, with a second factor where he has one.</summary>
    Password,

    /// <summary>通行密钥.</summary>
    Passkey,

    /// <summary>统一身份认证: an outside provider says so.</summary>
    Provider,
}

/// <summary>A wrong password was given for an account.</summary>
/// <param name="Failures">How many in a row for this account from this address.</param>
public sealed record SignInRefused(string Officer, string Address, int Failures) : HouseEvent;

/// <summary>Who is in, and by which session.</summary>
public sealed record OpenedSession(Officer Officer, OfficerSession Session);

/// <summary>
/// Opens the door for the right password, and begins a session. Every refusal is the same <c>sign_in_failed</c> after the same work, so
/// that it does not tell whether the name, the password or the standing was wrong; with the right ones, who has a second factor and does
/// not
/// show it is told so (<c>second_factor_needed</c>, <c>second_factor_wrong</c>); who must wait is told how long (<c>sign_in_waits</c>),
/// whether there is such an account or not.
/// </summary>
public sealed class SignInHandler(PasswordProof proof, HouseStore house, Sessions sessions, SignInWatch watch, TimeProvider time)
{
    public async Task<ErrorOr<OpenedSession>> HandleAsync(
        SignIn command,
        SignInPlace place,
        SessionKind kind,
        CancellationToken cancellation = default
    )
    {
        var failures = await watch.FailuresOfAsync(command.UserName, cancellation);
        var proven = await proof.ProveAsync(command, place.Address, cancellation);
        return proven.IsError ? proven.Errors : await BeginAsync(proven.Value, place, kind, SignInMeans.Password, cancellation, failures);
    }

    /// <summary>Begins a session of somebody who has just shown who he is.</summary>
    /// <param name="officer">With the stamp that he has now.</param>
    /// <param name="means">By what he has shown it.</param>
    /// <param name="failures">Wrong passwords that came before, from wherever.</param>
    public async Task<ErrorOr<OpenedSession>> BeginAsync(
        Officer officer,
        SignInPlace place,
        SessionKind kind,
        SignInMeans means,
        CancellationToken cancellation,
        int failures = 0
    )
    {
        var begun = await house.ActAsync<OpenedSession>(
            Act.By(officer.UserName, officer.Name, officer.DepartmentCode ?? "", time),
            async db =>
            {
                var now = sessions.Now;
                var unusual = await watch.LookAsync(db, officer, place, failures, now, cancellation);
                // Closed, or another password since it was compared: the stamp says so.
                var isStill = await db.Set<Officer>()
                    .Where(held => held.Id == officer.Id && held.IsEnabled && held.SecurityStamp == officer.SecurityStamp)
                    .ExecuteUpdateAsync(set => set.SetProperty(held => held.LastSignedInAt, now), cancellation);
                if (isStill != 1)
                    return PasswordProof.Refused;
                var session = sessions.Begin(db, officer, kind, place);
                HouseEvent signedIn = new SignedIn(officer.UserName, session.Id, kind, place.Address, means);
                return new Entry<OpenedSession>(new(officer, session), [signedIn, .. SignInWatch.Raise(db, officer, session, unusual)]);
            },
            cancellation
        );
        if (!begun.IsError)
            sessions.Know(begun.Value.Session);
        return begun;
    }
}
