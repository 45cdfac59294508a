using System.Data.Common;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// Where acts of the house outside of any case begin and end (局务): a flow is published, an item changed, an officer entered. Beside <see
/// cref="CaseStore"/> the only place that opens a transaction. An act, its entries in the trail and the new versions of the registers it
/// changes are stored together, or nothing is; what leaves no entry is not stored.
/// </summary>
public sealed class HouseStore(IDbContextFactory<ApprovalDbContext> contexts, RegisterCache registers)
{
    /// <summary>Stands for all registers where something changes that several of them hold, such as the name of a department.</summary>
    internal const string EveryRegister = "*";

    /// <summary>Carries out an act of an officer: the whole act, or nothing of it.</summary>
    /// <param name="decide">Reads and changes what the act is about. It need not save; the trail is written after it, as the last thing,
    /// because its head stays locked until the commit. It runs again when the act turns out to be dated wrongly.</param>
    /// <param name="oneAtATime">Acts that bear the same name come one after the other in the whole house; null for acts that need not
    /// wait.</param>
    /// <param name="overtaken">What holds when a row with the same key turns out to be there already: somebody else was faster.</param>
    /// <exception cref="InvalidOperationException">The act has changed something and says nothing of it.</exception>
    internal async Task<ErrorOr<T>> ActAsync<T>(
        Act act,
        Func<ApprovalDbContext, Task<ErrorOr<Entry<T>>>> decide,
        CancellationToken cancellation,
        string? oneAtATime = null,
        Func<Task<ErrorOr<T>>>? overtaken = null
    )
    {
        Attempt<T> attempt;
        try
        {
            attempt = await TryActAsync(act, decide, oneAtATime, mayBeOff: false, cancellation);
            // Dated by what the database has told just now, the second attempt stands, however long it takes.
            if (attempt.IsOff)
                attempt = await TryActAsync(act, decide, oneAtATime, mayBeOff: true, cancellation);
        }
        catch (Exception twice) when (overtaken is not null && IsOfKind(twice, PostgresErrorCodes.UniqueViolation))
        {
            return await overtaken();
        }
        catch (Exception busy) when (IsOfKind(busy, PostgresErrorCodes.LockNotAvailable))
        {
            return StoreRefusals.HouseIsBusy();
        }

        if (attempt.IsStored)
            await registers.RefreshAsync(cancellation);
        return attempt.Answer;
    }

    /// <summary>How one attempt ended.</summary>
    /// <param name="IsOff">The act was dated wrongly: nothing has been stored, and the clock of the house has been told anew.</param>
    private readonly record struct Attempt<T>(ErrorOr<T> Answer, bool IsStored = false, bool IsOff = false);

    private async Task<Attempt<T>> TryActAsync<T>(
        Act act,
        Func<ApprovalDbContext, Task<ErrorOr<Entry<T>>>> decide,
        string? oneAtATime,
        bool mayBeOff,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Who waits for nobody asks nothing before he decides: he is dated by what was told last, and that is looked at under the lock of
        // the trail.
        if (act.Clock is { } clock)
            act.TakePlaceAt(oneAtATime is null ? Act.Instant(clock) : await WaitAsync(db, oneAtATime, clock, cancellation));
        else if (oneAtATime is not null)
            await WaitAsync(db, oneAtATime, cancellation);
        var decided = await decide(db);
        if (decided.IsError)
            return new(decided.Errors);
        var entry = decided.Value;
        if (entry.Happened.Count == 0)
            return db.ChangeTracker.HasChanges()
                ? throw new InvalidOperationException("An act and its entry are stored together or not at all.")
                : new(entry.Kept);
        await db.SaveChangesAsync(cancellation);
        await RaiseVersionsAsync(db, entry.Registers, cancellation);
        await SealAsync(db, cancellation);
        var trail = await HouseTrail.LockAsync(db, act.Clock, cancellation);
        if (!mayBeOff && oneAtATime is null && trail.Now is { } now && DatabaseTime.IsFar(act.At, now))
            return new(default, IsOff: true);
        foreach (var happened in entry.Happened)
            await trail.RecordAsync(db, act, happened, cancellation);
        await trail.CloseAsync(db, cancellation);
        await transaction.CommitAsync(db, cancellation);
        return new(entry.Kept, IsStored: true);
    }

