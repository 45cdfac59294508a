using ParallelApproval.Certificates;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Fees that were noted are put right and given back, each with its reason, its event and its paper.</summary>
public sealed class FeeTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fee_is_put_right_and_given_back()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var (charge, correct, refund) = (house.Get<ChargeFeeHandler>(), house.Get<CorrectFeeHandler>(), house.Get<RefundFeeHandler>());
        (await refund.HandleAsync(new(number, 2, 10, "未收费"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("fee_not_paid");
        (await charge.HandleAsync(new(number, 2, 120, "NO1"), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (await correct.HandleAsync(new(number, 2, 120, "误录"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("fee_unchanged");
        (await correct.HandleAsync(new(number, 2, 100, ""), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("reason_missing");
        (await correct.HandleAsync(new(number, 2, 100, "误录"), house.Clerk(), Cancellation)).Value.Paid.ShouldBe(100);
        (await refund.HandleAsync(new(number, 2, 101, "撤回"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("fee_more_than_paid");
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不再开店"), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (await refund.HandleAsync(new(number, 2, 100, "申请人撤回", "NO2"), house.Clerk(), Cancellation)).Value.Paid.ShouldBe(0);

        await house.HearAsync(Cancellation);
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        papers.Count(paper => paper.Kind is DocumentKind.FeeNotice).ShouldBe(2);
        (
            await house.Get<DocumentQueries>().BodyAsync(papers.Last(paper => paper.Kind is DocumentKind.FeeNotice), Cancellation)
        ).Value.ShouldContain("退还 100 元");
    }
}
