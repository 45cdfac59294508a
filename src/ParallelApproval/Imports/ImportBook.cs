using System.Reflection;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>What happens within the one transaction of an import.</summary>
internal sealed record Batch(ApprovalDbContext Db, Act Act, WorkingRegister Register, bool IsTrial, CancellationToken Cancellation)
{
    /// <summary>Hears how many rows were looked at, of how many.</summary>
    public Action<int, int> Looked { get; init; } = (_, _) => { };

    public List<Error> Faults { get; } = [];

    public List<ImportLine> Lines { get; } = [];

    public List<KeptLine> Kept { get; } = [];

    public List<HouseEvent> Happened { get; } = [];

    public List<FirstPassword> Passwords { get; } = [];
}

/// <summary>The password of a new account (初始密码); shown this once, kept nowhere.</summary>
public sealed record FirstPassword(string UserName, string Name, string Password);

/// <summary>What the house has of one thing, in the cells of its sheet.</summary>
/// <param name="Revision">0 where it has none.</param>
internal sealed record HeldRow(string Key, int Revision, IReadOnlyDictionary<string, object?> Values);

/// <summary>
/// How one kind of thing is taken in (导入规程): its sheets, and how a row becomes the command that somebody would give for it, checked by
/// the command's own validator and carried out by its own handler.
/// </summary>
internal abstract class ImportBook
{
    public abstract ImportKind Kind { get; }

    public abstract IReadOnlyList<SheetDefinition> Sheets { get; }

    /// <summary>Rows of one sheet.</summary>
    public abstract int MostRows { get; }

    /// <summary>Acts that may not happen beside it, as <see cref="HouseStore"/> knows them.</summary>
    public abstract string OneAtATime { get; }

    /// <summary>Registers that have a new version by it.</summary>
    public abstract IReadOnlyList<string> Registers { get; }

    /// <summary>Whether what the house has is given out as a file; not where it is personal.</summary>
    public virtual bool IsExported => true;

    /// <summary>Whether one of it takes two persons, and so a sheet of them.</summary>
    public virtual bool TakesTwo => false;

    /// <summary>Takes the rows in, or says of each what keeps it out.</summary>
    public abstract Task TakeAsync(Batch batch, IReadOnlyDictionary<string, List<SheetRow>> rows);

    /// <summary>What the house has, by sheet, in the order in which it is written.</summary>
    public abstract Task<IReadOnlyDictionary<string, List<HeldRow>>> HeldAsync(
        ApprovalDbContext db,
        DateOnly today,
        CancellationToken cancellation
    );

    /// <summary>Takes one line back; faults of the batch say why not.</summary>
    public abstract Task TakeBackAsync(Batch batch, KeptLine line);
}

