using System.Text.Json.Nodes;
using ParallelApproval.Testing;
using ParallelApproval.Trials;

namespace ParallelApproval.Catalogue;

/// <summary>情形引导: what somebody needs follows from what he says, by the item's own form and flow.</summary>
public sealed class ItemAdviceTests(TestCluster cluster)
{
    private const string Restaurant = "610104-YJS-002";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_sells_tobacco_needs_the_tobacco_licence_and_its_papers_and_others_do_not()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (advice, item) = (house.Get<ItemAdvice>(), house.Get<CatalogueRegister>().InForce(Restaurant, new(2026, 3, 2))!);
        advice.Questions(item).Select(field => field.Key).ShouldBe(["isPublicGatheringPlace", "sellsTobacco"]);

        var plain = advice.Of(item, []);
        plain.Branches.Select(branch => branch.Number).ShouldBe([1, 2, 3]);
        plain.LeftOut.Select(branch => branch.Number).ShouldBe([4, 5]);
        var tobacco = advice.Of(item, new JsonObject { ["sellsTobacco"] = true });
        tobacco.Branches.Select(branch => branch.Number).ShouldBe([1, 2, 3, 5]);
        tobacco.Papers.Count.ShouldBeGreaterThanOrEqualTo(plain.Papers.Count);
        tobacco.Papers.Select(paper => paper.Code).ShouldBe(item.AskedFor([1, 2, 3, 5]).Select(paper => paper.Code));
    }

    [Fact]
    public async Task Where_everybody_needs_the_same_nothing_is_asked()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var item = house.Get<CatalogueRegister>().InForce(Catering.Item, new(2026, 3, 2))!;
        house.Get<ItemAdvice>().Questions(item).ShouldBeEmpty();
        house.Get<ItemAdvice>().Of(item, []).Papers.Count.ShouldBe(18);
    }
}
