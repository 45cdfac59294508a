using ParallelApproval.Testing;

namespace ParallelApproval.Certificates;

/// <summary>补发收件凭证: whoever has lost his receipt gets another, and each says which one it is.</summary>
public sealed class ReceiptCopyTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_second_copy_says_which_it_is_when_it_was_issued_and_why()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var handler = house.Get<CopyReceiptHandler>();
        (await handler.HandleAsync(new(number, " "), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("reason_missing");
        // Two in one batch, as from two windows at once.
        (await handler.HandleAsync(new(number, "遗失"), house.Clerk(), Cancellation)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await handler.HandleAsync(new(number, "污损"), house.Clerk(), Cancellation)).ErrorsOrEmptyList.ShouldBeEmpty();
        await house.HearAsync(Cancellation);
        await house.HearAsync(Cancellation);

        var queries = house.Get<DocumentQueries>();
        var copies = (await queries.OfCaseAsync(number, Cancellation))
            .Where(paper => paper.Kind is DocumentKind.ReceiptCopy)
            .OrderBy(paper => paper.Cause)
            .ToList();
        copies.Count.ShouldBe(2);
        var bodies = new List<string>();
        foreach (var copy in copies)
            bodies.Add((await queries.BodyAsync(copy, Cancellation)).Value);
        bodies[0].ShouldContain("第 1 份");
        bodies[0].ShouldContain("遗失");
        bodies[1].ShouldContain("第 2 份");
        bodies[1].ShouldContain("污损");
        bodies[1].ShouldContain("收件不等于受理");
        (await queries.VerifyAsync(copies[0].Number, copies[0].Code, Cancellation)).Value.Holds.ShouldBeTrue();
    }
}
