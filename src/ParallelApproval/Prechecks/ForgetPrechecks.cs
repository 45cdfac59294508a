using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Prechecks;

/// <summary>Deletes, with its files, what nobody worked on any more until the day that was told (到期清除); run once a day.</summary>
public sealed class ForgetPrechecks(NpgsqlDataSource source, TimeProvider time)
{
    private const string Forget = """
        WITH old AS (DELETE FROM prechecks WHERE kept_until < $1 RETURNING number)
        DELETE FROM precheck_receipts WHERE number IN (SELECT number FROM old)
        """;

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        await using var forget = source.CreateCommand(Forget);
        forget.Parameters.Add(Statements.Value(time.OfficialToday()));
        await forget.ExecuteNonQueryAsync(cancellation);
    }
}
