namespace ParallelApproval.Identities;

public class PhoneNumberTests
{
    [Theory]
    [InlineData("13800000000", "13800000000")]
    [InlineData("+86 138-0000-0000", "13800000000")]
    [InlineData("１３８００００００００", "13800000000")]
    [InlineData("029-87654321", "02987654321")]
    [InlineData("(029) 8765 4321", "02987654321")]
    public void Number_is_kept_as_digits(string typed, string digits) => PhoneNumber.Parse(typed).Value.Value.ShouldBe(digits);

    [Theory]
    [InlineData("12345")]
    [InlineData("12800000000")]
    [InlineData("1380000000x")]
    [InlineData("")]
    public void Anything_else_is_refused(string typed) => PhoneNumber.Parse(typed).FirstError.Code.ShouldBe("phone_number_malformed");

    [Fact]
    public void Middle_is_hidden() => PhoneNumber.Parse("13812340000").Value.Masked.ShouldBe("138****0000");
}
