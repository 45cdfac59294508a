using ErrorOr;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// How far the demonstration's time is ahead of the database's (演示时差), kept so that a restart does not turn time back and a move holds on
/// all nodes.
/// </summary>
public sealed class DemoDistance(NpgsqlDataSource source)
{
    private const string Keep = """
        INSERT INTO demo_clock (id, distance) VALUES (1, (extract(epoch FROM $1 - clock_timestamp()) * 1000000)::bigint)
        ON CONFLICT (id) DO UPDATE SET distance = excluded.distance
        """;

    /// <summary>What was answered to the same key; null when it comes for the first time, a refusal when the request differs.</summary>
    public Task<ErrorOr<T>?> EarlierAnswerAsync<T>(Act act, CancellationToken cancellation) =>
        KeptAnswers.FindAsync<T>(source, act, cancellation);

    /// <summary>
    /// Makes it that instant now, on all nodes; this one, whose clock is given, knows at once. The answer is kept with it, so that the same
    /// request, sent again, moves nothing.
    /// </summary>
    public async Task<ErrorOr<T>> MoveToAsync<T>(
        DatabaseTime clock,
        DateTimeOffset instant,
        Act act,
        T answer,
        CancellationToken cancellation
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        if (act.Key is { } key)
            KeptAnswers.Keep(statements, act, key, answer);
        statements.Add(Keep, Statements.Instant(instant));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException twice) when (KeptAnswers.IsKeyTaken(twice))
        {
            if (await EarlierAnswerAsync<T>(act, cancellation) is { } earlier)
                return earlier;
            throw;
        }

        await clock.AskAsync(source, cancellation);
        return answer;
    }
}
