using System.Text.Json;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>
/// 按表导入: takes in what the rows of a file say, the whole file or nothing of it. Who may do it is who may give the single command.
/// </summary>
/// <param name="IsTrial">试导: says what would change, and changes nothing.</param>
public sealed record ImportSheets(ImportKind Kind, string FileName, IReadOnlyList<ReadSheet> Sheets, bool IsTrial);

/// <summary>What an import changed, or would change.</summary>
/// <param name="Id">By which it can be undone; null for a trial, and where nothing changed.</param>
/// <param name="Lines">Every line of the file.</param>
/// <param name="Passwords">Of new accounts; shown this once.</param>
/// <param name="PassedOver">Heads of columns that the house does not keep; only lists that others publish may have such.</param>
public sealed record ImportOutcome(
    Guid? Id,
    ImportKind Kind,
    bool IsTrial,
    int New,
    int Changed,
    int Unchanged,
    IReadOnlyList<ImportLine> Lines,
    IReadOnlyList<FirstPassword> Passwords,
    IReadOnlyList<string> PassedOver
) : ITellPasswords
{
    IEnumerable<NewPassword> ITellPasswords.Told => Passwords.Select(made => new NewPassword(made.UserName, made.Password));
}

/// <summary>A file was taken in; what it made or changed stands in the entries beside it.</summary>
public sealed record SheetsImported(Guid Import, ImportKind Of, string FileName, int New, int Changed) : HouseEvent;

internal sealed class ImportSheetsValidator : AbstractValidator<ImportSheets>
{
    public ImportSheetsValidator() => RuleFor(command => command.FileName).IsLine(TextLengths.Line);
}

/// <summary>
/// Refuses a file of which anything is wrong: every fault of it at once, under sheet and cell (<c>部门!C7</c>), at most a thousand of them.
/// What each row asks for is checked by the validator of its own command and carried out as that command is.
/// </summary>
public sealed class ImportSheetsHandler(
    HouseStore house,
    RegisterCache registers,
    ImportShelf shelf,
    ImportProgress progress,
    TwoPersons two
) : TwoPersonHandler<ImportSheets, ImportOutcome>(two)
{
    private const int MostFaults = 1_000;

    private protected override bool TakesTwo(ImportSheets command) => !command.IsTrial && shelf.Of(command.Kind).TakesTwo;

    private protected override Task<ErrorOr<ImportOutcome>> AloneAsync(ImportSheets command, Act act, CancellationToken cancellation) =>
        house.ActAsync(
            act,
            async db =>
            {
                await registers.RefreshAsync(cancellation);
                return await EnterAsync(db, command, act, command.IsTrial, cancellation);
            },
            cancellation,
            oneAtATime: shelf.Of(command.Kind).OneAtATime
        );

    internal override async Task<ErrorOr<Entry<ImportOutcome>>> EnterAsync(
        ApprovalDbContext db,
        ImportSheets command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    )
    {
        try
        {
            return await TakeAsync(db, command with { IsTrial = isTrial }, act, cancellation);
        }
        finally
        {
            progress.End(act.UserName);
        }
    }

    private async Task<ErrorOr<Entry<ImportOutcome>>> TakeAsync(
        ApprovalDbContext db,
        ImportSheets command,
        Act act,
        CancellationToken cancellation
    )
    {
        var book = shelf.Of(command.Kind);
        var (rows, faults, passedOver) = SheetReader.Read(book.Sheets, command.Sheets, book.MostRows);
        var batch = new Batch(db, act, await WorkingRegister.ReadAsync(db, cancellation), command.IsTrial, cancellation)
        {
            Looked = (done, total) => progress.Report(act.UserName, done, total),
        };
        batch.Faults.AddRange(faults);
        // Without its columns a sheet says nothing that could be judged.
        if (!faults.Exists(SheetReader.IsOfHead))
            await book.TakeAsync(batch, rows);
        if (batch.Faults.Count > 0)
            return Told(batch.Faults);
        return await KeepAsync(book, batch, command, passedOver);
    }

    private static async Task<ErrorOr<Entry<ImportOutcome>>> KeepAsync(
        ImportBook book,
        Batch batch,
        ImportSheets command,
        IReadOnlyList<string> passedOver
    )
    {
        var (made, changed) = (Count(batch, LineChange.New), Count(batch, LineChange.Changed));
        Guid? id = command.IsTrial || made + changed == 0 ? null : Guid.CreateVersion7(batch.Act.At);
        var outcome = new ImportOutcome(
            id,
            command.Kind,
            command.IsTrial,
            made,
            changed,
            batch.Lines.Count - made - changed,
            batch.Lines,
            command.IsTrial ? [] : batch.Passwords,
            passedOver
        );
        if (id is { } import)
            batch.Db.Add(
                new ImportRecord
                {
                    Id = import,
                    Kind = command.Kind,
                    FileName = command.FileName,
                    EnteredBy = batch.Act.UserName,
                    EnteredAt = batch.Act.At,
                    New = made,
                    Changed = changed,
                    Lines = JsonSerializer.Serialize(batch.Kept, HouseJson.Options),
                }
            );
        // A trial is written as well, so that what the database itself guards has its say; without an entry in the trail it is not stored.
        await batch.Db.SaveChangesAsync(batch.Cancellation);
        batch.Db.ChangeTracker.Clear();
        return id is { } done
            ? new Entry<ImportOutcome>(
                outcome,
                [.. batch.Happened, new SheetsImported(done, command.Kind, command.FileName, made, changed)]
            )
            {
                Registers = book.Registers,
            }
            : new Entry<ImportOutcome>(outcome, []);
    }

    private static int Count(Batch batch, LineChange change) => batch.Lines.Count(line => line.Change == change);

    private static List<Error> Told(List<Error> faults)
    {
        if (faults.Count <= MostFaults)
            return faults;
        return
        [
            .. faults.Take(MostFaults),
            Refusal.Input("", RefusalCode.ImportMoreFaults, ("more", faults.Count - MostFaults), ("most", MostFaults)),
        ];
    }
}
