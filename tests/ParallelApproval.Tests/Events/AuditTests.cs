using Npgsql;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

public sealed class AuditTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UPDATE case_events SET data = '{}' WHERE case_key = $1 AND sequence = 2", 2, "changed")]
    [InlineData("UPDATE case_events SET actor = 'somebody' WHERE case_key = $1 AND sequence = 1", 1, "changed")]
    [InlineData("UPDATE case_events SET at = at + interval '1 microsecond' WHERE case_key = $1 AND sequence = 3", 3, "changed")]
    [InlineData("UPDATE case_events SET branch = 2 WHERE case_key = $1 AND branch = 1", 5, "changed")]
    [InlineData("DELETE FROM case_events WHERE case_key = $1 AND sequence = 2", 2, "missing")]
    [InlineData("DELETE FROM case_events WHERE case_key = $1 AND sequence = 5", 5, "missing")]
    [InlineData("DELETE FROM case_events WHERE case_key = $1", 1, "missing")]
    [InlineData("DELETE FROM case_files WHERE case_key = $1", 0, "no_cover")]
    [InlineData("UPDATE case_files SET last_hash = decode(repeat('00', 32), 'hex') WHERE case_key = $1", 5, "head_changed")]
    public async Task A_row_that_somebody_touched_is_found(string meddling, int sequence, string fault)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (untouched, touched) = (await house.ReceiveAsync(Catering.Drill), await house.ReceiveAsync(Catering.Drill));
        foreach (var number in (CaseNumber[])[untouched, touched])
            (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        await MeddleAsync(house, meddling, touched);

        var audit = await house.Get<AuditQueries>().VerifyAsync(Cancellation);
        audit.Holds.ShouldBeFalse();
        audit.Broken.ShouldBe([new BrokenChain(touched.ToString(), sequence, fault)]);
    }

    [Fact]
    public async Task The_database_refuses_to_change_the_trail()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            house.Database.AskAsync<string>("UPDATE case_events SET actor = 'somebody' RETURNING actor", Cancellation)
        );
        refused.SqlState.ShouldBe("PA002");
    }

    // What an administrator of the database could do: the triggers are gone for his session.
    private static async Task MeddleAsync(TestHouse house, string meddling, CaseNumber number)
    {
        await using var connection = await house.Database.Source.OpenConnectionAsync(Cancellation);
        await using (var off = new NpgsqlCommand("ALTER TABLE case_events DISABLE TRIGGER case_events_stay", connection))
            await off.ExecuteNonQueryAsync(Cancellation);
        await using var meddle = new NpgsqlCommand(meddling, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = number.Key } },
        };
        (await meddle.ExecuteNonQueryAsync(Cancellation)).ShouldBePositive();
    }
}
