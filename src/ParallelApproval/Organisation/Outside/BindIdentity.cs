using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>绑定外部身份: an identity of the outside provider opens an account of the house from now on.</summary>
/// <param name="Subject">Which one, as the provider says it (<c>sub</c>).</param>
[Authority(
    "Bind an identity of the outside provider to an account: it opens it from now on",
    Role.Administrator,
    Role.SecurityAdministrator,
    InDistrictOnly = true,
    TakesTwo = true
)]
public sealed record BindIdentity(string UserName, string Subject) : IConcernOfficer;

/// <summary>An outside identity opens an account.</summary>
public sealed record IdentityBound(string Officer, string Issuer, string Subject) : HouseEvent;

internal sealed class BindIdentityValidator : AbstractValidator<BindIdentity>
{
    public BindIdentityValidator()
    {
        RuleFor(command => command.UserName).Given().IsCode();
        RuleFor(command => command.Subject).Given().IsLine(OutsideIdentity.LongestSubject);
    }
}

/// <summary>
/// Refuses a house without a provider, one's own account, an unknown or closed one, an account that is bound already, and an identity that
/// is bound to anybody.
/// </summary>
public sealed class BindIdentityHandler(TwoPersons two, OfficerRegister officers, OutsideProvider provider)
    : TwoPersonHandler<BindIdentity, OutsideIdentity>(two)
{
    internal override async Task<ErrorOr<Entry<OutsideIdentity>>> EnterAsync(
        ApprovalDbContext db,
        BindIdentity command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    )
    {
        var userName = OfficerNames.Normalise(command.UserName);
        if (officers.StandingOf(act) is { } shut)
            return shut;
        if (provider.Issuer is not { } issuer)
            return Refusal.Conflict(RefusalCode.ProviderNotSet);
        if (userName == OfficerNames.Normalise(act.UserName))
            return OrganisationRefusals.OwnAccount();
        if (
            await db.Set<Officer>().FirstOrDefaultAsync(known => known.UserName == userName && known.IsEnabled, cancellation)
            is not { } held
        )
            return OrganisationRefusals.OfficerNotFound(userName);
        var subject = command.Subject.Trim();
        if (await db.Set<OutsideIdentity>().AnyAsync(known => known.Issuer == issuer && known.Subject == subject, cancellation))
            return Refusal.Conflict(RefusalCode.IdentityBound, ("subject", subject));
        if (await db.Set<OutsideIdentity>().AnyAsync(known => known.Issuer == issuer && known.OfficerId == held.Id, cancellation))
            return Refusal.Conflict(RefusalCode.AccountBound, ("userName", userName));
        var identity = new OutsideIdentity
        {
            Issuer = issuer,
            Subject = subject,
            OfficerId = held.Id,
            BoundAt = act.At.ToUniversalTime(),
            BoundBy = act.UserName,
        };
        db.Add(identity);
        return new Entry<OutsideIdentity>(identity, new IdentityBound(userName, issuer, subject));
    }
}
