using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;
using ParallelApproval.Workflows;

namespace ParallelApproval.Library;

/// <summary>采用样本: whole or not at all, under own codes and bodies, and only what was compared.</summary>
public sealed class AdoptModelsTests(TestCluster cluster)
{
    private const string Flow = "stranger-flow";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_item_comes_with_its_paper_and_its_flow_under_own_codes_and_bodies()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var set = Stranger();
        (await AdoptAsync(house, set, Plan(), null)).FirstError.Is(RefusalCode.ComparisonStale).ShouldBeTrue("nothing was compared");

        var unmapped = await AdoptAsync(house, set, Plan() with { Bodies = None });
        unmapped.Errors.ShouldContain(fault => fault.Is(RefusalCode.ModelBodyUnmapped));
        house.Get<CatalogueRegister>().Current.Versions("610104-XK-999").ShouldBeEmpty();
        house.Get<CatalogueRegister>().Current.Materials.Keys.ShouldNotContain("M777", "nothing of it is taken");

        var adopted = await AdoptAsync(house, set, Plan());
        adopted.ErrorsOrEmptyList.ShouldBeEmpty();
        (adopted.Value.Items, adopted.Value.Papers, adopted.Value.Workflows).ShouldSatisfyAllConditions(
            all => all.Items.ShouldBe(["610104-XK-999"]),
            all => all.Papers.ShouldBe(["M777"]),
            all => all.Workflows.ShouldBe([Flow])
        );
        var item = house.Get<CatalogueRegister>().Current.Versions("610104-XK-999").ShouldHaveSingleItem();
        (item.EffectiveFrom, item.Branches[0].DepartmentCode).ShouldBe((new DateOnly(2026, 4, 1), "WJJ"));
        item.Materials.ShouldContain(paper => paper.Code == "M777" && paper.Name == "外地材料");
        house.Get<DefinitionRegister>().Published(Flow).ShouldNotBeNull();

