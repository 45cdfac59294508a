using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>撤销导入: takes an import back before anything of it was used. Who may do it is who may give the single command.</summary>
public sealed record UndoImport(Guid Id, ImportKind Kind);

/// <summary>An import was taken back.</summary>
public sealed record ImportUndone(Guid Import, ImportKind Of) : HouseEvent;

/// <summary>
/// Refuses an unknown import, one that was undone already, and one of which a line was used or changed since: each such line is told, and
/// nothing is taken back.
/// </summary>
public sealed class UndoImportHandler(HouseStore house, RegisterCache registers, ImportShelf shelf, TwoPersons two)
    : TwoPersonHandler<UndoImport, ImportEntry>(two)
{
    private protected override bool TakesTwo(UndoImport command) => shelf.Of(command.Kind).TakesTwo;

    private protected override Task<ErrorOr<ImportEntry>> AloneAsync(UndoImport command, Act act, CancellationToken cancellation) =>
        house.ActAsync(
            act,
            async db =>
            {
                await registers.RefreshAsync(cancellation);
                return await EnterAsync(db, command, act, isTrial: false, cancellation);
            },
            cancellation,
            oneAtATime: shelf.Of(command.Kind).OneAtATime
        );

    internal override async Task<ErrorOr<Entry<ImportEntry>>> EnterAsync(
        ApprovalDbContext db,
        UndoImport command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    )
    {
        var book = shelf.Of(command.Kind);
        var record = await db.Set<ImportRecord>().FirstOrDefaultAsync(known => known.Id == command.Id, cancellation);
        if (record is null || record.Kind != command.Kind)
            return Refusal.NotFound(RefusalCode.ImportNotFound, ("import", command.Id));
        if (record.UndoneAt is { } undone)
            return Refusal.Conflict(RefusalCode.ImportUndoneAlready, ("date", DateOnly.FromDateTime(undone.InShanghai().DateTime)));
        var batch = new Batch(db, act, await WorkingRegister.ReadAsync(db, cancellation), false, cancellation);
        foreach (var line in JsonSerializer.Deserialize<List<KeptLine>>(record.Lines, HouseJson.Options)!.AsEnumerable().Reverse())
            await book.TakeBackAsync(batch, line);
        if (batch.Faults.Count > 0)
            return batch.Faults;
        (record.UndoneAt, record.UndoneBy) = (act.At, act.UserName);
        return new Entry<ImportEntry>(ImportEntry.Of(record), [.. batch.Happened, new ImportUndone(record.Id, record.Kind)])
        {
            Registers = book.Registers,
        };
    }
}
