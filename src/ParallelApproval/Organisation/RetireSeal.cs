using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 停用印章: from that day the seal is put on nothing any more. What it was put on stands; papers of the body leave the place of the seal open
/// until it has another.
/// </summary>
/// <param name="On">The first day without it; today when left out.</param>
/// <param name="ExpectedRevision">The state that was looked at.</param>
[Authority("Retire a seal from a day", Role.Administrator, InDistrictOnly = true)]
public sealed record RetireSeal(string Number, string Reason, int ExpectedRevision, DateOnly? On = null);

/// <summary>A seal was retired.</summary>
public sealed record SealRetired(string Number, string DepartmentCode, DateOnly On, string Reason, int Revision) : HouseEvent;

internal sealed class RetireSealValidator : AbstractValidator<RetireSeal>
{
    public RetireSealValidator()
    {
        RuleFor(command => command.Number).IsCode();
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.On).Refuses((on, place) => on < place.Today ? EndInPast(on) : null);
    }

    private static Error EndInPast(DateOnly? on) => Refusal.Input("on", RefusalCode.SealEndInPast, ("on", on));
}

/// <summary>
/// Refuses an unknown seal, one that is retired, a day in the past, a reason left out, and a state that somebody has changed meanwhile.
/// </summary>
public sealed class RetireSealHandler(Registrar registrar) : Handler<RetireSeal, Seal>
{
    protected override Task<ErrorOr<Seal>> CarryOutAsync(RetireSeal command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation);

    private static async Task<ErrorOr<Entry<Seal>>> EnterAsync(
        ApprovalDbContext db,
        RetireSeal command,
        Act act,
        CancellationToken cancellation
    )
    {
        var on = command.On ?? act.Today;
        if (await db.Set<Seal>().FirstOrDefaultAsync(known => known.Number == command.Number, cancellation) is not { } seal)
            return SealRefusals.NotFound(command.Number);
        if (seal.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, seal.Revision);
        if (seal.RetiredOn is { } day)
            return SealRefusals.Retired(seal.Number, day);
        (seal.RetiredOn, seal.Revision) = (on, seal.Revision + 1);
        return new Entry<Seal>(seal, new SealRetired(seal.Number, seal.DepartmentCode, on, command.Reason.Trim(), seal.Revision));
    }
}
