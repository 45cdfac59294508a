using ParallelApproval.Certificates;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

public sealed class CateringCaseTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("catering-six-certificates")]
    [InlineData("parallel-approval")]
    public async Task Six_departments_approve_and_the_case_finishes(string workflow)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: workflow);

        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).Value.CaseStatus.ShouldBe(branch < 6 ? CaseStatus.InApproval : CaseStatus.Decided);

        var delivered = await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        delivered.ErrorsOrEmptyList.ShouldBeEmpty();
        delivered.Value.Status.ShouldBe(CaseStatus.Finished);
        delivered.Value.Certificates.Length.ShouldBe(6);
    }

    [Fact]
    public async Task In_series_each_department_gets_the_case_when_the_one_before_has_signed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: "serial-approval");

        (await house.DecideAsync(number, 2)).FirstError.Code.ShouldBe("task_not_found");
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();

        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.Finished
        );
    }

    [Fact]
    public async Task A_dependant_may_not_sign_before_its_predecessor()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();

        var early = await house.DecideAsync(number, 4);
        early.FirstError.Code.ShouldBe("branch_waits_for");
        ((object[])early.FirstError.Metadata!["blockers"]).ShouldBe([2, 3]);

        foreach (var branch in (int[])[1, 2, 3])
            await house.DecideAsync(number, branch);
        (await house.DecideAsync(number, 4)).Value.BranchStatus.ShouldBe(BranchStatus.Approved);
    }

    [Fact]
    public async Task A_refusal_blocks_its_dependants_and_the_rest_is_delivered()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        foreach (var branch in (int[])[1, 2])
            await house.DecideAsync(number, branch);

        (await house.DecideAsync(number, 3, Verdict.Refuse)).Value.CaseStatus.ShouldBe(CaseStatus.Decided);
        (await house.DecideAsync(number, 4)).FirstError.Code.ShouldBe("branch_blocked");

        var delivered = await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        delivered.Value.Status.ShouldBe(CaseStatus.PartlyFinished);
        delivered.Value.Certificates.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_branch_that_applies_again_takes_those_it_blocked_along()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        foreach (var branch in (int[])[1, 2])
            await house.DecideAsync(number, branch);
        await house.DecideAsync(number, 3, Verdict.Refuse);

        var answered = await house
            .Get<AnswerRefusalHandler>()
            .HandleAsync(new(number, 3, RefusalAnswer.Reapply), house.Clerk(), Cancellation);
        answered.Value.ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(CaseStatus.InApproval),
            answer => answer.BranchStatus.ShouldBe(BranchStatus.ReadyToSign)
        );
        for (var branch = 3; branch <= 6; branch++)
            (await house.DecideAsync(number, branch, round: 2)).IsError.ShouldBeFalse();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.Finished
        );
    }

    [Fact]
    public async Task A_withdrawn_case_is_over_for_everybody()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();

        var withdrawn = await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不再开店"), house.Clerk(), Cancellation);
        withdrawn.Value.Status.ShouldBe(CaseStatus.Withdrawn);
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("branch_withdrawn", "who comes late is told why");
    }
}
