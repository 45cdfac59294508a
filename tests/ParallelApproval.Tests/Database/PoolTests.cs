using Npgsql;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>Nobody keeps others waiting without a limit, and who needs time takes it openly.</summary>
public sealed class PoolTests(TestCluster cluster)
{
    private const string Limits = """
        SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'),
            current_setting('statement_timeout'))
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_connection_has_its_limits_and_long_work_gives_them_back()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var connection = await database.Source.OpenConnectionAsync(Cancellation);
        (await AskAsync()).ShouldBe("5s 10s 1min");
        await using (await Pool.TakeTimeAsync(connection, Cancellation))
            (await AskAsync()).ShouldBe("0 1min 0");
        (await AskAsync()).ShouldBe("5s 10s 1min");

        async Task<string> AskAsync()
        {
            await using var ask = new NpgsqlCommand(Limits, connection);
            return (string)(await ask.ExecuteScalarAsync(Cancellation))!;
        }
    }

    [Theory]
    [InlineData("Host=x", "-c lock_timeout=5s", "-c idle_in_transaction_session_timeout=10s", "-c tcp_user_timeout=20s")]
    [InlineData("Host=x;Options=-c lock_timeout=2s", "-c lock_timeout=2s", "-c idle_in_transaction_session_timeout=10s")]
    [InlineData("Host=x;Options=-c search_path=a", "-c search_path=a", "-c lock_timeout=5s")]
    public void What_the_connection_string_says_itself_counts_and_the_rest_is_ours(string said, params string[] holds)
    {
        var options = Pool.WithLimits(said).Options!;
        foreach (var part in holds)
            options.ShouldContain(part);
        options.Split("lock_timeout").Length.ShouldBe(2);
    }

    [Fact]
    public void Waiting_for_a_connection_and_for_an_answer_has_an_end()
    {
        var usual = Pool.WithLimits("Host=x");
        (usual.Timeout, usual.CommandTimeout, usual.TcpKeepAlive).ShouldBe((5, 20, true));
        var patient = Pool.WithLimits("Host=x;Timeout=60;Command Timeout=120");
        (patient.Timeout, patient.CommandTimeout).ShouldBe((60, 120));
    }

    [Theory]
    [InlineData("Host=x", null, 10)]
    [InlineData("Host=x,y:5433", "primary", 1)]
    [InlineData("Host=x,y;Target Session Attributes=read-write;Host Recheck Seconds=3", "read-write", 3)]
    public void Of_several_servers_the_primary_is_followed_and_looked_for_every_second(string said, string? target, int recheck)
    {
        var settings = Pool.WithLimits(said);
        (settings.TargetSessionAttributes, settings.HostRecheckSeconds).ShouldBe((target, recheck));
    }
}
