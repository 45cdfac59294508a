using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>更换数据密钥: from now on personal data is encrypted with a new key.</summary>
public sealed record DataKeyMade(string Key, string Cipher) : HouseEvent;

/// <summary>更换主密钥: the keys of the data are wrapped with another master key.</summary>
public sealed record DataKeysRewrapped(string Master) : HouseEvent;

/// <summary>
/// Changes the keys of personal data while people work (密钥轮换). A new key is used by every node from its next command on; what was
/// encrypted with older ones is encrypted anew in small transactions, broken off and taken up again as one likes: every value says its key,
/// and no key is thrown away.
/// </summary>
public sealed class RotateDataKeys(
    HouseStore house,
    Vault vault,
    IWrapKeys master,
    IDbContextFactory<ApprovalDbContext> contexts,
    TimeProvider time
)
{
    internal const string OneAtATime = "data-keys";

    /// <summary>Makes a new key, by the algorithms of the setting <c>ParallelApproval:Crypto</c>.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> MakeKeyAsync(CancellationToken cancellation)
    {
        var made = await house.ActAsync<string>(
            Act.OfSystem(time),
            async db =>
            {
                var known = await db.Set<DataKeyRow>().AsNoTracking().Select(row => row.Id).ToListAsync(cancellation);
                var key = vault.Make($"d{known.Max(Vault.NumberOf) + 1}", DataKeyUse.Values, time.GetUtcNow());
                db.Add(key);
                return new Entry<string>(key.Id, new DataKeyMade(key.Id, key.Cipher)) { Registers = [Vault.Name] };
            },
            cancellation,
            OneAtATime
        );
        return made.IsError ? throw new InvalidOperationException(made.FirstError.Code) : made.Value;
    }

    /// <summary>Encrypts with the newest key what is not yet; goes on where it stood when it was broken off.</summary>
    /// <param name="told">Hears after each batch of a table how many rows were encrypted.</param>
    /// <returns>How many rows are left, because somebody was working on them or they cannot be decrypted.</returns>
    public async Task<long> EncryptAsync(Action<string, int>? told, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var left = 0L;
        foreach (var table in EncryptedTables.All(db))
        {
            for (object[]? last = []; last is not null; )
            {
                var rows = 0;
                await house.NoteAsync(
                    async batch =>
                        (rows, last) = await table.EncryptAsync(
                            (NpgsqlConnection)batch.Database.GetDbConnection(),
                            vault,
                            last!,
                            cancellation
                        ),
                    cancellation
                );
                if (rows > 0)
                    told?.Invoke(table.Name, rows);
            }

            await db.Database.OpenConnectionAsync(cancellation);
            left += await table.CountAsync((NpgsqlConnection)db.Database.GetDbConnection(), vault, cancellation);
        }

        return left;
    }

    /// <summary>Wraps all keys of the data with the newest master key; no row of a person is touched.</summary>
    /// <returns>The name of the master key.</returns>
    public async Task<string> RewrapAsync(CancellationToken cancellation)
    {
        var rewrapped = await house.ActAsync<string>(
            Act.OfSystem(time),
            async db =>
            {
                foreach (var key in await db.Set<DataKeyRow>().Where(row => row.Use != DataKeyUse.Retired).ToListAsync(cancellation))
                    vault.Rewrap(key);
                // The keys themselves stay as they are: a node that holds them need not have the new master key yet.
                return new Entry<string>(master.Current, new DataKeysRewrapped(master.Current));
            },
            cancellation,
            OneAtATime
        );
        return rewrapped.IsError ? throw new InvalidOperationException(rewrapped.FirstError.Code) : rewrapped.Value;
    }

    /// <summary>How many rows of each table are not yet encrypted with the newest key.</summary>
    public async Task<IReadOnlyList<(string Table, long Rows)>> LeftAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        var found = new List<(string, long)>();
        foreach (var table in EncryptedTables.All(db))
            found.Add((table.Name, await table.CountAsync((NpgsqlConnection)db.Database.GetDbConnection(), vault, cancellation)));
        return found;
    }
}
