using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Catalogue;

/// <summary>取消事项: cases that run stay, new ones are refused with the name of what is applied for instead.</summary>
public sealed class EndItemTests(TestCluster cluster)
{
    private const string Ending = Catering.Item;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_its_last_day_nothing_is_received_and_the_successor_is_named()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var next = SampleDistrict.Items().First(item => item is { IsDrill: false } && item.ItemCode != Ending);
        (await EndAsync(house, new(2026, 3, 1), null)).FirstError.Is(RefusalCode.ItemEndInPast).ShouldBeTrue();
        (await EndAsync(house, new(2026, 3, 2), Ending)).FirstError.Is(RefusalCode.ItemSuccessorUnfit).ShouldBeTrue();
        (await EndAsync(house, new(2026, 3, 2), "NONE")).FirstError.Is(RefusalCode.ItemSuccessorUnfit).ShouldBeTrue();
        (await EndAsync(house, new(2026, 3, 2), next.ItemCode)).ErrorsOrEmptyList.ShouldBeEmpty();

        var book = house.Get<CatalogueRegister>().Current;
        book.InForce(Ending, new(2026, 3, 2)).ShouldNotBeNull();
        book.InForce(Ending, new(2026, 3, 3)).ShouldBeNull();
        book.Version(Ending, 1).ShouldNotBeNull("cases that run stay");

        house.Clock.SetUtcNow(new(2026, 3, 3, 1, 0, 0, TimeSpan.Zero));
        var refused = await ReceiveAsync(house);
        refused.FirstError.Is(RefusalCode.ItemSucceeded).ShouldBeTrue(refused.FirstError.Description);
        refused.FirstError.Description.ShouldContain(next.Name);
        (await EndAsync(house, new(2026, 4, 1), null)).FirstError.Is(RefusalCode.ItemEndedAlready).ShouldBeTrue();
        (
            await house
                .Get<PublishItemHandler>()
                .HandleAsync(
                    new(SampleDistrict.Items()[0] with { EffectiveFrom = new(2026, 4, 1) }, 1, Guid.NewGuid()),
                    house.By("designer", "XZSP"),
                    Cancellation
                )
        ).Errors.ShouldContain(error => error.Is(RefusalCode.ItemEnded));
    }

    [Fact]
    public async Task Until_it_has_passed_the_last_day_is_put_off()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await EndAsync(house, new(2026, 3, 2), null);
        (await EndAsync(house, new(2026, 6, 30), null)).Value.LastDay.ShouldBe(new(2026, 6, 30));
        house.Get<CatalogueRegister>().Current.InForce(Ending, new(2026, 6, 30)).ShouldNotBeNull();
    }

    private static Task<ErrorOr<ItemEnd>> EndAsync(TestHouse house, DateOnly lastDay, string? successor) =>
        house.Get<EndItemHandler>().HandleAsync(new(Ending, lastDay, successor, "机构改革"), house.By("designer", "XZSP"), Cancellation);

    private static Task<ErrorOr<Receipt>> ReceiveAsync(TestHouse house) =>
        house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Ending), true, null), house.Clerk(), Cancellation);
}