/// <summary>A kind with one sheet, of which each row is one command.</summary>
internal abstract class RowBook<TCommand> : ImportBook
    where TCommand : notnull
{
    protected abstract SheetDefinition Sheet { get; }

    public sealed override IReadOnlyList<SheetDefinition> Sheets => [Sheet];

    public sealed override bool TakesTwo => typeof(TCommand).GetCustomAttribute<AuthorityAttribute>() is { TakesTwo: true };

    protected abstract string KeyOf(SheetRow row);

    protected virtual string NameOf(SheetRow row) => row.Text("name");

    /// <summary>The command that somebody would give.</summary>
    /// <param name="revision">The state that the house is in; 0 for what is new.</param>
    protected abstract TCommand Command(SheetRow row, int revision);

    /// <summary>Carries it out within the transaction; the line is kept so that it can be taken back.</summary>
    protected abstract Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, TCommand command, string key, bool isNew);

    protected abstract Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation);

    /// <summary>Writes a row as the house would keep it, so that what says the same is seen to.</summary>
    protected virtual void Settle(SheetRow row, HeldRow? held, Batch batch) { }

    /// <summary>The rows in the order in which one needs the other.</summary>
    protected virtual IReadOnlyList<SheetRow> InOrder(IReadOnlyList<SheetRow> rows, Batch batch) => rows;

    /// <summary>Whether the row hangs on another one of the file that is at fault itself: that one's fault is told, and no more.</summary>
    protected virtual bool HangsOnFaulty(SheetRow row, IReadOnlySet<string> faulty) => false;

    /// <summary>Whether what was there before may be kept with the import.</summary>
    protected virtual bool KeepsBefore => true;

    public sealed override async Task<IReadOnlyDictionary<string, List<HeldRow>>> HeldAsync(
        ApprovalDbContext db,
        DateOnly today,
        CancellationToken cancellation
    ) => new Dictionary<string, List<HeldRow>> { [Sheet.Key] = await HeldRowsAsync(db, today, cancellation) };

    public sealed override async Task TakeAsync(Batch batch, IReadOnlyDictionary<string, List<SheetRow>> rows)
    {
        var held = (await HeldRowsAsync(batch.Db, batch.Act.Today, batch.Cancellation))
            .GroupBy(row => row.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
        var (seen, faulty) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (at, row) in InOrder(rows[Sheet.Key], batch).Index())
        {
            batch.Looked(at, rows[Sheet.Key].Count);
            var key = KeyOf(row);
            if (key.Length > 0 && !seen.Add(key))
                batch.Faults.Add(row.Beside(Refusal.Input("", RefusalCode.ImportRowTwice, ("key", key))));
            await TakeAsync(batch, row, key, held.GetValueOrDefault(key), faulty);
            if (row.IsFaulty)
                faulty.Add(key);
        }
    }

    private async Task TakeAsync(Batch batch, SheetRow row, string key, HeldRow? held, HashSet<string> faulty)
    {
        // What the file has no column for stays as it is.
        foreach (var column in Sheet.Columns.Where(column => held is not null && !row.Has(column.Key)))
            row.Put(column.Key, held!.Values.GetValueOrDefault(column.Key));
        Settle(row, held, batch);
        var differing = Sheet
            .Columns.Where(column => column.Said(row[column.Key]) != column.Said(held?.Values.GetValueOrDefault(column.Key)))
            .ToList();
        var change =
            held is null ? LineChange.New
            : differing.Count > 0 ? LineChange.Changed
            : LineChange.Unchanged;
        batch.Lines.Add(
            new(Sheet.Key, row.Number, key, NameOf(row), change, held is null ? [] : [.. differing.Select(column => column.Header)])
        );
        if (change is LineChange.Unchanged)
            return;
        if (row.IsFaulty)
            return;
        var command = Command(row, held?.Revision ?? 0);
        batch.Faults.AddRange(Validators.Check(command, batch.Act.Today).Select(fault => row.Beside(fault)));
        if (row.IsFaulty)
            return;
        if (HangsOnFaulty(row, faulty))
        {
            row.Spoil();
            return;
        }

        var done = await CarryOutAsync(batch, command, key, held is null);
        if (done.IsError)
            batch.Faults.AddRange(done.Errors.Select(fault => row.Beside(fault)));
        else
            batch.Kept.Add(done.Value with { Change = change, Before = held is null || !KeepsBefore ? null : Written(held.Values) });
    }

    private Dictionary<string, string> Written(IReadOnlyDictionary<string, object?> values) =>
        Sheet.Columns.ToDictionary(column => column.Key, column => column.Cell.Write(values.GetValueOrDefault(column.Key)));

    public override async Task TakeBackAsync(Batch batch, KeptLine line)
    {
        if (line.Change is LineChange.New)
        {
            await TakeBackNewAsync(batch, line);
            return;
        }

        if (line.Before is null)
        {
            batch.Faults.Add(Refusal.Conflict(RefusalCode.ImportNotUndoable, ("key", line.Key)));
            return;
        }

        var row = new SheetRow(Sheet, Sheet.Name, 0, new Dictionary<string, int>());
        foreach (var column in Sheet.Columns)
            if (line.Before.GetValueOrDefault(column.Key) is { Length: > 0 } text)
                row.Put(column.Key, column.Cell.Read(text, "").Value);
        var done = await CarryOutAsync(batch, Command(row, line.Revision), line.Key, isNew: false);
        if (done.IsError)
            batch.Faults.AddRange(done.Errors);
    }

    /// <summary>Takes back what was made by the import, before anybody has used it.</summary>
    protected abstract Task TakeBackNewAsync(Batch batch, KeptLine line);

    protected static Error InUse(string key) => Refusal.Conflict(RefusalCode.ImportInUse, ("key", key));
}
