using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Certificates;

/// <summary>What the applicant signs, and the notice that calls everybody to the place.</summary>
public sealed class PromiseDocumentTests(TestCluster cluster)
{
    private const string Signboard = "610104-QT-106";
    private const string Shop = "610104-YJS-002";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deferral_leaves_a_promise_with_its_day_that_no_seal_is_put_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Catering.Item, "M12")), house.Clerk(), Cancellation)
        );
        var deferred = await house
            .Get<AcceptDeferringHandler>()
            .HandleAsync(new(number, ["M12"], null, IsSigned: true), house.Clerk(), Cancellation);
        var (paper, body) = await PaperAsync(house, number, DocumentKind.DeferralPromise);
        paper.Seal.ShouldBeNull();
        paper.Number.ShouldBe("莲审容〔2026〕1号");
        body.ShouldContain("食品安全管理人员培训证明（M12）");
        body.ShouldContain(DocumentWords.Of(deferred.Value.DeferredUntil));
        body.ShouldContain("由受理机关撤销受理");
        body.ShouldNotContain("视为撤回");
    }

    [Fact]
    public async Task A_commitment_leaves_the_letter_with_what_the_promise_stands_for()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Signboard, "M24")), house.Clerk(), Cancellation)
        );
        (
            await house.Get<AcceptOnCommitmentHandler>().HandleAsync(new(number, IsSigned: true), house.Clerk(), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        var (paper, body) = await PaperAsync(house, number, DocumentKind.CommitmentLetter);
        paper.Seal.ShouldBeNull();
        body.ShouldContain("M24");
        body.ShouldContain("60 个工作日内核查");
        body.ShouldContain(
            "1. " + house.Get<CatalogueRegister>().InForce(Signboard, new(2026, 3, 2))!.Guide.Conditions.Split('；')[0].TrimEnd('。')
        );
    }

    [Fact]
    public async Task A_joint_visit_leaves_one_notice_to_all()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var item = house.Get<CatalogueRegister>().InForce(Shop, new(2026, 3, 2))!;
        var application = house.Application(Shop) with { Branches = [.. item.Branches.Select(branch => branch.Number)] };
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), Cancellation)
        );
        var called = await house
            .Get<CallSiteVisitHandler>()
            .HandleAsync(new(number, new(2026, 3, 3, 10, 0, 0, TimeSpan.FromHours(8)), "西大街1号"), house.Approver("SJJ"), Cancellation);
        called.ErrorsOrEmptyList.ShouldBeEmpty();
        var (_, body) = await PaperAsync(house, number, DocumentKind.VisitNotice);
        body.ShouldContain("2026年3月3日 10:00");
        body.ShouldContain("西大街1号");
        body.ShouldContain("消防");
    }

    private static async Task<(Document Paper, string Body)> PaperAsync(TestHouse house, CaseNumber number, DocumentKind kind)
    {
        await house.HearAsync(Cancellation);
        var paper = (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Single(made => made.Kind == kind);
        return (paper, (await house.Get<DocumentQueries>().BodyAsync(paper, Cancellation)).Value);
    }
}
