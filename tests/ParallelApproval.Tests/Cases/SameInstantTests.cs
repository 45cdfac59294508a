using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

public sealed class SameInstantTests(TestCluster cluster)
{
    private const int CaseCount = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Six_departments_decide_at_the_same_instant_on_two_nodes_and_every_case_finishes_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var numbers = new CaseNumber[CaseCount];
        await Parallel.ForAsync(0, CaseCount, Cancellation, async (i, _) => numbers[i] = await house.ReceiveAsync(Catering.Drill));
        numbers.Distinct().Count().ShouldBe(CaseCount);

        await Parallel.ForEachAsync(
            numbers,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
            async (number, _) =>
            {
                var decided = await Task.WhenAll(
                    Enumerable.Range(1, 6).Select(branch => (branch % 2 == 0 ? house : other).DecideAsync(number, branch))
                );
                decided.ShouldAllBe(answer => !answer.IsError);
                decided.Count(answer => answer.Value.CaseStatus == CaseStatus.Decided).ShouldBe(1);
            }
        );

        (
            await house.Database.AskAsync<long>("SELECT count(*) FROM cases WHERE status = 'Decided' AND result = 'Finished'", Cancellation)
        ).ShouldBe(CaseCount);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM decisions", Cancellation)).ShouldBe(CaseCount * 6);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM certificates", Cancellation)).ShouldBe(CaseCount * 6);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM case_events WHERE kind = 'CaseDecided'", Cancellation)).ShouldBe(
            CaseCount
        );
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).ShouldSatisfyAllConditions(
            audit => audit.Holds.ShouldBeTrue(),
            audit => audit.Cases.ShouldBe(CaseCount)
        );
    }

    [Fact]
    public async Task Of_two_decisions_on_one_branch_at_the_same_instant_one_counts()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => house.DecideAsync(number, 1, i % 2 == 0 ? Verdict.Approve : Verdict.Refuse))
        );

        answers.Count(answer => !answer.IsError).ShouldBe(1);
        answers.Where(answer => answer.IsError).ShouldAllBe(answer => answer.FirstError.Code == "branch_already_decided");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM decisions", Cancellation)).ShouldBe(1);
    }
}
