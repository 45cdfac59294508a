using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>Wrong passwords in a row for one account from one address; forgotten with the right one.</summary>
internal sealed class SignInAttempts
{
    /// <summary>Hash of the name as typed, whether there is such an account or not: people type their password there, too.</summary>
    public required string NameHash { get; init; }

    public required string Address { get; init; }

    public int Failures { get; init; }

    public DateTimeOffset LastAt { get; init; }

    /// <summary>Before that not even the right password is looked at.</summary>
    public DateTimeOffset WaitsUntil { get; init; }
}

/// <summary>
/// Compares a password with an account (口令核对). Who guesses must wait, longer each time: for this account, from this address. So nobody
/// locks another one out: the officer comes in from any other address at once, and from one where he signed in before he waits ten seconds
/// at most, however much is guessed from there.
/// </summary>
public sealed class PasswordProof(
    IDbContextFactory<ApprovalDbContext> contexts,
    HouseStore house,
    Sessions sessions,
    TrailKeys keys,
    TimeProvider time
)
{
    private readonly FactorProof _factors = new(house, keys, time);

    // In the place of an address: nobody signs in from there.
    private const string OwnAccount = "account";

    /// <summary>Wrong ones in a row from an address that the account does not know, until the first wait.</summary>
    public const int FreeAttempts = 5;

    /// <summary>Wrong ones in a row from an address where the officer has signed in, until the first wait.</summary>
    public const int FreeAttemptsWhereKnown = 20;

    /// <summary>The first wait; each next one is twice as long.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan LongestWaitWhereKnown = TimeSpan.FromSeconds(10);

    // Counted before the password is looked at, and in one statement, so that guesses sent at the same time cannot slip past it. The last
    // line gives the seconds that are still to be waited; nothing, when it was counted.
    private const string Count = """
        WITH counted AS (
            INSERT INTO sign_in_attempts AS held (name_hash, address, failures, last_at, waits_until)
                VALUES ($1, $2, 1, $3, 'epoch')
            ON CONFLICT (name_hash, address) DO UPDATE SET
                failures = held.failures + 1,
                last_at = $3,
                waits_until = CASE WHEN held.failures + 1 < $4 THEN 'epoch'::timestamptz ELSE $3::timestamptz
                    + least($6, $5 * power(2::double precision, least(held.failures + 1 - $4, 30))) * interval '1 second' END
            WHERE held.waits_until <= $3
            RETURNING failures
        )
        SELECT coalesce((SELECT failures FROM counted), 0),
            coalesce((SELECT extract(epoch FROM waits_until - $3::timestamptz) FROM sign_in_attempts
                WHERE name_hash = $1 AND address = $2), 0)::double precision
        """;

    internal static Error Refused => Refusal.Forbidden(RefusalCode.SignInFailed);

    /// <summary>The officer whose account is open and whose password it is.</summary>
    /// <param name="address">From where; of a session that goes on already, that session.</param>
    internal Task<ErrorOr<Officer>> ProveAsync(string? typedName, string? password, string address, CancellationToken cancellation) =>
        ProveAsync(typedName, password, address, factor: null, cancellation);

    /// <summary>
    /// Whoever acts, once more by his password (再次核验), before he changes how he comes in. Guesses are counted by themselves: signing in is
    /// not concerned.
    /// </summary>
    internal async Task<ErrorOr<Officer>> ProveSelfAsync(
        Act act,
        string? password,
        CancellationToken cancellation,
        string field = "password"
    )
    {
        var known = await ProveAsync(act.UserName, password, OwnAccount, cancellation);
        return known.IsError && !known.FirstError.Is(RefusalCode.SignInWaits) ? Refusal.Input(field, RefusalCode.PasswordWrong) : known;
    }

    /// <summary>The same for who comes in from outside: with his second factor, where he has one.</summary>
    internal Task<ErrorOr<Officer>> ProveAsync(SignIn command, string address, CancellationToken cancellation) =>
        ProveAsync(command.UserName, command.Password, address, command.Code ?? "", cancellation);

    /// <summary>Wrong ones in a row for an account since an hour ago, from wherever, as long as no right one has come from there.</summary>
    internal static async Task<int> FailuresOfAsync(
        ApprovalDbContext db,
        string userName,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var (nameHash, since) = (HashOf(userName), now.AddHours(-1));
        return await db.Set<SignInAttempts>()
            .Where(attempts => attempts.NameHash == nameHash && attempts.LastAt > since && attempts.Address != OwnAccount)
            .SumAsync(attempts => attempts.Failures, cancellation);
    }

    private static string HashOf(string userName) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(userName)));

    private async Task<ErrorOr<Officer>> ProveAsync(
        string? typedName,
        string? password,
        string address,
        string? factor,
        CancellationToken cancellation
    )
    {
        var userName = OfficerNames.Normalise(typedName ?? "");
        var nameHash = HashOf(userName);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var officer = await db.Set<Officer>().AsNoTracking().SingleOrDefaultAsync(known => known.UserName == userName, cancellation);
        var id = officer?.Id ?? Guid.Empty;
        var isKnown = await db.Set<OfficerSession>()
            .AnyAsync(session => session.OfficerId == id && session.Address == address, cancellation);
        var (failures, wait) = await CountAsync(db, nameHash, address, isKnown, cancellation);
        if (failures == 0)
            return Refusal.Forbidden(RefusalCode.SignInWaits, ("seconds", (int)Math.Ceiling(wait)));
        if (!Passwords.Matches(officer?.PasswordHash, password ?? "") || officer is not { IsEnabled: true })
        {
            if (officer is not null)
                await RecordAsync(new(officer.UserName, address, failures), cancellation);
            return Refused;
        }

        // Before the count is forgotten: who has the password guesses no codes.
        if (factor is not null && await _factors.RefuseAsync(db, officer, factor, sessions.Now, cancellation) is { } unshown)
        {
            if (unshown.Is(RefusalCode.SecondFactorWrong))
                await RecordAsync(new(officer.UserName, address, failures), cancellation);
            return unshown;
        }

        await db.Set<SignInAttempts>()
            .Where(attempts => attempts.NameHash == nameHash && attempts.Address == address)
            .ExecuteDeleteAsync(cancellation);
        await RehashAsync(officer, password!, cancellation);
        return officer;
    }

    private async Task<(int Failures, double Wait)> CountAsync(
        ApprovalDbContext db,
        string nameHash,
        string address,
        bool isKnown,
        CancellationToken cancellation
    )
    {
        await db.Database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        new Statements(batch).Add(
            Count,
            Statements.Text(nameHash),
            Statements.Text(address),
            Statements.Instant(sessions.Now),
            Statements.Value(isKnown ? FreeAttemptsWhereKnown : FreeAttempts),
            Statements.Value(isKnown ? 1d : FirstWait.TotalSeconds),
            Statements.Value((isKnown ? LongestWaitWhereKnown : LongestWait).TotalSeconds)
        );
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt32(0), row.GetDouble(1));
    }

    private Task<ErrorOr<Success>> RecordAsync(SignInRefused refused, CancellationToken cancellation) =>
        house.ActAsync(
            Act.OfPublic(time),
            _ => Task.FromResult<ErrorOr<Entry<Success>>>(new Entry<Success>(Result.Success, refused)),
            cancellation
        );

    // The same password: no session ends, and no register has changed.
    private async Task RehashAsync(Officer officer, string password, CancellationToken cancellation)
    {
        if (!Passwords.IsOutOfDate(officer.PasswordHash))
            return;
        var (old, hash) = (officer.PasswordHash, Passwords.Hash(password));
        await house.NoteAsync(
            db =>
                db.Set<Officer>()
                    .Where(held => held.Id == officer.Id && held.PasswordHash == old)
                    .ExecuteUpdateAsync(set => set.SetProperty(held => held.PasswordHash, hash), cancellation),
            cancellation
        );
    }
}
