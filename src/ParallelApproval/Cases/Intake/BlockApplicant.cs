using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>列入限制申请名单: puts an applicant on the block list, from today.</summary>
/// <param name="IdNumber">Citizen number or credit code.</param>
/// <param name="ItemCode">Null for every item.</param>
/// <param name="Until">The last day; null for what the law says: one year for false papers, three for fraud. Bad credit needs a day.</param>
public sealed record BlockApplicant(string IdNumber, string? ItemCode, BlockGround Ground, string Reason, DateOnly? Until = null);

/// <summary>An applicant was put on the block list; who he is stands on the line and not in the trail.</summary>
public sealed record ApplicantBlocked(Guid Line, string? ItemCode, BlockGround Ground, DateOnly Until, string Reason) : HouseEvent;

/// <summary>
/// Refuses an unknown item, a number that is none, a reason left out, and an end that lies before today or beyond what the law allows (行政许可法 art. 78, 79).
/// </summary>
public sealed class BlockApplicantHandler(HouseStore house, CatalogueRegister catalogue)
{
    private const int MostYears = 3;

    public async Task<ErrorOr<Block>> HandleAsync(BlockApplicant command, Act act, CancellationToken cancellation)
    {
        var checkedLine = Line(command, act);
        if (checkedLine.IsError) return checkedLine;
        var line = checkedLine.Value;
        return await house.ActAsync(act, db =>
        {
            db.Add(line);
            return Task.FromResult<ErrorOr<Entry<Block>>>(
                new Entry<Block>(line, new ApplicantBlocked(line.Id, line.ItemCode, line.Ground, line.Until, line.Reason)) { Registers = [BlockRegister.Name] });
        }, cancellation);
    }

    private ErrorOr<Block> Line(BlockApplicant command, Act act)
    {
        var number = (command.IdNumber ?? "").Trim().ToUpperInvariant();
        if (CitizenNumber.Parse(number, act.Today, "idNumber").IsError && UnifiedCreditCode.Parse(number, "idNumber").IsError)
            return Refusal.Input("idNumber", "block_number_unknown", "Expected a citizen number or a credit code, but it is neither.");
        if (command.ItemCode is { } item && catalogue.InForce(item, act.Today) is null) return CaseRefusals.UnknownItem(item);
        if (string.IsNullOrWhiteSpace(command.Reason)) return CaseRefusals.ReasonMissing();
        var until = command.Until ?? command.Ground switch
        {
            BlockGround.FalsePapers => act.Today.AddYears(1),
            BlockGround.Fraud => act.Today.AddYears(MostYears),
            _ => DateOnly.MinValue,
        };
        if (until < act.Today || until > act.Today.AddYears(MostYears))
            return Refusal.Input("until", "block_end_out_of_range", "Expected an end between today and {most} years from now, but it is {until}.", ("most", MostYears), ("until", until));
        return new Block
        {
            Id = Guid.CreateVersion7(act.At), IdNumber = number, ItemCode = command.ItemCode, Ground = command.Ground, From = act.Today, Until = until,
            Reason = command.Reason.Trim(), AddedBy = act.UserName, AddedAt = act.At,
        };
    }
}
