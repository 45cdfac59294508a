using ParallelApproval.Organisation;

namespace ParallelApproval.Identities;

public class UnifiedCreditCodeTests
{
    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("91610104MA6X002350")] // remainder 0
    [InlineData(" 91610104 ma6x 002350 ")]
    [InlineData("９１３５０１００Ｍ０００１００Ｙ４３")]
    public void Check_of_a_right_code_holds(string typed) => UnifiedCreditCode.Parse(typed).Value.CheckHolds.ShouldBeTrue();

    [Fact]
    public void Wrong_check_is_a_warning_and_no_refusal()
    {
        var code = UnifiedCreditCode.Parse("91350100M000100Y44");
        code.IsError.ShouldBeFalse();
        code.Value.CheckHolds.ShouldBeFalse();
    }

    [Theory]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100I000100Y43")]
    [InlineData(null)]
    public void Other_form_is_refused(string? typed) => UnifiedCreditCode.Parse(typed).FirstError.Code.ShouldBe("credit_code_malformed");

    [Fact]
    public void Code_holds_region_and_organisation_code()
    {
        var code = UnifiedCreditCode.Parse("91350100M000100Y43").Value;
        code.Region.ShouldBe("350100");
        OrganisationCode.Parse(code.OrganisationCode).Value.ToString().ShouldBe("M000100Y-4");
    }

    [Fact]
    public void Every_department_of_the_sample_district_has_a_code_whose_check_holds() =>
        SampleOrganisation
            .Departments()
            .ShouldAllBe(department => UnifiedCreditCode.Parse(department.UnifiedCreditCode, "").Value.CheckHolds);
}
