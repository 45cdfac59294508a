using Bunit;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Workflows;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web;

/// <summary>A condition put together by choosing: without a browser, a server or a database.</summary>
public sealed class ConditionBuilderTests : BunitContext
{
    private static readonly KnownFact[] Facts =
    [
        new("form.area", "The form", "Area", FactType.Number),
        new("form.gas", "The form", "Gas", FactType.Flag),
        new("applicantKind", "The case", "Kind", FactType.Text, [("Person", "a person"), ("Organisation", "a body")]),
    ];

    private string? _written = "nothing yet";

    public ConditionBuilderTests() => ReaderLanguage.Set(english: true);

    [Fact]
    public void A_condition_is_chosen_line_by_line_and_written()
    {
        var builder = Open("");
        builder.Find(".add-line").Click();
        _written.ShouldBeNull("a line without a value is no condition yet");
        builder.Find(".condition-line input.value").Change("300");
        _written.ShouldBe("form.area > 300");
        builder.FindAll(".add-group")[^1].Click();
        builder.FindAll("select.fact")[1].Change("applicantKind");
        builder.FindAll("select.value")[0].QuerySelectorAll("option").Select(option => option.TextContent).ShouldBe(["a person", "a body"]);
        builder.FindAll(".add-line")[0].Click();
        builder.FindAll("select.fact")[2].Change("form.gas");
        _written.ShouldBe("form.area > 300 and (applicantKind = Person or form.gas = true)");
    }

    [Fact]
    public void What_is_written_is_read_back_with_unknown_facts_kept()
    {
        var builder = Open("not (form.area > 300 or form.gone = 5)");
        builder.FindAll("select.fact").Count.ShouldBe(2);
        builder.FindAll("select.fact")[1].TextContent.ShouldContain("form.gone (no case has it)");
        builder.FindAll(".condition-line input.value")[0].Change("200");
        _written.ShouldBe("not (form.area > 200 or form.gone = 5)");
        builder.FindAll(".condition-line button")[1].Click();
        _written.ShouldBe("not (form.area > 200)");
    }

    [Fact]
    public void What_cannot_be_shown_stays_as_it_is_and_is_told()
    {
        var builder = Open("Case.form.area > 300 && true");
        builder.Find("[role=alert]").TextContent.ShouldContain("cannot be shown");
        builder.Find("pre").TextContent.ShouldBe("Case.form.area > 300 && true");
        builder.FindAll(".condition-line").ShouldBeEmpty();
        _written.ShouldBe("nothing yet", "nothing is taken away before the designer says so");
        builder.Find("button").Click();
        _written.ShouldBe("");
    }

    private IRenderedComponent<ConditionBuilder> Open(string text) =>
        Render<ConditionBuilder>(builder =>
            builder
                .Add(one => one.Facts, Facts)
                .Add(one => one.Text, text)
                .Add(one => one.TextChanged, (string? written) => _written = written)
        );
}
