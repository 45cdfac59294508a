using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>What the verification asks of rows and trail beside their seals: nothing acknowledged is lost, doubled or left lying.</summary>
public sealed class StateCheckTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DELETE FROM decisions WHERE branch = 1", "decision_unrecorded")]
    [InlineData("UPDATE decisions SET round = 7 WHERE branch = 1", "decision_unrecorded")]
    [InlineData("DELETE FROM case_events WHERE kind = 'BranchDecided' AND branch = 1", "decision_unrecorded")]
    [InlineData("UPDATE cases SET status = 'InApproval'", "case_left_open")]
    public async Task What_contradicts_the_decisions_that_were_signed_is_found(string meddling, string fault)
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var house = await TestHouse.SecondNodeAsync(database, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await FaultsAsync()).ShouldBeEmpty();
        for (var branch = 2; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await FaultsAsync()).ShouldBeEmpty();

        await database.DoAsync(
            $"ALTER TABLE decisions DISABLE TRIGGER USER; ALTER TABLE case_events DISABLE TRIGGER USER; {meddling}",
            Cancellation
        );
        (await FaultsAsync()).ShouldContain(new AlteredState(number.ToString(), fault));

        async Task<IReadOnlyList<AlteredState>> FaultsAsync() => (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered;
    }
}
