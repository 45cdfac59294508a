using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 修改本人密码: an officer gives himself another password. All his sessions end; whoever changes it signs in with the new one at once.
/// </summary>
/// <param name="Current">As it is now.</param>
/// <param name="New">As <see cref="Passwords.Check"/> wants it, and another one than now.</param>
[Authority("Change the own password; all other sessions end", InPerson = true)]
public sealed record ChangePassword(string Current, string New);

/// <summary>An officer changed his own password; the password itself stands nowhere.</summary>
public sealed record PasswordChanged(string Officer) : HouseEvent;

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator()
    {
        RuleFor(command => command.Current).IsPassword();
        RuleFor(command => command.New).IsPassword();
    }
}

/// <summary>
/// Refuses a wrong current password, which is counted by itself: whoever guesses here waits here, and signing in is not concerned; a new
/// one that is too weak or no other; and a password that somebody changed meanwhile.
/// </summary>
public sealed class ChangePasswordHandler(PasswordProof proof, Registrar registrar, IKnowHouseWords house)
    : Handler<ChangePassword, Officer>
{
    /// <returns>The officer with his new stamp.</returns>
    protected override async Task<ErrorOr<Officer>> CarryOutAsync(ChangePassword command, Act act, CancellationToken cancellation)
    {
        var known = await proof.ProveSelfAsync(act, command.Current, cancellation, "current");
        if (known.IsError)
            return known.Errors;
        if (Passwords.Check(command.New ?? "", known.Value.UserName, "new", house.Words) is { IsError: true } weak)
            return weak.Errors;
        if (command.New == command.Current)
            return Refusal.Input("new", RefusalCode.PasswordUnchanged);
        return await registrar.EnterAsync(act, db => EnterAsync(db, known.Value, command, cancellation), cancellation);
    }

    private static async Task<ErrorOr<Entry<Officer>>> EnterAsync(
        ApprovalDbContext db,
        Officer known,
        ChangePassword command,
        CancellationToken cancellation
    )
    {
        // Reset, closed or given other roles since it was looked at.
        if (
            await db.Set<Officer>()
                .FirstOrDefaultAsync(held => held.Id == known.Id && held.SecurityStamp == known.SecurityStamp, cancellation)
            is not { } officer
        )
            return WrongNow();
        (officer.PasswordHash, officer.SecurityStamp, officer.MustChangePassword) = (Passwords.Hash(command.New), Guid.NewGuid(), false);
        return new Entry<Officer>(officer, new PasswordChanged(officer.UserName));
    }

    private static Error WrongNow() => Refusal.Input("current", RefusalCode.PasswordWrong);
}