    /// <summary>
    /// Does for somebody outside the house what has no legal effect: a draft, a booked time. Nobody in the house has decided anything, so
    /// nothing is entered in the trail. Stores nothing when it refuses.
    /// </summary>
    /// <param name="oneAtATime">As in <see cref="ActAsync"/>.</param>
    internal async Task<ErrorOr<T>> KeepAsync<T>(
        Func<ApprovalDbContext, Task<ErrorOr<T>>> decide,
        CancellationToken cancellation,
        string? oneAtATime = null
    )
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            if (oneAtATime is not null)
                await WaitAsync(db, oneAtATime, cancellation);
            var decided = await decide(db);
            if (decided.IsError)
                return decided;
            await db.SaveChangesAsync(cancellation);
            await SealAsync(db, cancellation);
            await transaction.CommitAsync(db, cancellation);
            return decided;
        }
        catch (Exception busy) when (IsOfKind(busy, PostgresErrorCodes.LockNotAvailable))
        {
            return StoreRefusals.HouseIsBusy();
        }
    }

    /// <summary>
    /// The same, once for each key that the act bears: whoever sends his form twice is answered twice, and has one draft or one booked
    /// time.
    /// </summary>
    internal Task<ErrorOr<T>> KeepOnceAsync<T>(
        Act act,
        Func<ApprovalDbContext, Task<ErrorOr<T>>> decide,
        CancellationToken cancellation,
        string oneAtATime
    ) => KeepAsync(db => KeptAnswers.OnceAsync(db, act, () => decide(db), cancellation), cancellation, oneAtATime);

    /// <summary>
    /// Notes what a job or a listener keeps for itself, and what an act that stands in the trail already leaves behind. Nobody has decided
    /// anything, so nothing is entered in the trail.
    /// </summary>
    internal async Task NoteAsync(Func<ApprovalDbContext, Task> note, CancellationToken cancellation, string? oneAtATime = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await PutAsync(
            db,
            "SET LOCAL lock_timeout = 0",
            oneAtATime,
            async () =>
            {
                await note(db);
                return [];
            },
            cancellation
        );
    }

    /// <summary>The same with statements, for what is written without a context.</summary>
    internal Task NoteAsync(Action<Statements> note, CancellationToken cancellation) =>
        NoteAsync(
            async db =>
            {
                await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
                note(new(batch));
                if (batch.BatchCommands.Count > 0)
                    await batch.ExecuteNonQueryAsync(cancellation);
            },
            cancellation
        );

    /// <summary>
    /// Puts in what comes with the product, or is made up for a demonstration: no officer has decided it, so nothing is entered in the
    /// trail.
    /// </summary>
    /// <param name="load">Says which registers it has changed.</param>
    internal static async Task LoadAsync(
        ApprovalDbContext db,
        string? oneAtATime,
        Func<Task<IReadOnlyList<string>>> load,
        CancellationToken cancellation
    )
    {
        db.Database.SetCommandTimeout(Pool.LongestWork);
        await PutAsync(db, Pool.TakeTime, oneAtATime, load, cancellation);
    }

    // Nodes that start at once, or that do the same duty, wait for the first of them, however long it takes; nobody waits for them.
    private static async Task PutAsync(
        ApprovalDbContext db,
        string manners,
        string? oneAtATime,
        Func<Task<IReadOnlyList<string>>> load,
        CancellationToken cancellation
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Database.ExecuteSqlRawAsync(manners, cancellation);
        if (oneAtATime is not null)
            await WaitAsync(db, oneAtATime, cancellation);
        var changed = await load();
        await db.SaveChangesAsync(cancellation);
        await RaiseVersionsAsync(db, changed, cancellation);
        await SealAsync(db, cancellation);
        await transaction.CommitAsync(db, cancellation);
    }

    private static Task SealAsync(ApprovalDbContext db, CancellationToken cancellation) =>
        TableSeals.Of(db)?.FoldAsync((NpgsqlConnection)db.Database.GetDbConnection(), cancellation) ?? Task.CompletedTask;

    private static bool IsOfKind(Exception fault, string sqlState) =>
        (fault as DbException ?? fault.InnerException) is PostgresException told && told.SqlState == sqlState;

    /// <summary>Waits within an open transaction until nobody else works under that name.</summary>
    internal static Task<int> WaitAsync(ApprovalDbContext db, string name, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 72041))", cancellation);

    // In the round trip of the lock, and once it is held.
    private static async Task<DateTimeOffset> WaitAsync(
        ApprovalDbContext db,
        string name,
        DatabaseTime clock,
        CancellationToken cancellation
    )
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        var statements = new Statements(batch);
        statements.Add("SELECT pg_advisory_xact_lock(hashtextextended($1, 72041))", Statements.Text(name));
        statements.Add(clock.Question);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        return await clock.HearAsync(rows, cancellation);
    }

    private static async Task RaiseVersionsAsync(ApprovalDbContext db, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        foreach (var name in names)
            await (
                name == EveryRegister
                    ? RegisterCache.RaiseVersionOfAllAsync(db, cancellation)
                    : RegisterCache.RaiseVersionAsync(db, name, cancellation)
            );
    }
}

/// <summary>What an act of the house has done, and what the trail says of it; nothing, when everything was so already.</summary>
/// <param name="Kept">What the officer is told.</param>
internal sealed record Entry<T>(T Kept, IReadOnlyList<HouseEvent> Happened)
{
    public Entry(T kept, HouseEvent happened)
        : this(kept, [happened]) { }

    /// <summary>Names of the registers that have a new version by it.</summary>
    public IReadOnlyList<string> Registers { get; init; } = [];
}
