using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>收回授权: a letter of authorisation holds no more from that day; null for today. What was decided under it stands.</summary>
[Authority("Take a letter back", Role.Manager, Role.Administrator, InDistrictOnly = true, TakesTwo = true)]
public sealed record EndAuthorisation(Guid Id, string Reason, DateOnly? On = null);

/// <summary>A letter of authorisation was taken back.</summary>
public sealed record AuthorisationEnded(string Number, DateOnly On, string Reason) : HouseEvent;

internal sealed class EndAuthorisationValidator : AbstractValidator<EndAuthorisation>
{
    public EndAuthorisationValidator()
    {
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.On).Refuses((on, place) => on < place.Today ? EndInPast(on) : null);
    }

    private static Error EndInPast(DateOnly? on) => Refusal.Input("on", RefusalCode.AuthorisationEndInPast, ("on", on));
}

/// <summary>Refuses an unknown letter, one that has ended, a day in the past and a reason left out.</summary>
public sealed class EndAuthorisationHandler(TwoPersons two) : TwoPersonHandler<EndAuthorisation, Authorisation>(two)
{
    internal override Task<ErrorOr<Entry<Authorisation>>> EnterAsync(
        ApprovalDbContext db,
        EndAuthorisation command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    ) => EnterAsync(db, command, act, cancellation);

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal static async Task<ErrorOr<Entry<Authorisation>>> EnterAsync(
        ApprovalDbContext db,
        EndAuthorisation command,
        Act act,
        CancellationToken cancellation
    )
    {
        var on = command.On ?? act.Today;
        if (await db.Set<Authorisation>().FirstOrDefaultAsync(letter => letter.Id == command.Id, cancellation) is not { } letter)
            return Refusal.NotFound(RefusalCode.AuthorisationNotFound, ("letter", command.Id));
        if (letter.LastDay < on)
            return Refusal.Conflict(RefusalCode.AuthorisationEndedAlready, ("on", on), ("last", letter.LastDay));
        (letter.RevokedOn, letter.RevokedBy, letter.RevocationReason) = (on, act.UserName, command.Reason.Trim());
        return new Entry<Authorisation>(letter, new AuthorisationEnded(letter.Number, on, letter.RevocationReason));
    }
}