        var again = await AdoptAsync(house, set, Plan());
        (again.IsError, again.Value.Items.Count).ShouldBe((false, 0), "it says the same already");
    }

    [Fact]
    public async Task What_changed_since_it_was_compared_is_not_adopted()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var set = Stranger();
        var seen = await CompareAsync(house, set, Plan());
        (await AdoptAsync(house, set, Plan())).IsError.ShouldBeFalse();
        (await AdoptAsync(house, set, Plan(), seen)).FirstError.Is(RefusalCode.ComparisonStale).ShouldBeTrue();
    }

    [Fact]
    public async Task A_code_that_another_paper_has_here_and_a_broken_flow_are_told_beside_their_parts()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var set = Stranger();
        var paper = set.Materials.Single(paper => paper.Code == "M777");
        var clash = set with
        {
            Materials = [.. set.Materials.Where(known => known != paper && known.Code != "M02"), paper with { Code = "M02" }],
            Items = [set.Items[0] with { Materials = [new("M02", [1])], Name = "" }],
            Workflows = new Dictionary<string, JsonObject> { [Flow] = new() { ["definitionId"] = Flow } },
        };
        var refused = await AdoptAsync(house, clash, Plan());
        var told = refused.Errors.Select(fault => ((string)fault.Metadata![Refusal.FieldKey], fault.Code)).ToList();
        told.ShouldContain(("materials/M02.json", "model_paper_of_another"));
        told.ShouldContain(fault => fault.Item1.StartsWith("workflows/stranger-flow.json"));
        told.ShouldContain(("items/999999-XK-999.json.name", "item_field_empty"));

        var twice = Plan() with { Papers = new Dictionary<string, string> { ["M02"] = "M03" } };
        (await house.Get<LibraryQueries>().CompareAsync(clash, twice, Cancellation)).Errors.ShouldContain(fault =>
            fault.Is(RefusalCode.MaterialTwice)
        );
        var elsewhere = Plan() with { Papers = new Dictionary<string, string> { ["M02"] = "M778" } };
        var mended = clash with { Items = [clash.Items[0] with { Name = "外地许可" }], Workflows = set.Workflows };
        (await AdoptAsync(house, mended, elsewhere)).Value.Papers.ShouldBe(["M778"]);
    }

    [Fact]
    public async Task A_stranger_is_refused_until_an_administrator_trusts_his_fingerprint_and_again_after()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (set, signature) = (Stranger(), new BundleSignature([1, 2, 3], []));
        async Task<ErrorOr<ModelsAdopted>> TryAsync() =>
            await house
                .Get<AdoptModelsHandler>()
                .HandleAsync(
                    new(set, signature, Plan(), await CompareAsync(house, set, Plan()), Guid.NewGuid()),
                    house.By("designer", "XZSP"),
                    Cancellation
                );
        async Task KeepAsync(bool isTrusted) =>
            (
                await house
                    .Get<KeepSignerHandler>()
                    .HandleAsync(new(signature.Fingerprint.ToUpperInvariant(), "邻区", isTrusted), house.By("admin", "XZSP"), Cancellation)
            ).IsError.ShouldBeFalse();

        var refused = await TryAsync();
        refused.FirstError.Is(RefusalCode.BundleSignerUnknown).ShouldBeTrue();
        refused.FirstError.Description.ShouldContain(signature.Fingerprint);
        await KeepAsync(isTrusted: true);
        (await house.Get<BundleKeys>().StandingAsync(signature, Cancellation)).ShouldBe(SignerStanding.Trusted);
        await KeepAsync(isTrusted: false);
        (await TryAsync()).FirstError.Is(RefusalCode.BundleSignerUnknown).ShouldBeTrue();
        await KeepAsync(isTrusted: true);
        (await TryAsync()).Value.Signer.ShouldBe(signature.Fingerprint);
    }

    [Fact]
    public async Task A_house_signs_with_one_key_on_all_of_its_nodes_and_knows_its_own_signature()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var signatures = await Task.WhenAll(
            house.Get<BundleKeys>().SignAsync([1, 2], Cancellation),
            other.Get<BundleKeys>().SignAsync([1, 2], Cancellation)
        );
        signatures[0].Fingerprint.ShouldBe(signatures[1].Fingerprint);
        signatures.ShouldAllBe(signature => signature.Holds(new byte[] { 1, 2 }) && !signature.Holds(new byte[] { 1, 3 }));
        (await other.Get<BundleKeys>().StandingAsync(signatures[0], Cancellation)).ShouldBe(SignerStanding.Own);
    }

    private static readonly Dictionary<string, string> None = [];

    private static AdoptionPlan Plan() =>
        new([], new(2026, 4, 1), new Dictionary<string, string> { ["HYG"] = "WJJ", ["HALL"] = "XZSP" }, None, []);

    /// <summary>One item of a house in another region, on a flow of its own, with a paper that nobody here knows.</summary>
    private static ModelSet Stranger()
    {
        var product = LibraryQueries.Models;
        var permit = product.Items.Single(model => model.ItemCode == "610104-XK-103");
        var flow = (JsonObject)product.Workflows[permit.WorkflowDefinitionId].DeepClone();
        flow["definitionId"] = Flow;
        var paper = product.Materials.Single(paper => paper.Code == "M01") with { Code = "M777", Name = "外地材料" };
        var item = permit.InRegion(product.Region, "999999") with
        {
            ItemCode = "999999-XK-999",
            WorkflowDefinitionId = Flow,
            LeadDepartmentCode = "HYG",
            IntakeDepartmentCode = "HALL",
            Branches = [.. permit.Branches.Select(branch => branch with { DepartmentCode = "HYG" })],
            Materials = [new("M777", [1]), .. permit.Materials],
        };
        return product with
        {
            Region = "999999",
            Items = [item],
            Materials = [paper, .. product.Materials],
            Workflows = new Dictionary<string, JsonObject> { [Flow] = flow },
            Bodies =
            [
                new("HYG", "卫生监督局", "Hygiene Office", Organisation.Tier.District),
                new("HALL", "政务大厅", "Hall", Organisation.Tier.District),
            ],
        };
    }

    private static async Task<string> CompareAsync(TestHouse house, ModelSet set, AdoptionPlan plan) =>
        (await house.Get<LibraryQueries>().CompareAsync(set, plan, Cancellation)).Value.Compared;

    private static async Task<ErrorOr<ModelsAdopted>> AdoptAsync(TestHouse house, ModelSet set, AdoptionPlan plan) =>
        await AdoptAsync(house, set, plan, await CompareAsync(house, set, plan));

    private static Task<ErrorOr<ModelsAdopted>> AdoptAsync(TestHouse house, ModelSet set, AdoptionPlan plan, string? compared) =>
        house
            .Get<AdoptModelsHandler>()
            .HandleAsync(new(set, null, plan, compared ?? "another", Guid.NewGuid()), house.By("designer", "XZSP"), Cancellation);
}
