using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// Forgets what flows have sent (清理外呼记录) once their flow has been over for <see cref="Kept"/>, whether it came to its end or not: what came
/// of it is a step in the journal, which stays. While a flow runs, what it sent stays, for by it a repeat is known. Run once a day, in
/// small bites.
/// </summary>
public sealed class ForgetOldCalls(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Calendar days.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const int Bite = 5_000;

    // What an ended flow had still to send has been tried for as long as the settings say; after that time nobody waits for it.
    private const string Forget = """
        DELETE FROM workflow_calls WHERE (case_key, bookmark, item) IN (
            SELECT call.case_key, call.bookmark, call.item FROM workflow_calls call
            WHERE call.made_at < $1 AND coalesce(call.ended_at, call.made_at) < $1 AND NOT EXISTS (
                SELECT FROM workflow_instances flow
                WHERE flow.case_key = call.case_key AND (flow.status = 'Running' OR flow.updated_at >= $1))
            LIMIT $2)
        """;

    /// <returns>How many were forgotten.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        for (var forgotten = 0; ; )
        {
            await using var forget = source.CreateCommand(Forget);
            forget.Parameters.Add(Statements.Instant(time.GetUtcNow() - Kept));
            forget.Parameters.Add(Statements.Value(Bite));
            var bitten = await forget.ExecuteNonQueryAsync(cancellation);
            forgotten += bitten;
            if (bitten < Bite)
                return forgotten;
        }
    }
}
