using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;

namespace ParallelApproval.Library;

/// <summary>比较样本: what an adoption adds and changes, told line by line before anything is taken.</summary>
public sealed class CompareModelsTests
{
    private const string Permit = "610104-XK-103";

    private static readonly HeldModels Nothing = new(
        new Dictionary<string, ServiceItem>(),
        new Dictionary<string, Material>(),
        new Dictionary<string, System.Text.Json.Nodes.JsonObject>(),
        new Dictionary<DocumentKind, TemplateRow>(),
        new Dictionary<string, string>()
    );

    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public void Every_model_names_its_law_and_the_sample_district_has_adopted_all_of_them()
    {
        LibraryQueries.Models.Items.Count.ShouldBe(21);
        LibraryQueries.Models.Items.ShouldAllBe(model => ItemModels.LawsOf(model).Count > 0);
        SampleDistrict.Items().Select(item => item.ItemCode).ShouldBe(ItemModels.Items().Select(model => model.ItemCode));
    }

    [Fact]
    public void In_an_empty_house_everything_is_new_under_its_own_region_and_bodies()
    {
        var plan = Plan() with { Bodies = new Dictionary<string, string> { ["WJJ"] = "HEALTH" } };
        var parts = CompareModels.Of(LibraryQueries.Models, plan, Nothing, "511602").Parts;

        parts.ShouldAllBe(part => part.Change == PartChange.New);
        var item = parts.Single(part => part.Kind == ModelKind.Item);
        (item.Part, item.Code).ShouldBe(("items/610104-XK-103.json", "511602-XK-103"));
        item.Lines.ShouldContain(new PartLine("branches[1].departmentCode", null, "HEALTH"));
        item.Lines.ShouldContain(line => line.Field == "basicCode" && line.Theirs!.StartsWith("511602"));
        parts.Count(part => part.Kind == ModelKind.Workflow).ShouldBe(1, "of flows, those alone on which the chosen items run");
    }

    [Fact]
    public void A_changed_line_is_told_with_both_sides()
    {
        var ours = Draft() with { PromisedDays = 3, EffectiveFrom = new(2025, 1, 1) };
        var parts = CompareModels.Of(LibraryQueries.Models, Plan(), Held(ours), ItemModels.Region).Parts;

        var item = parts.Single(part => part.Kind == ModelKind.Item);
        item.Change.ShouldBe(PartChange.Changed);
        item.Lines.ShouldBe([new("promisedDays", "3", "5")]);
    }

    [Fact]
    public void What_says_the_same_is_the_same_whatever_the_day_of_its_version()
    {
        var parts = CompareModels.Of(LibraryQueries.Models, Plan(), Held(Draft()), ItemModels.Region).Parts;
        parts.Single(part => part.Kind == ModelKind.Item).Change.ShouldBe(PartChange.Unchanged);
        parts.Where(part => part.Kind == ModelKind.Material).ShouldAllBe(part => part.Change == PartChange.Unchanged);
    }

    [Fact]
    public void A_paper_of_the_house_stays_unless_the_plan_says_that_it_is_replaced()
    {
        var held = Held(Draft());
        var own = held.Materials["M01"] with { Copies = 3, Revision = 7 };
        held = held with { Materials = new Dictionary<string, Material>(held.Materials) { ["M01"] = own } };

        PartComparison Paper(AdoptionPlan plan) =>
            CompareModels.Of(LibraryQueries.Models, plan, held, ItemModels.Region).Parts.Single(part => part.Code == "M01");
        Paper(Plan()).Change.ShouldBe(PartChange.Kept);
        Paper(Plan()).Lines.ShouldBe([new("copies", "3", "1")]);
        Paper(Plan() with { Replaces = ["materials/M01.json"] }).Change.ShouldBe(PartChange.Changed);
    }

    [Fact]
    public void Another_state_of_the_house_or_another_plan_is_another_comparison()
    {
        string Of(AdoptionPlan plan, HeldModels held) => CompareModels.Of(LibraryQueries.Models, plan, held, ItemModels.Region).Compared;
        var seen = Of(Plan(), Held(Draft()));
        Of(Plan(), Held(Draft())).ShouldBe(seen);
        Of(Plan(), Nothing).ShouldNotBe(seen);
        Of(Plan() with { Bodies = new Dictionary<string, string> { ["WJJ"] = "MZJ" } }, Held(Draft())).ShouldNotBe(seen);
    }

    private static ItemDraft Draft() => LibraryQueries.Models.Items.Single(model => model.ItemCode == Permit);

    private static AdoptionPlan Plan() => new([Permit], new(2026, 4, 1), None, None, []);

    private static HeldModels Held(ItemDraft draft)
    {
        var papers = LibraryQueries.Models.Materials.ToDictionary(paper => paper.Code);
        return Nothing with
        {
            Items = new Dictionary<string, ServiceItem> { [draft.ItemCode] = draft.ToItem(1, papers) },
            Materials = papers,
        };
    }
}
