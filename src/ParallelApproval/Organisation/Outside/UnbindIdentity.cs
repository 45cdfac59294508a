using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>解除外部身份: the outside identity of an account opens it no more. All its sessions end.</summary>
[Authority(
    "Take the outside identity of an account away; its sessions end",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true
)]
public sealed record UnbindIdentity(string UserName);

/// <summary>An outside identity opens an account no more.</summary>
public sealed record IdentityUnbound(string Officer, string Issuer, string Subject) : HouseEvent;

internal sealed class UnbindIdentityValidator : AbstractValidator<UnbindIdentity>
{
    public UnbindIdentityValidator() => RuleFor(command => command.UserName).Given().IsCode();
}

/// <summary>Refuses one's own account, an unknown one, and one that is not bound. One person is enough: it takes power away.</summary>
public sealed class UnbindIdentityHandler(Registrar registrar, OfficerRegister officers, OutsideProvider provider)
    : Handler<UnbindIdentity, Officer>
{
    protected override Task<ErrorOr<Officer>> CarryOutAsync(UnbindIdentity command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, OfficerNames.Normalise(command.UserName), act, cancellation), cancellation);

    private async Task<ErrorOr<Entry<Officer>>> EnterAsync(ApprovalDbContext db, string userName, Act act, CancellationToken cancellation)
    {
        if (officers.StandingOf(act) is { } shut)
            return shut;
        if (userName == OfficerNames.Normalise(act.UserName))
            return OrganisationRefusals.OwnAccount();
        if (await db.Set<Officer>().FirstOrDefaultAsync(known => known.UserName == userName, cancellation) is not { } held)
            return OrganisationRefusals.OfficerNotFound(userName);
        if (
            await db.Set<OutsideIdentity>()
                .FirstOrDefaultAsync(known => known.OfficerId == held.Id && known.Issuer == provider.Issuer, cancellation)
            is not { } identity
        )
            return Refusal.Conflict(RefusalCode.AccountNotBound, ("userName", userName));
        db.Remove(identity);
        held.SecurityStamp = Guid.NewGuid();
        return new Entry<Officer>(held, new IdentityUnbound(userName, identity.Issuer, identity.Subject));
    }
}
