using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>解除第二因素: authenticator, recovery codes and passkeys of an officer who has lost them are good for nothing any more.</summary>
[Authority(
    "Take the lost authenticator and the passkeys of an officer away; he sets up others",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    TakesTwo = true
)]
public sealed record ResetSecondFactor(string UserName) : IConcernOfficer;

/// <summary>An officer's authenticator and passkeys were taken away.</summary>
public sealed record SecondFactorWasReset(string Officer) : HouseEvent;

internal sealed class ResetSecondFactorValidator : AbstractValidator<ResetSecondFactor>
{
    public ResetSecondFactorValidator() => RuleFor(command => command.UserName).IsCode();
}

/// <summary>Refuses one's own account, an unknown one, and one without either. All sessions of the officer end.</summary>
public sealed class ResetSecondFactorHandler(TwoPersons two, OfficerRegister officers) : TwoPersonHandler<ResetSecondFactor, Officer>(two)
{
    internal override async Task<ErrorOr<Entry<Officer>>> EnterAsync(
        ApprovalDbContext db,
        ResetSecondFactor command,
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
        var factor = await db.Set<SecondFactor>().FirstOrDefaultAsync(one => one.OfficerId == held.Id, cancellation);
        var passkeys = await db.Set<Passkey>().Where(one => one.OfficerId == held.Id).ToListAsync(cancellation);
        if (factor is null && passkeys.Count == 0)
            return Refusal.Conflict(RefusalCode.SecondFactorMissing, ("userName", userName));
        if (factor is not null)
            db.Remove(factor);
        db.RemoveRange(passkeys);
        (held.HasSecondFactor, held.SecurityStamp) = (false, Guid.NewGuid());
        return new Entry<Officer>(held, new SecondFactorWasReset(userName));
    }
}
