using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Catalogue;

public class SampleDistrictTests
{
    private static readonly CatalogueSnapshot District = SampleDistrict.Catalogue();
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void District_has_its_bodies_papers_and_items()
    {
        District.Departments.Count.ShouldBe(30);
        District.Materials.Count.ShouldBe(61);
        District.AllInForce(Day).Count(item => !item.IsDrill).ShouldBe(21);
        District.AllInForce(Day).Count(item => item.IsDrill).ShouldBe(1);
    }

    [Fact]
    public void Every_item_keeps_the_rules_of_publication() =>
        SampleDistrict
            .Items()
            .ShouldAllBe(draft =>
                Validators.Check(draft, draft.EffectiveFrom).Count
                    + ItemRules.Against(draft, District.Departments, District.Materials, new PilotList()).Count
                == 0
            );

    [Fact]
    public void Catering_takes_sixteen_days_in_a_row_and_five_at_once()
    {
        Catering.SerialDays.ShouldBe(16);
        Catering.ParallelDays.ShouldBe(5);
        Catering.PromisedDays.ShouldBe(5);
    }

    [Fact]
    public void Catering_asks_for_eighteen_papers_instead_of_fifty_two()
    {
        Catering.MaterialsIfSerial.ShouldBe(52);
        Catering.MaterialsOnce.ShouldBe(18);
    }

    [Theory]
    [InlineData("610104-YJS-002", 21, 11)]
    [InlineData("610104-YJS-003", 15, 7)] // the seal's record is written by the system and not asked for
    [InlineData("610104-YJS-004", 18, 11)]
    [InlineData("610104-YJS-005", 15, 9)]
    [InlineData("610104-YJS-006", 15, 8)]
    [InlineData("610104-YJS-008", 10, 2)]
    public void Joint_items_ask_for_fewer_papers(string itemCode, int ifSerial, int once) =>
        (Item(itemCode).MaterialsIfSerial, Item(itemCode).MaterialsOnce).ShouldBe((ifSerial, once));

    [Fact]
    public void Papers_that_a_branch_makes_are_never_asked_of_the_applicant()
    {
        Catering
            .Materials.Where(material => !material.IsAsked)
            .Select(material => (material.Code, material.OutputOfBranch))
            .ShouldBe([("M15", 1), ("M16", 2), ("M17", 3)]);
        Catering.AskedFor([6]).Select(material => material.Code).ShouldBe(["M01", "M02", "M20"]);
        Catering.MaterialsOf(6).Select(material => material.Code).ShouldBe(["M01", "M02", "M16", "M17", "M20"]);
    }

    [Fact]
    public void Catering_branches_wait_for_each_other_as_the_certificates_do() =>
        Catering
            .Branches.Select(branch => $"{branch.DepartmentCode}<{string.Join(',', branch.HardPredecessors())}")
            .ShouldBe(["SYJ<", "GSJ<1", "ZJJ<2", "GSS<2,3", "DSS<2,3", "TJJ<2,3"]);

    [Fact]
    public void Drill_has_six_departments_that_wait_for_nobody()
    {
        var drill = Item("610104-YJS-900");
        drill.Branches.Select(branch => branch.DepartmentCode).ShouldBe(["SYJ", "GSJ", "ZJJ", "GSS", "DSS", "TJJ"]);
        drill.Branches.ShouldAllBe(branch => branch.DependsOn.Count == 0);
        drill.WorkflowDefinitionId.ShouldBe("parallel-approval");
    }

    [Theory]
    [InlineData("610104-YJS-001", "catering-six-certificates")]
    [InlineData("610104-YJS-002", "parallel-approval")]
    [InlineData("610104-XK-101", "single-department")]
    [InlineData("610104-DJ-105", "immediate")]
    [InlineData("610104-JF-201", "referral")]
    [InlineData("610104-DL-207", "agency")]
    public void Item_runs_on_its_workflow(string itemCode, string definition) => Item(itemCode).WorkflowDefinitionId.ShouldBe(definition);

    [Fact]
    public void Paper_of_another_bodys_file_is_not_asked_for() =>
        Item("610104-XK-101").Materials.Single(material => material.Code == "M16").IsAsked.ShouldBeFalse();

    [Fact]
    public void Nine_fields_of_every_item_are_filled()
    {
        foreach (var item in District.AllInForce(Day))
        {
            var nine = NineFields.Of(item);
            string[] texts =
            [
                nine.Content,
                nine.LegalBasis,
                nine.Conditions,
                nine.Materials,
                nine.Procedure,
                nine.PromisedTime,
                nine.Fees,
                nine.Results,
                nine.Complaints,
            ];
            texts.ShouldAllBe(text => text.Length > 0, item.ItemCode);
        }

        NineFields.Of(Catering).PromisedTime.ShouldBe("5 个工作日");
        NineFields.Of(Catering).Fees.ShouldBe("组织机构代码证：108 元（组织机构代码证书工本费）");
    }

    [Fact]
    public void Every_department_with_a_branch_has_an_approver_and_every_role_somebody()
    {
        var officers = SampleOrganisation.Officers();
        foreach (var code in District.AllInForce(Day).SelectMany(item => item.Branches).Select(branch => branch.DepartmentCode).Distinct())
            officers.ShouldContain(officer =>
                officer.UserName == "approver-" + code.ToLowerInvariant()
                && officer.DepartmentCode == code
                && officer.Roles.Contains(Role.Approver)
            );
        officers.SelectMany(officer => officer.Roles).Distinct().Count().ShouldBe(Enum.GetValues<Role>().Length);
        officers.Select(officer => officer.UserName).ShouldBeUnique();
    }

    [Fact]
    public void Everything_has_a_name_in_both_languages()
    {
        District.Departments.Values.ShouldAllBe(department => department.NameEn.All(char.IsAscii) && department.Name.Any(c => c > 0x4E00));
        District.Materials.Values.ShouldAllBe(material => material.NameEn.All(char.IsAscii) && material.Name.Any(c => c > 0x4E00));
        District
            .AllInForce(Day)
            .ShouldAllBe(item => item.NameEn.All(char.IsAscii) && item.Branches.All(branch => branch.CertificateEn.All(char.IsAscii)));
    }

    private static ServiceItem Catering => Item("610104-YJS-001");

    private static ServiceItem Item(string code) => District.InForce(code, Day)!;
}
