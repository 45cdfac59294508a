using ErrorOr;
using Npgsql;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Database;

/// <summary>
/// Where the files of all cases are kept (档案柜), and the one place where a command's transaction begins and ends.
/// <see cref="WorkOnAsync{T}"/> locks the cover of one file, reads its sections, lets the command decide in memory, and stores
/// everything that changed: two round trips and one commit. Nothing awaits while the lock is held but those two.
/// </summary>
/// <remarks>
/// The cover row is locked before anything else, so two commands on one case run one after the other and see each other's result.
/// A refusal, a crash or a lost connection leaves the file as it was: a connection that goes back to its pool with a transaction open
/// is rolled back there.
/// </remarks>
public class CaseStore(
    NpgsqlDataSource source,
    IEnumerable<Func<ICaseSection>> sections,
    RegisterCache registers,
    IEnumerable<IGuardFiles> guards,
    DamagedRecords damaged,
    DatabaseDisk disk,
    TableSeals seals
) : IDisposable
{
    private const string Begin = "BEGIN";
    private const string Commit = "COMMIT";

    private readonly CaseReader _reader = new(sections, damaged, seals);
    private readonly WarmFiles _warm = new();
    private readonly FileQueue _queue = new();
    private readonly IGuardFiles[] _guards = [.. guards];

    public void Dispose()
    {
        _warm.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Carries out one command on one case: the whole command, or nothing of it.</summary>
    /// <param name="number">The case; its cover is locked until the end.</param>
    /// <param name="act">Who acts and when.</param>
    /// <param name="decide">The rules: reads and changes the sections in memory; a refusal changes nothing. It may run again after a lost
    /// connection.</param>
    public virtual async Task<ErrorOr<T>> WorkOnAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.WorkingPapers
    )
    {
        if (IsNoCase(number, contents))
            return StoreRefusals.NoSuchCase(number);
        using var turn = await _queue.EnterAsync(number, Pool.LongestLockWait, cancellation);
        if (turn is null)
            return StoreRefusals.CaseIsBusy(number);
        while (true)
        {
            switch (await TryWorkOnAsync(number, act, decide, contents, LockRow.Take, cancellation))
            {
                case { End: End.Answered } done:
                    return done.Answer;
                case { End: End.NotFound }:
                    return StoreRefusals.NoSuchCase(number);
                case { End: End.Incomplete }:
                    contents = Contents.Everything;
                    continue;
            }

            await registers.RefreshAsync(cancellation);
        }
    }

    /// <summary>Carries out one command on the file, which is opened when it is not there yet.</summary>
    public virtual async Task<ErrorOr<T>> WorkOnOrBeginAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents
    )
    {
        using var turn = await _queue.EnterAsync(number, Pool.LongestLockWait, cancellation);
        if (turn is null)
            return StoreRefusals.CaseIsBusy(number);
        while (true)
        {
            var tried = await TryWorkOnAsync(number, act, decide, contents, LockRow.Take, cancellation);
            if (tried.End is End.Answered)
                return tried.Answer;
            if (tried.End is End.Stale)
            {
                await registers.RefreshAsync(cancellation);
                continue;
            }

            try
            {
                return await BeginAsync(number, act, decide, cancellation, contents);
            }
            catch (PostgresException twice) when (twice is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "case_files" })
            {
                // Another node opened it at the same instant.
            }
        }
    }

    /// <summary>
    /// Carries out one duty on one case with everything in its file, unless somebody else has it in hand: then nothing is done. For jobs,
    /// which come again; no officer waits for them and they wait for nobody.
    /// </summary>
    public virtual async Task<ErrorOr<IfFree>> WorkOnIfFreeAsync(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<Success>> decide,
        CancellationToken cancellation
    )
    {
        using var turn = await _queue.EnterAsync(number, TimeSpan.Zero, cancellation);
        if (turn is null)
            return IfFree.Busy;
        while (true)
        {
            switch (
                await TryWorkOnAsync(
                    number,
                    act,
                    file => decide(file).Then(_ => IfFree.Done),
                    number.IsOfFlow ? Contents.OfRun : Contents.Everything,
                    LockRow.TakeIfFree,
                    cancellation
                )
            )
            {
                case { End: End.Answered } done:
                    return done.Answer;
                case { End: End.NotFound }:
                    return await ExistsAsync(number, cancellation) ? IfFree.Busy : IfFree.Absent;
            }

            await registers.RefreshAsync(cancellation);
        }
    }

    // A row that somebody else has locked is passed over just as one that is not there.
    private async Task<bool> ExistsAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var find = source.CreateCommand(LockRow.Read);
        find.Parameters.Add(Statements.Value(number.Key));
        return await find.ExecuteScalarAsync(cancellation) is not null;
    }

    /// <summary>
    /// What a new case may find taken, or gone: a row of that table with the same key, or that its own row points to. The refusal is asked
    /// for then; none, when nothing stands in the way any more.
    /// </summary>
    public sealed record Taken(string Table, Func<Task<Error?>> RefusalAsync);

    /// <summary>
    /// Opens the file of a new case. The same idempotency key gives the earlier answer, also when both arrive at the same instant.
    /// </summary>
    public virtual async Task<ErrorOr<T>> BeginAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.Everything,
        IReadOnlyList<Taken>? taken = null
    )
    {
        if (disk.IsNearlyFull && !number.IsOfCentre)
            return StoreRefusals.DiskNearlyFull();
        while (true)
        {
            if (await TryBeginAsync(number, act, decide, contents, taken, cancellation) is { } outcome)
                return outcome;
            await registers.RefreshAsync(cancellation);
        }
    }

    private enum End
    {
        Answered,

        /// <summary>No row was locked.</summary>
        NotFound,

        /// <summary>The command needs more of the file than it took out; nothing has been stored.</summary>
        Incomplete,

        /// <summary>A register on this node turned out to be of an old version; nothing has been stored.</summary>
        Stale,
    }

    /// <summary>How one attempt ended; the answer counts only when there is one.</summary>
    private readonly record struct Attempt<T>(End End, ErrorOr<T> Answer = default)
    {
        public static implicit operator Attempt<T>(ErrorOr<T> answer) => new(End.Answered, answer);

        public static implicit operator Attempt<T>(Error refusal) => new(End.Answered, refusal);
    }

    private async Task<Attempt<T>> TryWorkOnAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        Contents contents,
        string lockCase,
        CancellationToken cancellation
    )
    {
        var file = _warm.Take(number, act) is { } warm ? _reader.Open(warm, contents) : _reader.Open(number, act, contents, isNew: false);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            var (found, earlier) = await TakeOutAsync<T>(connection, file, lockCase, cancellation);
            if (found is Found.Stale)
                return new(End.Stale);
            if (earlier is { } answer)
            {
                await SynchronousCommit.CatchUpAsync(connection, isInTransaction: true, cancellation);
                return answer;
            }

            if (found is Found.Nothing)
                return new(End.NotFound);
            if (found is Found.Outdated)
                file = await _reader.ReadAnewAsync(connection, file, contents, cancellation);

            foreach (var guard in _guards)
                if (guard.Refuse(file) is { } outside)
                    return outside;
            var decided = decide(file);
            if (!decided.IsError || file.IsKeptThoughRefused)
            {
                await PutBackAsync(connection, file, decided, Transaction.AlreadyBegun, cancellation);
                _warm.Put(file);
            }

            return decided;
        }
        catch (FileIncompleteException) when (contents < Contents.Everything)
        {
            return new(End.Incomplete);
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            return StoreRefusals.CaseIsBusy(number);
        }
        catch (PostgresException twice) when (KeptAnswers.IsKeyTaken(twice))
        {
            // The same key was sent to another case at the same instant; that one's answer is kept now.
            return await KeptAnswers.FindAsync<T>(source, act, cancellation) is { } earlier ? earlier : new Attempt<T>(End.Stale);
        }
        catch (DamagedRecordException damaged)
        {
            return damaged.Refusal;
        }
    }

    // Null when a register on this node turned out to be of an old version; nothing has been stored then.
    private async Task<ErrorOr<T>?> TryBeginAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        Contents contents,
        IReadOnlyList<Taken>? taken,
        CancellationToken cancellation
    )
    {
        // Nothing has been asked yet: it is dated by what was told last, and refused where it is stored when that is not now.
        if (act.Clock is { } clock)
            act.TakePlaceAt(Act.Instant(clock));
        var file = _reader.Open(number, act, contents, isNew: true);
        var held = registers.Held;
        var decided = decide(file);
        if (decided.IsError)
            return decided;

        await using var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await PutBackAsync(connection, file, decided, Transaction.BeginsHere, cancellation, held);
            _warm.Put(file);
            return decided;
        }
        catch (PostgresException stale) when (stale.SqlState is RegisterCache.StaleCode)
        {
            return null;
        }
        catch (PostgresException twice) when (KeptAnswers.IsKeyTaken(twice))
        {
            if (await KeptAnswers.FindAsync<T>(source, act, cancellation) is { } earlier)
                return earlier;
            throw;
        }
        catch (PostgresException twice)
            when (twice.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.NotNullViolation
                && taken?.FirstOrDefault(known => known.Table == twice.TableName) is { } found
            )
        {
            return await found.RefusalAsync() is { } refusal ? refusal : null;
        }
    }

    /// <summary>Reads a file without a lock; null when there is no such case. Nothing that is changed in it is stored.</summary>
    /// <exception cref="DamagedRecordException">A row of it cannot be read.</exception>
    public virtual async Task<CaseFile?> ReadAsync(CaseNumber number, Act act, CancellationToken cancellation)
    {
        if (IsNoCase(number, Contents.Everything))
            return null;
        while (true)
        {
            var file = _reader.Open(number, act, Contents.Everything, isNew: false);
            switch (await TryReadAsync(file, cancellation))
            {
                case Found.Nothing:
                    return null;
                case Found.Current:
                    return file;
            }

            // The case may stand on what another node has just published.
            await registers.RefreshAsync(cancellation);
        }
    }

    /// <summary>
    /// Looks into a file without a lock, and only while <paramref name="look"/> runs; null when there is no such case. What lies here
    /// already is not read again.
    /// </summary>
    /// <param name="contents">How much of it is looked into at least.</param>
    /// <exception cref="DamagedRecordException">A row of it cannot be read.</exception>
    internal async Task<T?> LookAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, T?> look,
        CancellationToken cancellation,
        Contents contents = Contents.Everything
    )
        where T : class
    {
        using var turn = await _queue.EnterAsync(number, TimeSpan.Zero, cancellation);
        if (turn is not null && !IsNoCase(number, Contents.Everything) && _warm.Take(number, act) is { } warm)
        {
            var file = _reader.Open(warm, contents);
            if (await TryReadAsync(file, cancellation) is Found.Current)
            {
                var seen = look(file);
                _warm.Put(file);
                return seen;
            }
        }

        return await ReadAsync(number, act, cancellation) is { } read ? look(read) : null;
    }

    private async Task<Found> TryReadAsync(CaseFile file, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        CaseReader.Ask(batch, file, LockRow.Read, registers: registers);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        return await _reader.ReadAsync(rows, file, cancellation, registers: registers);
    }

    /// <summary>
    /// Notes what a job keeps for itself beside a case, such as when to look at it again, under the lock of the case. Nothing of the case
    /// changes, so nothing is recorded in its trail.
    /// </summary>
    internal async Task NoteAsync(CaseNumber number, Action<Statements> note, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        statements.Add(Begin);
        statements.Add(LockRow.Touch, Statements.Value(number.Key));
        note(statements);
        statements.Add(Commit);
        await batch.CommitAsync(cancellation);
    }

    /// <summary>
    /// Carries out on one case what an act of the house brings with it, within the transaction of that act: the case stays locked until it
    /// ends, and nothing is stored unless all of it is.
    /// </summary>
    /// <param name="house">The connection on which the house acts.</param>
    internal async Task<ErrorOr<T>> WorkOnWithinAsync<T>(
        NpgsqlConnection house,
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.WorkingPapers
    )
    {
        // The caller's key is that of the act, and not of each case.
        var file = _reader.Open(number, act with { Key = null }, contents, isNew: false);
        try
        {
            if (await LockAsync(house, file, cancellation) is Found.Nothing)
                return StoreRefusals.NoSuchCase(number);
            var decided = decide(file);
            if (!decided.IsError)
                await PutBackAsync(house, file, decided, Transaction.OfTheHouse, cancellation);
            return decided;
        }
        catch (FileIncompleteException) when (contents < Contents.Everything)
        {
            return await WorkOnWithinAsync(house, number, act, decide, cancellation, Contents.Everything);
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            return StoreRefusals.CaseIsBusy(number);
        }
    }

    /// <summary>
    /// Erases what a case holds of persons, within the transaction of an act of the house, in rows that are never changed otherwise. What
    /// is left is summed and sealed anew; a case that is not as it was sealed is left as it is, for a new seal would bless what somebody
    /// did to it.
    /// </summary>
    /// <param name="house">The connection on which the house acts.</param>
    /// <param name="decide">The rules; what it changes in sections is stored with the rest.</param>
    /// <param name="erase">The statements that erase; they come before the sections are stored.</param>
    internal async Task<ErrorOr<T>> EraseWithinAsync<T>(
        NpgsqlConnection house,
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        Action<CaseFile, Statements> erase,
        CancellationToken cancellation
    )
    {
        var file = _reader.Open(number, act with { Key = null }, Contents.WithAnnexes, isNew: false);
        try
        {
            if (await LockAsync(house, file, cancellation) is Found.Nothing)
                return StoreRefusals.NoSuchCase(number);
            if (file.BrokenSeal is not null || !(await SumAsync()).AsSpan().SequenceEqual(file.Rows!.Sum.ToBytes()))
                return StoreRefusals.NotAsSealed(number);
            var decided = decide(file);
            if (decided.IsError)
                return decided;
            await using (var batch = new NpgsqlBatch(house))
            {
                erase(file, new(batch));
                await batch.ExecuteNonQueryAsync(cancellation);
            }

            file.Rows = new(seals.Keys, new(await SumAsync()), seals.Vault);
            await PutBackAsync(house, file, decided, Transaction.OfTheHouse, cancellation);
            return decided;
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            return StoreRefusals.CaseIsBusy(number);
        }

        async Task<byte[]> SumAsync() => (await SealedRows.SumCasesAsync(house, seals, number.Key, cancellation)).Of(number.Key);
    }

    private async Task<Found> LockAsync(NpgsqlConnection connection, CaseFile file, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        CaseReader.Ask(batch, file, LockRow.Take);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        return await _reader.ReadAsync(rows, file, cancellation);
    }

    /// <summary>
    /// Stores files that were played and not lived, many of them together, as their statements say; on a connection of the caller, who
    /// rolls back when one of them is refused.
    /// </summary>
    internal async Task LoadAsync(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> files, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)Pool.LongestWork.TotalSeconds };
        batch.BatchCommands.Add(new(Begin));
        foreach (var statement in files)
            batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(cancellation);
        await seals.FoldAsync(connection, cancellation, Commit);
    }

    /// <summary>An empty file that is never put into the store: for trying out what would happen.</summary>
    public CaseFile Blank(CaseNumber number, Act act, Contents contents = Contents.Everything) =>
        _reader.Open(number, act, contents, isNew: true);

    // The centre's own file has nothing but annexes; whoever wants more of it takes it for a case.
    private static bool IsNoCase(CaseNumber number, Contents contents) =>
        (number.IsOfCentre && contents is not Contents.WithAnnexes) || (number.IsOfFlow && contents is not Contents.OfRun);

    private async Task<(Found Found, ErrorOr<T>? Earlier)> TakeOutAsync<T>(
        NpgsqlConnection connection,
        CaseFile file,
        string lockCase,
        CancellationToken cancellation
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(Begin));
        CaseReader.Ask(batch, file, lockCase, file.Act.Clock, registers);
        if (file.Act.Key is not null)
            KeptAnswers.Ask(batch, file.Act);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var found = await _reader.ReadAsync(rows, file, cancellation, file.Act.Clock, registers);
        if (found is Found.Stale || file.Act.Key is null || !await rows.NextResultAsync(cancellation))
            return (found, null);
        return (found, await KeptAnswers.ReadAsync<T>(rows, file.Act, cancellation));
    }

    private enum Transaction
    {
        BeginsHere,
        AlreadyBegun,

        /// <summary>It began with an act of the house and ends with it.</summary>
        OfTheHouse,
    }

    private async Task PutBackAsync<T>(
        NpgsqlConnection connection,
        CaseFile file,
        ErrorOr<T> answer,
        Transaction transaction,
        CancellationToken cancellation,
        (string[] Names, long[] Versions)? held = null
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch, file.Rows);
        if (transaction is Transaction.BeginsHere)
            statements.Add(Begin);
        if (held is { } registers)
        {
            statements.Add(RegisterCache.Guard, Statements.Value(registers.Names), Statements.Value(registers.Versions));
            if (file.Act.Clock is { } clock)
                statements.Add(clock.Guard, Statements.Instant(file.Act.At));
        }

        if (!answer.IsError && file.Act.Key is { } key)
            KeptAnswers.Keep(statements, file.Act, key, answer.Value);
        var cover = batch.BatchCommands.Count;
        foreach (var section in file.Sections)
            section.Write(file, statements);
        batch.BatchCommands.Insert(cover, LockRow.Of(file));

        // What the house does is sealed at its end; few commands on a case touch a table of the house, and only those pay for it.
        var isSealedHere = statements.TouchTheHouse && transaction is not Transaction.OfTheHouse;
        if (transaction is not Transaction.OfTheHouse && !isSealedHere)
            statements.Add(Commit);
        await batch.CommitAsync(cancellation);
        if (isSealedHere)
            await seals.FoldAsync(connection, cancellation, Commit);
        if (file.IsNew)
            file.IsNew = false;
        else
            file.Revision++;
    }
}

/// <summary>What came of working on a file if it was free.</summary>
public enum IfFree
{
    Done,

    /// <summary>Somebody else has it in hand; nothing was done.</summary>
    Busy,

    /// <summary>There is no such file.</summary>
    Absent,
}
