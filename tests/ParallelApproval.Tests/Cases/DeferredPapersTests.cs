using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>
/// 容缺受理: a paper that the catalogue lets wait is promised, the case is accepted, and no result is handed over before it is there.
/// </summary>
public sealed class DeferredPapersTests(TestCluster cluster)
{
    private const string Deferrable = "M12";
    private const string Main = "M05";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_promised_paper_hinders_the_decision_that_builds_on_it_and_not_acceptance()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var application = house.Application(without: Deferrable) with { Deferred = [Deferrable] };
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), Cancellation)
        );
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("deferred_papers_missing");
        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(Deferrable)]), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.Finished
        );
    }

    [Fact]
    public async Task A_paper_that_did_not_come_ends_its_branches_and_keeps_nothing_of_the_others_back()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Item, item =>
            item with
            {
                OnDeferralTimeout = OnDeferralTimeout.Withdrawn,
                Materials = [.. item.Materials.Select(paper => paper.Code == Deferrable ? paper with { UsedBy = [6] } : paper)],
            }
        );
        var application = house.Application(without: Deferrable) with { Deferred = [Deferrable] };
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), Cancellation)
        );
        house.GoTo(4, 20, 9);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).FindBranch(6)!.Status.ShouldBe(BranchStatus.Withdrawn);
        for (var branch = 1; branch <= 5; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.PartlyFinished
        );
    }

    [Theory]
    [InlineData(Main, Main, "material_not_deferrable")]
    [InlineData(Deferrable, "M99", "material_not_on_list")]
    [InlineData(Main, Deferrable, "material_twice")]
    public async Task Only_a_paper_that_may_wait_and_is_not_there_can_be_promised(string without, string promised, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var application = house.Application(without: without) with { Deferred = [promised] };
        (await house.Get<ReceiveCaseHandler>().HandleAsync(new(application), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Open_cases_of_the_same_applicant_for_the_same_item_are_found_until_they_are_closed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var queries = house.Get<CaseQueries>();
        (await queries.OpenCasesOfAsync(Catering.Applicant.IdNumber, Catering.Item, Cancellation)).ShouldBe([number.ToString()]);
        (await queries.OpenCasesOfAsync(Catering.Applicant.IdNumber, Catering.Drill, Cancellation)).ShouldBeEmpty();
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (await queries.OpenCasesOfAsync(Catering.Applicant.IdNumber, Catering.Item, Cancellation)).ShouldBeEmpty();
    }
}
