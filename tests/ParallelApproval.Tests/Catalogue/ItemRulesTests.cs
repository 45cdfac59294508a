using ErrorOr;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

public class ItemRulesTests
{
    private static readonly CatalogueSnapshot District = SampleDistrict.Catalogue();
    private static readonly ItemDraft Catering = SampleDistrict.Items()[0];

    [Fact]
    public void Sound_item_has_no_fault() => Faults(Catering).ShouldBeEmpty();

    [Theory]
    [InlineData("12345678901")]
    [InlineData("61200400100X")]
    [InlineData("61200400100１")] // a full-width digit
    [InlineData("612004001000\n")]
    public void Basic_code_of_another_shape_is_refused(string code) =>
        Faults(Catering with { BasicCode = code }).ShouldBe([("basicCode", "item_code_malformed")]);

    [Fact]
    public void Basic_code_of_an_item_with_parts_may_end_in_Y() =>
        Faults(Catering with { BasicCode = "61200400100Y", BusinessCode = "61200400100Y01" }).ShouldBeEmpty();

    [Fact]
    public void Business_code_belongs_to_the_basic_code() =>
        Faults(Catering with { BusinessCode = "61200400200001" }).ShouldBe([("businessCode", "item_code_malformed")]);

    [Fact]
    public void Each_empty_public_field_is_named() =>
        Faults(Catering with { Guide = new(" ", "", "", ""), Branches = Change(1, branch => branch with { LegalBasis = "" }) })
            .ShouldBe([
                ("guide.content", "item_field_empty"),
                ("guide.conditions", "item_field_empty"),
                ("guide.procedure", "item_field_empty"),
                ("guide.complaints", "item_field_empty"),
                ("branches[0].legalBasis", "item_field_empty"),
            ]);

    [Fact]
    public void Promise_longer_than_the_law_is_refused()
    {
        Faults(Catering with { LegalDays = 4 }).ShouldBe([("promisedDays", "item_days_wrong")]);
        Faults(Catering with { Branches = Change(3, branch => branch with { LegalDays = 3 }) })
            .ShouldBe([("branches[2].promisedDay", "item_days_wrong")]);
    }

    [Fact]
    public void Branch_is_not_due_after_the_whole() =>
        Faults(Catering with { Branches = Change(6, branch => branch with { PromisedDay = 6 }) })
            .ShouldBe([("branches[5].promisedDay", "item_days_wrong")]);

    [Fact]
    public void Branches_that_wait_in_a_circle_are_refused()
    {
        var circle = Catering with { Branches = Change(1, branch => branch with { DependsOn = [new(4, DependencyKind.Hard)] }) };
        Faults(circle).ShouldBe([("branches", "dependency_circle")]);
        Errors(circle)[0].Description.ShouldContain("1, 2, 3, 4");
    }

    [Fact]
    public void Branch_may_not_be_due_before_the_one_it_waits_for() =>
        Faults(Catering with { Branches = Change(2, branch => branch with { PromisedDay = 2 }) })
            .ShouldBe([("branches[1].promisedDay", "due_before_predecessor")]);

    [Fact]
    public void Reader_of_a_result_waits_for_its_maker() =>
        Faults(Catering with { Branches = Change(2, branch => branch with { DependsOn = [] }) })
            .ShouldBe([("materials[14].usedBy", "result_not_awaited")]);

    [Fact]
    public void Dependency_on_itself_or_on_nobody_is_refused() =>
        Faults(
                Catering with
                {
                    Branches = Change(1, branch => branch with { DependsOn = [new(1, DependencyKind.Soft), new(9, DependencyKind.Hard)] }),
                }
            )
            .ShouldBe([("branches[0].dependsOn", "dependency_unknown"), ("branches[0].dependsOn", "dependency_unknown")]);

    [Fact]
    public void Unknown_department_and_paper_are_refused()
    {
        Faults(Catering with { LeadDepartmentCode = "NOBODY" }).ShouldBe([("leadDepartmentCode", "department_unknown")]);
        Faults(Catering with { Branches = Change(4, branch => branch with { DepartmentCode = "NOBODY" }) })
            .ShouldBe([("branches[3].departmentCode", "department_unknown")]);
        Faults(Catering with { Materials = [.. Catering.Materials, new("M99", [1])] })
            .ShouldBe([("materials[21].code", "material_unknown")]);
        Faults(Catering with { Materials = [.. Catering.Materials, new("M01", [1])] }).ShouldBe([("materials[21].code", "material_twice")]);
        Faults(Catering with { Materials = [.. Catering.Materials, new("M22", [7])] })
            .ShouldBe([("materials[21].usedBy", "material_branch_unknown")]);
    }

    [Fact]
    public void Fee_needs_a_legal_ground() =>
        Faults(Catering with { Branches = Change(3, branch => branch with { FeeBasis = "" }) })
            .ShouldBe([("branches[2].feeBasis", "item_field_empty")]);

    [Fact]
    public void Branches_are_numbered_in_order() =>
        Faults(Catering with { Branches = [.. Catering.Branches.Reverse()] }).ShouldContain(("branches[0].number", "branch_number_wrong"));

    [Fact]
    public void Item_without_branches_or_papers_is_refused() =>
        Faults(Catering with { Branches = [], Materials = [] })
            .ShouldBe([("branches", "item_without_branch"), ("materials", "item_field_empty")]);

    [Fact]
    public void Immediate_item_promises_no_days() =>
        Faults(Catering with { Kind = ItemKind.Immediate }).ShouldBe([("promisedDays", "item_days_wrong")]);

    private static IReadOnlyList<BranchDefinition> Change(int number, Func<BranchDefinition, BranchDefinition> change) =>
        [.. Catering.Branches.Select(branch => branch.Number == number ? change(branch) : branch)];

    private static List<Error> Errors(ItemDraft draft) =>
        [
            .. Validators.Check(draft, draft.EffectiveFrom),
            .. ItemRules.Against(draft, District.Departments, District.Materials, new PilotList()),
        ];

    private static List<(string Field, string Code)> Faults(ItemDraft draft) =>
        [.. Errors(draft).Select(error => ((string)error.Metadata![Refusal.FieldKey], error.Code))];
}
