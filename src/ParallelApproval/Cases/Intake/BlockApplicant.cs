using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>列入限制申请名单: puts an applicant on the block list, from today.</summary>
/// <param name="IdNumber">Citizen number or credit code.</param>
/// <param name="ItemCode">Null for every item.</param>
/// <param name="Until">The last day; null for what the law says: one year for false papers, three for fraud. Bad credit needs a
/// day.</param>
[Authority("Put an applicant on the block list until a day", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record BlockApplicant(string IdNumber, string? ItemCode, BlockGround Ground, string Reason, DateOnly? Until = null)
{
    internal const int MostYears = 3;

    /// <summary>The number as it is kept, whatever it is.</summary>
    internal static string Number(string? typed) => (typed ?? "").Trim().ToUpperInvariant();

    /// <summary>
    /// The last day: the one that was given, or the one that goes with the ground; the first day of all when there is neither.
    /// </summary>
    internal static DateOnly EndOf(BlockApplicant command, DateOnly today) =>
        command.Until
        ?? command.Ground switch
        {
            BlockGround.FalsePapers => today.AddYears(1),
            BlockGround.Fraud => today.AddYears(MostYears),
            _ => DateOnly.MinValue,
        };
}

/// <summary>An applicant was put on the block list; who he is stands on the line and not in the trail.</summary>
public sealed record ApplicantBlocked(Guid Line, string? ItemCode, BlockGround Ground, DateOnly Until, string Reason) : HouseEvent;

internal sealed class BlockApplicantValidator : AbstractValidator<BlockApplicant>
{
    public BlockApplicantValidator()
    {
        RuleFor(command => command.IdNumber).Refuses((number, place) => IsIdNumber(number, place.Today) ? null : UnknownNumber());
        RuleFor(command => command.ItemCode).IsCode();
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command).Refuses((command, place) => EndOutOfRange(BlockApplicant.EndOf(command, place.Today), place.Today));
    }

    private static bool IsIdNumber(string? typed, DateOnly today) =>
        BlockApplicant.Number(typed) is var number
        && (!CitizenNumber.Parse(number, today, "idNumber").IsError || !UnifiedCreditCode.Parse(number, "idNumber").IsError);

    private static Error UnknownNumber() => Refusal.Input("idNumber", RefusalCode.BlockNumberUnknown);

    private static Error? EndOutOfRange(DateOnly until, DateOnly today) =>
        until >= today && until <= today.AddYears(BlockApplicant.MostYears)
            ? null
            : Refusal.Input("until", RefusalCode.BlockEndOutOfRange, ("most", BlockApplicant.MostYears), ("until", until));
}

/// <summary>
/// Refuses an unknown item, a number that is none, a reason left out, and an end that lies before today or beyond what the law allows
/// (行政许可法 art. 78, 79).
/// </summary>
public sealed class BlockApplicantHandler(HouseStore house, CatalogueRegister catalogue) : Handler<BlockApplicant, Block>
{
    protected override Task<ErrorOr<Block>> CarryOutAsync(BlockApplicant command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => Task.FromResult(Enter(db, command, act)), cancellation);

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal ErrorOr<Entry<Block>> Enter(ApprovalDbContext db, BlockApplicant command, Act act)
    {
        var checkedLine = Line(command, act);
        if (checkedLine.IsError)
            return checkedLine.Errors;
        var line = checkedLine.Value;
        db.Add(line);
        return new Entry<Block>(line, new ApplicantBlocked(line.Id, line.ItemCode, line.Ground, line.Until, line.Reason))
        {
            Registers = [BlockRegister.Name],
        };
    }

    private ErrorOr<Block> Line(BlockApplicant command, Act act)
    {
        if (command.ItemCode is { } item && catalogue.InForce(item, act.Today) is null)
            return CaseRefusals.UnknownItem(item);
        return new Block
        {
            Id = Guid.CreateVersion7(act.At),
            IdNumber = BlockApplicant.Number(command.IdNumber),
            ItemCode = command.ItemCode,
            Ground = command.Ground,
            From = act.Today,
            Until = BlockApplicant.EndOf(command, act.Today),
            Reason = command.Reason.Trim(),
            AddedBy = act.UserName,
            AddedAt = act.At,
        };
    }
}
