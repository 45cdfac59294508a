using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>更换检索密钥: from now on marks of personal data are made with a new key, and looked for by both.</summary>
public sealed record SearchKeyMade(string Key, string Cipher) : HouseEvent;

/// <summary>停用检索密钥: no mark is left that was made with these keys, and their secrets are gone.</summary>
public sealed record SearchKeysRetired(IReadOnlyList<string> Keys) : HouseEvent;

/// <summary>What a room keeps under the search key besides marks in columns (检索密钥保管项).</summary>
public interface IRekey
{
    /// <summary>Enters under the newest key what is there under older ones, some at a time; within a transaction.</summary>
    /// <param name="after">The last of the batch before; null for the first.</param>
    /// <returns>How many were entered, and the last; null when there are no more.</returns>
    Task<(int Rows, long? Last)> EnterAsync(NpgsqlConnection connection, Vault vault, long? after, CancellationToken cancellation);

    /// <summary>Removes what is there under older keys and under the newest as well; within a transaction.</summary>
    Task RemoveOldAsync(NpgsqlConnection connection, Vault vault, CancellationToken cancellation);
}

/// <summary>
/// Changes the key of marks while people work (检索密钥轮换). From the moment there is a second one, new rows are marked with it, and whoever
/// looks for something asks for the marks of both; then old rows are marked anew in small transactions, and when a whole pass has found
/// none, the old key is retired. Broken off, it goes on when it is started again: nothing has to be remembered but that there are two keys.
/// </summary>
public sealed class RotateSearchKey(
    HouseStore house,
    Vault vault,
    IEnumerable<IRekey> rooms,
    IDbContextFactory<ApprovalDbContext> contexts,
    NpgsqlDataSource source,
    TimeProvider time
)
{
    private const string Now = "SELECT clock_timestamp()";

    // Whoever began before may not know the newest key; a backup that runs is waited for, too.
    private const string WaitForOlder = """
        SELECT pg_sleep(0.2)::text FROM (SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start < $1
            LIMIT 1) AS older
        """;

    /// <summary>Makes a new key; where a change is under way, none is made.</summary>
    /// <returns>The name of the newest.</returns>
    public async Task<string> MakeKeyAsync(CancellationToken cancellation)
    {
        var made = await house.ActAsync<string>(
            Act.OfSystem(time),
            async db =>
            {
                var known = await db.Set<DataKeyRow>().AsNoTracking().ToListAsync(cancellation);
                if (known.Where(row => row.Use is DataKeyUse.Search).ToList() is { Count: > 1 } underWay)
                    return new Entry<string>(underWay.MaxBy(row => Vault.NumberOf(row.Id))!.Id, []);
                var newest = known.Where(row => row.Use is not DataKeyUse.Values).Max(row => Vault.NumberOf(row.Id));
                var key = vault.Make($"s{newest + 1}", DataKeyUse.Search, time.GetUtcNow());
                db.Add(key);
                return new Entry<string>(key.Id, new SearchKeyMade(key.Id, key.Cipher)) { Registers = [Vault.Name] };
            },
            cancellation,
            RotateDataKeys.OneAtATime
        );
        return made.IsError ? throw new InvalidOperationException(made.FirstError.Code) : made.Value;
    }

    /// <summary>
    /// Marks anew whatever is not marked with the newest key, pass by pass, until one finds nothing. Waits first for those who began
    /// before: so call it when every node has had the time to hear of the key.
    /// </summary>
    /// <param name="told">Hears after each batch of a table how many rows were marked.</param>
    public async Task MarkAsync(Action<string, int>? told, CancellationToken cancellation)
    {
        await WaitForOlderAsync(cancellation);
        while (await PassAsync(told, cancellation) > 0) { }
    }

    /// <summary>Retires every key but the newest; nothing when there is one alone.</summary>
    /// <returns>The keys that were retired.</returns>
    public async Task<IReadOnlyList<string>> RetireAsync(CancellationToken cancellation)
    {
        var retired = await house.ActAsync<IReadOnlyList<string>>(
            Act.OfSystem(time),
            async db =>
            {
                var alive = await db.Set<DataKeyRow>().Where(row => row.Use == DataKeyUse.Search).ToListAsync(cancellation);
                var old = alive.OrderBy(row => Vault.NumberOf(row.Id)).SkipLast(1).ToList();
                if (old.Count == 0)
                    return new Entry<IReadOnlyList<string>>([], []);
                foreach (var room in rooms)
                    await room.RemoveOldAsync((NpgsqlConnection)db.Database.GetDbConnection(), vault, cancellation);
                foreach (var row in old)
                    (row.Use, row.Wrapped) = (DataKeyUse.Retired, []);
                string[] names = [.. old.Select(row => row.Id)];
                return new Entry<IReadOnlyList<string>>(names, new SearchKeysRetired(names)) { Registers = [Vault.Name] };
            },
            cancellation,
            RotateDataKeys.OneAtATime
        );
        return retired.IsError ? throw new InvalidOperationException(retired.FirstError.Code) : retired.Value;
    }

    private async Task WaitForOlderAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Now);
        var now = (DateTime)(await ask.ExecuteScalarAsync(cancellation))!;
        object? older;
        do
        {
            await using var wait = source.CreateCommand(WaitForOlder);
            wait.Parameters.Add(new NpgsqlParameter { Value = now });
            older = await wait.ExecuteScalarAsync(cancellation);
        } while (older is not null);
    }

    private async Task<int> PassAsync(Action<string, int>? told, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var all = 0;
        foreach (var table in EncryptedTables.All(db).Where(table => table.IsMarked))
            for (object[]? last = []; last is not null; )
            {
                var rows = 0;
                await house.NoteAsync(
                    async batch =>
                        (rows, last) = await table.MarkAsync(
                            (NpgsqlConnection)batch.Database.GetDbConnection(),
                            vault,
                            last!,
                            cancellation
                        ),
                    cancellation
                );
                Tell(table.Name, rows);
            }

        foreach (var room in rooms)
        {
            long? last = null;
            do
            {
                var rows = 0;
                await house.NoteAsync(
                    async batch =>
                        (rows, last) = await room.EnterAsync((NpgsqlConnection)batch.Database.GetDbConnection(), vault, last, cancellation),
                    cancellation
                );
                Tell(room.GetType().Name, rows);
            } while (last is not null);
        }

        return all;

        void Tell(string table, int rows)
        {
            all += rows;
            if (rows > 0)
                told?.Invoke(table, rows);
        }
    }
}
