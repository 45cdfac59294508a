using System.Security.Cryptography;
using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// What was answered to a request that bore a key (幂等应答), so that the same request, sent again by the same account, is answered and not
/// carried out again.
/// </summary>
internal static class KeptAnswers
{
    private const string Find = "SELECT request_hash, answer FROM idempotency_keys WHERE user_name = $1 AND key = $2";
    private const string Insert = "INSERT INTO idempotency_keys (user_name, key, request_hash, answer, at) VALUES ($1, $2, $3, $4, $5)";

    /// <summary>That another request with the same key was faster.</summary>
    public static bool IsKeyTaken(PostgresException fault) =>
        fault is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "idempotency_keys" };

    /// <summary>The answer given earlier to the key of that act; null when there is none, a refusal when the request differs.</summary>
    public static async Task<ErrorOr<T>?> FindAsync<T>(NpgsqlDataSource source, Act act, CancellationToken cancellation)
    {
        if (act.Key is null)
            return null;
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        Ask(batch, act);
        ErrorOr<T>? found;
        await using (var rows = await batch.ExecuteReaderAsync(cancellation))
            found = await ReadAsync<T>(rows, act, cancellation);
        if (found is not null)
            await SynchronousCommit.CatchUpAsync(connection, isInTransaction: false, cancellation);
        return found;
    }

    /// <summary>Asks for it in a batch of others; the act bears a key.</summary>
    public static void Ask(NpgsqlBatch batch, Act act) =>
        new Statements(batch).Add(Find, Statements.Text(act.UserName), Statements.Text(act.Key!.Value));

    /// <summary>Reads what <see cref="Ask"/> asked for.</summary>
    public static async Task<ErrorOr<T>?> ReadAsync<T>(NpgsqlDataReader rows, Act act, CancellationToken cancellation)
    {
        if (!await rows.ReadAsync(cancellation))
            return null;
        if (!CryptographicOperations.FixedTimeEquals(rows.GetFieldValue<byte[]>(0), act.Key!.RequestHash))
            return StoreRefusals.KeyReused(act.Key.Value);
        return JsonSerializer.Deserialize<T>(rows.GetString(1), HouseJson.Options)!;
    }

    /// <summary>Keeps the answer with what the act stores; <see cref="IsKeyTaken"/> when somebody was faster.</summary>
    public static void Keep<T>(Statements statements, Act act, IdempotencyKey key, T answer) =>
        statements.Add(
            Insert,
            Statements.Text(act.UserName),
            Statements.Text(key.Value),
            Statements.Value(key.RequestHash),
            Statements.Json(JsonSerializer.Serialize(answer, HouseJson.Options)),
            Statements.Instant(act.At)
        );

    /// <summary>
    /// Within an open transaction: decides and keeps the answer, or gives the one that was given earlier to the key of that act. Acts that
    /// bear no key are decided each time.
    /// </summary>
    public static async Task<ErrorOr<T>> OnceAsync<T>(
        ApprovalDbContext db,
        Act act,
        Func<Task<ErrorOr<T>>> decide,
        CancellationToken cancellation
    )
    {
        if (act.Key is not { } key)
            return await decide();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (await EarlierAsync<T>(connection, act, cancellation) is { } earlier)
        {
            await SynchronousCommit.CatchUpAsync(connection, isInTransaction: false, cancellation);
            return earlier;
        }

        var decided = await decide();
        if (decided.IsError)
            return decided;
        await using var batch = new NpgsqlBatch(connection);
        Keep(new(batch), act, key, decided.Value);
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException twice) when (IsKeyTaken(twice))
        {
            return StoreRefusals.KeyReused(key.Value);
        }

        return decided;
    }

    private static async Task<ErrorOr<T>?> EarlierAsync<T>(NpgsqlConnection connection, Act act, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        Ask(batch, act);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        return await ReadAsync<T>(rows, act, cancellation);
    }
}
