using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>An officer wants in (登录).</summary>
public sealed record SignIn(string UserName, string Password);

/// <summary>
/// Opens the door for the right password. Every refusal is the same <c>sign_in_failed</c> after the same work, so that it does not tell
/// whether the name, the password or the standing was wrong. Five wrong passwords in a row lock the account for fifteen minutes.
/// </summary>
public sealed class SignInHandler(ApprovalDbContext db, TimeProvider time)
{
    /// <summary>Wrong passwords in a row that lock an account.</summary>
    public const int FailuresUntilLockout = 5;

    /// <summary>How long it stays locked.</summary>
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    public async Task<ErrorOr<Officer>> HandleAsync(SignIn command, CancellationToken stop = default)
    {
        var userName = OfficerNames.Normalise(command.UserName);
        var officer = await db.Set<Officer>().AsNoTracking().SingleOrDefaultAsync(known => known.UserName == userName, stop);
        var right = Passwords.Matches(officer?.PasswordHash, command.Password ?? "");
        var opened = right ? await OpenAsync(officer!.Id, stop) : await CountFailureAsync(officer?.Id ?? Guid.Empty, stop);
        return right && opened ? officer! : Refused;
    }

    private static Error Refused => Refusal.Forbidden(RefusalCode.SignInFailed);

    // The lock is asked in the same statement that opens, so that guesses sent at the same time cannot slip past it.
    private async Task<bool> OpenAsync(Guid id, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        return await Unlocked(id, now)
                .Where(officer => officer.IsEnabled)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(officer => officer.FailedSignIns, 0)
                            .SetProperty(officer => officer.LockedUntil, (DateTimeOffset?)null)
                            .SetProperty(officer => officer.LastSignedInAt, now),
                    stop
                ) == 1;
    }

    private async Task<bool> CountFailureAsync(Guid id, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + Lockout;
        return await Unlocked(id, now)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(
                                officer => officer.LockedUntil,
                                officer => officer.FailedSignIns + 1 >= FailuresUntilLockout ? until : null
                            )
                            .SetProperty(
                                officer => officer.FailedSignIns,
                                officer => officer.FailedSignIns + 1 >= FailuresUntilLockout ? 0 : officer.FailedSignIns + 1
                            ),
                    stop
                ) == 1;
    }

    private IQueryable<Officer> Unlocked(Guid id, DateTimeOffset now) =>
        db.Set<Officer>().Where(officer => officer.Id == id && (officer.LockedUntil == null || officer.LockedUntil <= now));
}
