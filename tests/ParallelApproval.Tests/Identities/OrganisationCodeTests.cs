namespace ParallelApproval.Identities;

public class OrganisationCodeTests
{
    [Theory]
    [InlineData("D2143569-X")]
    [InlineData("d2143569x")]
    [InlineData("M000100Y-4")]
    [InlineData("Ｄ２１４３５６９－Ｘ")]
    public void Right_code_is_read_however_it_is_typed(string typed) => OrganisationCode.Parse(typed).IsError.ShouldBeFalse();

    [Theory]
    [InlineData("D2143569-1", "organisation_code_check_failed")]
    [InlineData("D214356-X", "organisation_code_malformed")]
    [InlineData("D21435中9X", "organisation_code_malformed")]
    public void Wrong_code_is_refused(string typed, string code) => OrganisationCode.Parse(typed).FirstError.Code.ShouldBe(code);
}
