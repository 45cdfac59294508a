using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;

namespace ParallelApproval.Organisation;

/// <summary>
/// 重置密码: an officer gets a new password that the house makes; the old one and all his sessions are void. He must
/// give himself another one before he does anything else.
/// </summary>
[Authority(
    "Give an officer a new password; told this once",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    TakesTwo = true
)]
public sealed record ResetPassword(string UserName) : IConcernOfficer;

/// <summary>An officer got a new password; the password itself stands nowhere.</summary>
public sealed record PasswordWasReset(string Officer) : HouseEvent;

/// <summary>The password, told this once.</summary>
public sealed record NewPassword(string UserName, string Password) : ITellPasswords
{
    IEnumerable<NewPassword> ITellPasswords.Told => [this];
}

internal sealed class ResetPasswordValidator : AbstractValidator<ResetPassword>
{
    public ResetPasswordValidator() => RuleFor(command => command.UserName).IsCode();
}

/// <summary>Refuses one's own account and an unknown one.</summary>
public sealed class ResetPasswordHandler(TwoPersons two, OfficerRegister officers) : TwoPersonHandler<ResetPassword, NewPassword>(two)
{
    internal override async Task<ErrorOr<Entry<NewPassword>>> EnterAsync(
        ApprovalDbContext db,
        ResetPassword command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    )
    {
        var userName = OfficerNames.Normalise(command.UserName);
        if (officers.StandingOf(act) is { } shut)
            return shut;
        if (userName == OfficerNames.Normalise(act.UserName))
            return OrganisationRefusals.OwnAccount();
        if (await db.Set<Officer>().FirstOrDefaultAsync(known => known.UserName == userName, cancellation) is not { } held)
            return OrganisationRefusals.OfficerNotFound(userName);
        var password = Passwords.Make(userName);
        (held.PasswordHash, held.SecurityStamp, held.MustChangePassword) = (Passwords.Hash(password), Guid.NewGuid(), true);
        return new Entry<NewPassword>(new(userName, password), new PasswordWasReset(userName));
    }
}
