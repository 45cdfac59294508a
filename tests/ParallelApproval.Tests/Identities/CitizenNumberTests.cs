using CsCheck;

namespace ParallelApproval.Identities;

public class CitizenNumberTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData("11010519491231002X")]
    [InlineData("11010519491231002x")]
    [InlineData(" 110105 1949 1231 002x ")]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ")]
    [InlineData("610104189001010013")]
    [InlineData("610104189001010021")]
    [InlineData("61010418900101003X")]
    public void Valid_number_is_read_however_it_is_typed(string typed)
    {
        var number = CitizenNumber.Parse(typed, Today);
        number.IsError.ShouldBeFalse();
        number.Value.Value.ShouldMatch("^[0-9]{17}[0-9X]$");
    }

    [Fact]
    public void Marks_that_nobody_sees_are_no_part_of_a_number() =>
        CitizenNumber.Parse("\u202D610104\u200B1890\u20600101\u200E0013\u202C", Today).Value.Value.ShouldBe("610104189001010013");

    [Theory]
    [InlineData("61010418900101001", false)]
    [InlineData("81000018900101001", false)]
    [InlineData("82000018900101001", false)]
    [InlineData("83000018900101001", false)]
    [InlineData("91015618900101001", false)]
    [InlineData("11010518900101001", false)]
    [InlineData("11111118900101001", true)]
    [InlineData("71000018900101001", true)]
    [InlineData("99999918900101001", false)]
    [InlineData("00000018900101001", true)]
    public void A_region_that_no_card_ever_had_is_odd_and_holds(string digits, bool odd) =>
        CitizenNumber.Parse(digits + CitizenNumber.CheckCharacter(digits), Today).Value.IsRegionOdd.ShouldBe(odd);

    [Fact]
    public void Number_tells_region_birth_and_sex()
    {
        var number = CitizenNumber.Parse("610104189001010021", Today).Value;
        number.Region.ShouldBe("610104");
        number.Born.ShouldBe(new DateOnly(1890, 1, 1));
        number.IsMale.ShouldBeFalse();
        CitizenNumber.Parse("610104189001010013", Today).Value.IsMale.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "citizen_number_malformed")]
    [InlineData("", "citizen_number_malformed")]
    [InlineData("11010519491231002", "citizen_number_malformed")]
    [InlineData("11010519490231002X", "citizen_number_no_such_day")] // 31 February
    [InlineData("610104900101001", "citizen_number_old")]
    [InlineData("6.10104E+17", "citizen_number_rounded")]
    [InlineData("610104189001010000", "citizen_number_rounded")]
    [InlineData("X1010519491231002X", "citizen_number_malformed")]
    [InlineData("110105194912310021", "citizen_number_check_failed")]
    [InlineData("11010520991231002X", "citizen_number_unborn")]
    public void Wrong_number_is_refused_with_its_field(string? typed, string code)
    {
        var error = CitizenNumber.Parse(typed, Today, "applicant.idNumber").FirstError;
        error.Code.ShouldBe(code);
        error.Metadata![Refusals.Refusal.FieldKey].ShouldBe("applicant.idNumber");
    }

    [Fact]
    public void Neither_text_nor_refusal_shows_the_whole_number()
    {
        $"{CitizenNumber.Parse("61010418900101003X", Today).Value}".ShouldBe("610104***********X");
        CitizenNumber.Parse("610104189001010031", Today).FirstError.Description.ShouldNotContain("18900101");
    }

    [Fact]
    public void Any_single_wrong_digit_and_any_exchange_of_neighbours_is_found() =>
        Gen.Select(Gen.Int[0, 999], Gen.Int[0, 16], Gen.Int[1, 9])
            .Sample(
                (order, at, shift) =>
                {
                    var body = $"61010418900101{order:000}".ToCharArray();
                    var check = CitizenNumber.CheckCharacter(body);
                    var wrong = (char[])body.Clone();
                    wrong[at] = (char)('0' + (body[at] - '0' + shift) % 10);
                    CitizenNumber.CheckCharacter(wrong).ShouldNotBe(check);
                    if (at == 16 || body[at] == body[at + 1])
                        return;
                    (body[at], body[at + 1]) = (body[at + 1], body[at]);
                    CitizenNumber.CheckCharacter(body).ShouldNotBe(check);
                },
                iter: 2_000
            );
}
