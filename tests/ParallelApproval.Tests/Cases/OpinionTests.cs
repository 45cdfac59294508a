using ParallelApproval.Appraisals;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>An opinion refuses nothing (不同意意见), and who is blocked by another's refusal has a paper of his own.</summary>
public sealed class OpinionTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contrary_opinion_is_no_refusal_in_any_form_of_handling()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, draft =>
            draft with
            {
                Branches = [.. draft.Branches.Select((branch, at) => at == 5 ? branch with { Kind = BranchKind.Opinion } : branch)],
            }
        );
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 5; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.ShouldBeEmpty();
        var last = await house.DecideAsync(number, 6, Verdict.Refuse);
        last.ErrorsOrEmptyList.ShouldBeEmpty();
        last.Value.BranchStatus.ShouldBe(BranchStatus.Disagreed);
        var file = await house.FileAsync(number, Cancellation);
        file.Case.Result.ShouldBe(CaseStatus.Finished, "everything that was asked for is granted");
        (await house.StoryAsync(number, Cancellation)).ShouldNotContain(nameof(BranchBlocked));

        await house.HearAsync(Cancellation);
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        papers.ShouldNotContain(paper => paper.Kind == DocumentKind.Refusal);
        papers.Single(paper => paper.Branch == 6).Kind.ShouldBe(DocumentKind.OpinionPaper);
    }

    [Fact]
    public async Task Who_is_blocked_gets_a_refusal_that_cites_the_one_before()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (await house.DecideAsync(number, 1, Verdict.Refuse)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).FindBranch(2)!.Status.ShouldBe(BranchStatus.Blocked);
        await house.HearAsync(Cancellation);
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        var refusal = papers.Single(paper => paper is { Kind: DocumentKind.Refusal, Branch: 1 });
        var blocked = papers.First(paper => paper is { Kind: DocumentKind.BlockedNotice, Branch: 2 });
        (await house.Get<DocumentQueries>().BodyAsync(blocked, Cancellation)).Value.ShouldContain(refusal.Number);
        blocked.Seal.ShouldBeNull("no officer of that department has sealed it");
    }
}
