using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>
/// 停用材料: from a day on no new version of an item may ask for a paper. Items that are live, and cases that run, keep it as they were
/// published with it.
/// </summary>
/// <param name="On">The first day on which it is not asked for any more (Asia/Shanghai); today at the earliest.</param>
/// <param name="ExpectedRevision">The state that was looked at.</param>
[Authority("Retire a paper of the library: no new version of an item may ask for it", Role.Designer, InDistrictOnly = true)]
public sealed record RetireMaterial(string Code, DateOnly On, string Reason, int ExpectedRevision);

/// <summary>A paper of the library was retired.</summary>
public sealed record MaterialRetired(string Code, string Name, DateOnly On, string Reason) : HouseEvent;

internal sealed class RetireMaterialValidator : AbstractValidator<RetireMaterial>
{
    public RetireMaterialValidator()
    {
        RuleFor(command => command.Code).IsCode();
        RuleFor(command => command.On)
            .Refuses(
                (day, place) =>
                    day < place.Today
                        ? Refusal.Input(place.Field, RefusalCode.MaterialRetiresInPast, ("today", place.Today), ("day", day))
                        : null
            );
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
    }
}

/// <summary>Refuses an unknown paper, a reason left out, a day in the past, and a state that somebody has changed meanwhile.</summary>
public sealed class RetireMaterialHandler(HouseStore house) : Handler<RetireMaterial, Material>
{
    protected override Task<ErrorOr<Material>> CarryOutAsync(RetireMaterial command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => RetireAsync(db, command, cancellation), cancellation, oneAtATime: ItemChecks.Publishing);

    private static async Task<ErrorOr<Entry<Material>>> RetireAsync(
        ApprovalDbContext db,
        RetireMaterial command,
        CancellationToken cancellation
    )
    {
        var held = await db.Set<Material>().FirstOrDefaultAsync(known => known.Code == command.Code, cancellation);
        if (held is null)
            return Refusal.NotFound(RefusalCode.MaterialNotFound, ("code", command.Code));
        if (held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        var retired = held with { RetiredOn = command.On, Revision = held.Revision + 1 };
        db.Entry(held).CurrentValues.SetValues(retired);
        return new Entry<Material>(retired, new MaterialRetired(retired.Code, retired.Name, command.On, command.Reason.Trim()))
        {
            Registers = [CatalogueRegister.Name],
        };
    }
}
