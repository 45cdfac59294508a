using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>解除动态口令: the authenticator of an officer who has lost it, and his recovery codes, are good for nothing any more.</summary>
[Authority(
    "Take the lost authenticator of an officer away; he sets up another one",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    TakesTwo = true
)]
public sealed record ResetSecondFactor(string UserName) : IConcernOfficer;

/// <summary>An officer's authenticator was taken away.</summary>
public sealed record SecondFactorWasReset(string Officer) : HouseEvent;

internal sealed class ResetSecondFactorValidator : AbstractValidator<ResetSecondFactor>
{
    public ResetSecondFactorValidator() => RuleFor(command => command.UserName).IsCode();
}

/// <summary>Refuses one's own account, an unknown one, and one without an authenticator. All sessions of the officer end.</summary>
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
        if (await db.Set<SecondFactor>().FirstOrDefaultAsync(one => one.OfficerId == held.Id, cancellation) is not { } factor)
            return Refusal.Conflict(RefusalCode.SecondFactorMissing, ("userName", userName));
        db.Remove(factor);
        (held.HasSecondFactor, held.SecurityStamp) = (false, Guid.NewGuid());
        return new Entry<Officer>(held, new SecondFactorWasReset(userName));
    }
}
