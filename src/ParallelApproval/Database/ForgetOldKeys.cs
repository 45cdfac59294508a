using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// Forgets idempotency keys after thirty days (清理幂等键): no caller repeats a request that late. In small bites, so that nobody waits for it.
/// </summary>
public sealed class ForgetOldKeys(NpgsqlDataSource source, TimeProvider time)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int Bite = 5_000;

    private const string Forget = """
        DELETE FROM idempotency_keys WHERE (user_name, key) IN
            (SELECT user_name, key FROM idempotency_keys WHERE at < $1 ORDER BY at LIMIT $2)
        """;

    /// <returns>How many were forgotten.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        for (var forgotten = 0; ; )
        {
            await using var forget = source.CreateCommand(Forget);
            forget.Parameters.Add(Statements.Instant(time.GetUtcNow() - Kept));
            forget.Parameters.Add(new() { Value = Bite });
            var bitten = await forget.ExecuteNonQueryAsync(cancellation);
            forgotten += bitten;
            if (bitten < Bite)
                return forgotten;
        }
    }
}
