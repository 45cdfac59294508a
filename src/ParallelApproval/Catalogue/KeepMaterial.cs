using System.Text.RegularExpressions;
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
/// 登记、变更材料: enters a paper in the library of materials, or changes one. Items that are live keep it as they were published with it;
/// their next version takes it as it is then. One that was retired is in use again with its change.
/// </summary>
/// <param name="Code">1 to 16 upper-case letters, digits and hyphens; never given to another paper.</param>
/// <param name="ExpectedRevision">0 for a new paper, else the state that was looked at.</param>
[Authority("Enter a paper in the library of materials (expectedRevision 0) or change one", Role.Designer, InDistrictOnly = true)]
public sealed record KeepMaterial(
    string Code,
    string Name,
    string NameEn,
    MaterialForm Form,
    int Copies,
    string Source,
    MaterialTrust Trust,
    bool IsShared,
    bool IsDeferrable,
    int? ValidMonths,
    int ExpectedRevision
);

/// <summary>A paper of the library was entered or changed.</summary>
public sealed record MaterialKept(string Code, string Name, string? FormerName, int Revision) : HouseEvent;

internal sealed partial class KeepMaterialValidator : AbstractValidator<KeepMaterial>
{
    private const int MostCopies = 99;
    private const int MostMonths = 1_200;

    public KeepMaterialValidator()
    {
        RuleFor(command => command.Code).Refuses((code, _) => Code().IsMatch(code ?? "") ? null : Malformed(code));
        RuleFor(command => command.Name).IsOrganisationName();
        RuleFor(command => command.NameEn).IsOrganisationName();
        RuleFor(command => command.Copies).Refuses((copies, _) => copies is >= 0 and <= MostCopies ? null : CopiesWrong(copies));
        RuleFor(command => command.Source).Given().IsName();
        RuleFor(command => command.ValidMonths)
            .Refuses((months, _) => months is null or (> 0 and <= MostMonths) ? null : MonthsWrong(months.Value));
        RuleFor(command => command.Form).Refuses((form, place) => Enum.IsDefined(form) ? null : InputRefusals.TextMissing(place.Field));
        RuleFor(command => command.Trust).Refuses((trust, place) => Enum.IsDefined(trust) ? null : InputRefusals.TextMissing(place.Field));
    }

    private static Error Malformed(string? code) => Refusal.Input("code", RefusalCode.MaterialCodeMalformed, ("code", code));

    private static Error CopiesWrong(int copies) =>
        Refusal.Input("copies", RefusalCode.MaterialCopiesWrong, ("most", MostCopies), ("copies", copies));

    private static Error MonthsWrong(int months) =>
        Refusal.Input("validMonths", RefusalCode.MaterialMonthsWrong, ("most", MostMonths), ("months", months));

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9-]{0,15}\z")]
    private static partial Regex Code();
}

/// <summary>Refuses a malformed or taken code, and a state that somebody has changed meanwhile.</summary>
public sealed class KeepMaterialHandler(HouseStore house) : Handler<KeepMaterial, Material>
{
    protected override Task<ErrorOr<Material>> CarryOutAsync(KeepMaterial command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => EnterAsync(db, command, cancellation), cancellation, oneAtATime: ItemChecks.Publishing);

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal static async Task<ErrorOr<Entry<Material>>> EnterAsync(
        ApprovalDbContext db,
        KeepMaterial command,
        CancellationToken cancellation
    )
    {
        var held = await db.Set<Material>().FirstOrDefaultAsync(known => known.Code == command.Code, cancellation);
        if (held is not null && command.ExpectedRevision == 0)
            return Refusal.Input("code", RefusalCode.MaterialCodeTaken, ("code", command.Code));
        if (held is null && command.ExpectedRevision != 0)
            return Refusal.NotFound(RefusalCode.MaterialNotFound, ("code", command.Code));
        if (held is not null && held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        var former = held?.Name;
        var kept = new Material
        {
            Code = command.Code,
            Name = command.Name.Trim(),
            NameEn = command.NameEn.Trim(),
            Form = command.Form,
            Copies = command.Copies,
            Source = command.Source.Trim(),
            Trust = command.Trust,
            IsShared = command.IsShared,
            IsDeferrable = command.IsDeferrable,
            ValidMonths = command.ValidMonths,
            Revision = command.ExpectedRevision + 1,
        };
        if (held is null)
            db.Add(kept);
        else
            db.Entry(held).CurrentValues.SetValues(kept);
        return new Entry<Material>(kept, new MaterialKept(kept.Code, kept.Name, former, kept.Revision))
        {
            Registers = [CatalogueRegister.Name],
        };
    }
}
