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

    [Fact]
    public async Task A_condition_that_is_drawn_into_the_flow_asks_and_leaves_out()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Restaurant, draft => draft with { Form =
                [
                    .. draft.Form,
                    new()
                    {
                        Key = "areaSquareMetres",
                        Name = "面积",
                        Kind = FormFieldKind.Number,
                    },
                ] });
        var row = (await house.Get<Workflows.DefinitionQueries>().FindAsync("parallel-approval", new("Latest"), Cancellation))!;
        var model = (JsonObject)JsonNode.Parse(row.Content)!;
        Workflows.DefinitionStamp.Put(model, row);
        var (steps, ways) = (model["root"]!["activities"]!.AsArray(), model["root"]!["connections"]!.AsArray());
        var intake = steps.Single(step => step!["type"]!.GetValue<string>() == "ParallelApproval.OneWindowIntake")![
            "id"
        ]!.GetValue<string>();
        foreach (var way in ways.Where(way => IsAccepted(way!, intake)))
            way!["source"] = new JsonObject { ["activity"] = "only", ["port"] = "Done" };
        steps.Add(
            new JsonObject
            {
                ["id"] = "only",
                ["name"] = "only",
                ["type"] = "ParallelApproval.AskOnlyWhen",
                ["version"] = 1,
                ["branch"] = Input("Literal", "3"),
                ["askedWhen"] = Input("Condition", "form.areaSquareMetres > 300"),
            }
        );
        ways.Add(
            new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = intake, ["port"] = "Accepted" },
                ["target"] = new JsonObject { ["activity"] = "only", ["port"] = "In" },
                ["vertices"] = new JsonArray(),
            }
        );
        (await house.Get<Workflows.SaveDefinitionHandler>().HandleAsync(new(model, true), house.By("designer", "XZSP"), Cancellation))
            .ErrorsOrEmptyList.Select(error => error.Description)
            .ShouldBeEmpty();

        var (advice, item) = (house.Get<ItemAdvice>(), house.Get<CatalogueRegister>().InForce(Restaurant, new(2026, 3, 2))!);
        advice.Questions(item).Select(field => field.Key).ShouldContain("areaSquareMetres");
        advice.Of(item, new() { ["areaSquareMetres"] = 20 }).LeftOut.Select(branch => branch.Number).ShouldContain(3);
        advice.Of(item, new() { ["areaSquareMetres"] = 400 }).Branches.Select(branch => branch.Number).ShouldContain(3);
    }

    private static bool IsAccepted(JsonNode way, string intake) =>
        way["source"]!["activity"]!.GetValue<string>() == intake && way["source"]!["port"]!.GetValue<string>() == "Accepted";

    private static JsonObject Input(string type, string value) =>
        new()
        {
            ["typeName"] = null,
            ["expression"] = new JsonObject { ["type"] = type, ["value"] = value },
            ["memoryReference"] = null,
        };
}
