using System.Security.Cryptography;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

public sealed class IdempotencyTests(TestCluster cluster)
{
    private static readonly IdempotencyKey Key = new("receipt-1", SHA256.HashData([1]));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_one_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReceiveAsync(house, Key)));
        var later = await ReceiveAsync(house, Key);

        receipts.Append(later).Select(receipt => receipt.CaseNumber).Distinct().Count().ShouldBe(1);
        receipts
            .Append(later)
            .ShouldAllBe(receipt => receipt.QueryCode == later.QueryCode && receipt.Supplied.SequenceEqual(later.Supplied));
        (await house.Database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await ReceiveAsync(house, Key);

        var reused = await house
            .Get<ReceiveCaseHandler>()
            .HandleAsync(new(house.Application()), house.Clerk(Key with { RequestHash = SHA256.HashData([2]) }), Cancellation);

        reused.FirstError.Code.ShouldBe("idempotency_key_reused");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_on_a_case_that_comes_twice_is_answered_as_the_first_time()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(accept: false);
        var key = new IdempotencyKey("accept-1", SHA256.HashData([3]));

        var first = await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(key), Cancellation);
        house.Clock.Advance(TimeSpan.FromHours(1));
        var second = await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(key), Cancellation);

        second.Value.ShouldBe(first.Value);
        (await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "case_status_conflict"
        );
    }

    private static async Task<Receipt> ReceiveAsync(TestHouse house, IdempotencyKey key) =>
        (await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application()), house.Clerk(key), Cancellation)).Value;
}
