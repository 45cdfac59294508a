using ParallelApproval.Cases;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Inputs;

/// <summary>What may stand in a written text; without a database, so every character can be tried.</summary>
public sealed class TextRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData(0x200B), InlineData(0x200F), InlineData(0x202A), InlineData(0x202E), InlineData(0x2060), InlineData(0x2064)]
    [
        InlineData(0x2066),
        InlineData(0x2069),
        InlineData(0x00AD),
        InlineData(0xFEFF),
        InlineData(0x0007),
        InlineData(0x000A),
        InlineData(0x2028),
        InlineData(0x061C),
        InlineData(0x115F),
        InlineData(0x1160),
        InlineData(0x2800),
        InlineData(0x3164),
        InlineData(0xFFA0),
        InlineData(0x034F),
        InlineData(0xE0041)
    ]
    public void A_name_holds_no_character_that_cannot_be_seen(int character)
    {
        var name = $"张{char.ConvertFromUtf32(character)}三";
        var fault = Validators.Check(new KeepOfficer("zhang", name, "Zhang San", "SYJ", [Role.Clerk], 0), Today).ShouldHaveSingleItem();
        fault.Code.ShouldBe("text_character_hidden");
        fault.Metadata![Refusal.FieldKey].ShouldBe("name");
        fault.Metadata["character"].ShouldBe($"U+{character:X4}");
    }

    [Theory]
    [InlineData("第一行\n第二行\t续", null)]
    [InlineData("正文\u202E倒写", "text_character_hidden")]
    [InlineData("正文\u2066隔离", "text_character_hidden")]
    [InlineData("正文\u0007", "text_character_hidden")]
    [InlineData("正文\uFFFE", "text_malformed")]
    [InlineData("", "text_missing")]
    [InlineData(" \n ", "text_missing")]
    public void An_opinion_has_lines_but_does_not_turn_the_direction_of_reading(string grounds, string? code) =>
        Validators
            .Check(new Evaluations.AppealRating(default, grounds), Today)
            .Select(fault => fault.Code)
            .ShouldBe(code is null ? [] : [code]);

    // Half of a pair cannot stand in an attribute.
    [Fact]
    public void Half_a_character_is_refused() =>
        Validators
            .Check(new Evaluations.AppealRating(default, "正文" + (char)0xD800), Today)
            .ShouldHaveSingleItem()
            .Code.ShouldBe("text_malformed");

    [Fact]
    public void A_rare_character_counts_as_one()
    {
        Faults(string.Concat(Enumerable.Repeat("𠮷", TextLengths.Name))).ShouldBeEmpty();
        Faults(string.Concat(Enumerable.Repeat("𠮷", TextLengths.Name + 1))).ShouldBe(["name_length_wrong"]);

        static IEnumerable<string> Faults(string name) =>
            Validators.Check(new KeepOfficer("zhang", name, "Zhang San", "SYJ", [Role.Clerk], 0), Today).Select(fault => fault.Code);
    }

    [Fact]
    public void Every_fault_stands_under_the_path_of_its_field()
    {
        var application = new Application(
            new string('x', 65),
            new(ApplicantKind.Person, "", "1", "x", new("", "2")),
            Materials: [new("M01"), new("M02", Copies: 100)]
        );
        Validators
            .Check(new ReceiveCase(application, Window: new string('w', 65)), Today)
            .Select(fault => (fault.Metadata![Refusal.FieldKey], fault.Code))
            .ShouldBe(
                [
                    ("itemCode", "text_too_long"),
                    ("applicant.name", "name_missing"),
                    ("applicant.idNumber", "citizen_number_malformed"),
                    ("applicant.phone", "phone_number_malformed"),
                    ("applicant.agent.name", "name_missing"),
                    ("applicant.agent.idNumber", "citizen_number_malformed"),
                    ("materials[1].copies", "copies_out_of_range"),
                    ("window", "text_too_long"),
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public void Ten_thousand_commands_are_judged_without_a_database()
    {
        var command = new ExtendCase(default, 5, "案情复杂", "张局长");
        for (var at = 0; at < 10_000; at++)
            Validators.Check(command, Today).ShouldBeEmpty();
    }
}
