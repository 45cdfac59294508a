using System.Text.RegularExpressions;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 登记印章、变更保管人: enters a seal as it was cut, or gives one to another keeper. What is cut into it never changes; another text is
/// another seal.
/// </summary>
/// <param name="Number">1 to 32 letters, digits and hyphens, as cut into the seal; unique in the district.</param>
/// <param name="Keeper">Account of an officer of the same body: he answers for every use.</param>
/// <param name="From">First day of use; today when left out. A seal that is there keeps its own.</param>
/// <param name="ExpectedRevision">0 for a new seal, else the state that was looked at.</param>
[Authority("Enter a seal (expectedRevision 0) or give one to another keeper", Role.Administrator, InDistrictOnly = true)]
public sealed record KeepSeal(
    string Number,
    string DepartmentCode,
    string Inscription,
    string Keeper,
    int ExpectedRevision,
    DateOnly? From = null
);

/// <summary>A seal was entered, or given to another keeper.</summary>
public sealed record SealKept(
    string Number,
    string DepartmentCode,
    string Inscription,
    string Keeper,
    string? FormerKeeper,
    DateOnly From,
    int Revision
) : HouseEvent;

internal sealed partial class KeepSealValidator : AbstractValidator<KeepSeal>
{
    public KeepSealValidator()
    {
        RuleFor(command => command.Number).Refuses((number, _) => SealNumber().IsMatch(number ?? "") ? null : Malformed(number));
        RuleFor(command => command.DepartmentCode).IsCode();
        RuleFor(command => command.Inscription).Given(() => LengthWrong(0)).IsLine(TextLengths.Name, LengthWrong);
        RuleFor(command => command.Keeper).IsCode();
        RuleFor(command => command.From)
            .Refuses((from, place) => from < place.Today ? FromPast(from) : null)
            .When(command => command.ExpectedRevision == 0);
    }

    private static Error Malformed(string? number) => Refusal.Input("number", RefusalCode.SealNumberMalformed, ("number", number));

    private static Error LengthWrong(int length) =>
        Refusal.Input("inscription", RefusalCode.InscriptionLengthWrong, ("most", TextLengths.Name), ("length", length));

    private static Error FromPast(DateOnly? from) => Refusal.Input("from", RefusalCode.SealFromPast, ("from", from));

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9-]{0,31}\z")]
    private static partial Regex SealNumber();
}

/// <summary>
/// Refuses a malformed or taken number, a body that is unknown, closed or has a seal for the same papers in use, a keeper of another body,
/// a day in the past,
/// another text on a seal that is there, a retired one, and a state that somebody has changed meanwhile.
/// </summary>
public sealed class KeepSealHandler(Registrar registrar, OfficerRegister officers) : Handler<KeepSeal, Seal>
{
    protected override Task<ErrorOr<Seal>> CarryOutAsync(KeepSeal command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation);

    private async Task<ErrorOr<Entry<Seal>>> EnterAsync(ApprovalDbContext db, KeepSeal command, Act act, CancellationToken cancellation)
    {
        var held = await db.Set<Seal>().FirstOrDefaultAsync(known => known.Number == command.Number, cancellation);
        if (held is not null && command.ExpectedRevision == 0)
            return Refusal.Input("number", RefusalCode.SealNumberTaken, ("number", command.Number));
        if (held is null && command.ExpectedRevision != 0)
            return SealRefusals.NotFound(command.Number);
        if (held is not null && held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        var faults = (held is null ? CheckNew(command, act) : CheckHeld(command, held)).Concat(CheckKeeper(command)).ToList();
        if (faults.Count > 0)
            return faults;
        var keeper = officers.Find(command.Keeper)!;
        var former = held is null ? null : officers.Find(held.KeeperId)?.UserName;
        var seal = held ?? New(command, keeper, act);
        if (held is null)
            db.Add(seal);
        (seal.KeeperId, seal.Revision) = (keeper.Id, command.ExpectedRevision + 1);
        return new Entry<Seal>(
            seal,
            new SealKept(seal.Number, seal.DepartmentCode, seal.Inscription, keeper.UserName, former, seal.From, seal.Revision)
        );
    }

    private IEnumerable<Error> CheckNew(KeepSeal command, Act act)
    {
        var from = command.From ?? act.Today;
        if (officers.Open("departmentCode", command.DepartmentCode) is { IsError: true } none)
            yield return none.FirstError;
        else if (
            officers
                .SealsOf(command.DepartmentCode)
                .FirstOrDefault(other =>
                    other.Kind == Seal.KindOf(command.Inscription ?? "") && (other.RetiredOn is null || other.RetiredOn > from)
                ) is
            { } other
        )
            yield return Refusal.Input("departmentCode", RefusalCode.SealInUse, ("from", from), ("number", other.Number));
    }

    private static IEnumerable<Error> CheckHeld(KeepSeal command, Seal held)
    {
        if (held.RetiredOn is { } day)
            yield return SealRefusals.Retired(held.Number, day);
        else if (command.DepartmentCode != held.DepartmentCode || command.Inscription?.Trim() != held.Inscription)
            yield return Refusal.Conflict(RefusalCode.SealIsCut, ("number", held.Number));
    }

    private IEnumerable<Error> CheckKeeper(KeepSeal command)
    {
        if (officers.Find(command.Keeper ?? "") is not { IsEnabled: true } keeper || keeper.DepartmentCode != command.DepartmentCode)
            yield return Refusal.Input("keeper", RefusalCode.KeeperOfAnother, ("keeper", command.Keeper));
    }

    private static Seal New(KeepSeal command, Officer keeper, Act act) =>
        new()
        {
            Number = command.Number,
            DepartmentCode = command.DepartmentCode,
            Inscription = command.Inscription.Trim(),
            KeeperId = keeper.Id,
            From = command.From ?? act.Today,
        };
}

/// <summary>What both verbs of seals refuse.</summary>
internal static class SealRefusals
{
    public static Error NotFound(string number) => Refusal.NotFound(RefusalCode.SealNotFound, ("number", number));

    public static Error Retired(string number, DateOnly day) => Refusal.Conflict(RefusalCode.SealRetired, ("number", number), ("day", day));
}
