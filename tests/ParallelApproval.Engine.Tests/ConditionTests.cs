namespace ParallelApproval.Engine.Tests;

public class ConditionTests
{
    private const string Facts = """
        {"applicantKind":"Person","branchNumbers":[1,2],"form":{"area":320.5,"seats":null,"gas":true,"name":"小餐馆","opensOn":"2026-04-01"},
        "branches":{"2":{"status":"Refused","remainingDays":-1}}}
        """;

    private static string Way(string condition) =>
        new Drawing()
            .Start()
            .Add("ask", "Elsa.FlowDecision", Drawing.Wrapped("condition", "Condition", condition))
            .Approvals("yes", "no")
            .Arrow("start", "ask")
            .Arrow("ask:True", "yes")
            .Arrow("ask:False", "no")
            .Run(null, Facts)
            .State.Bookmarks.Single()
            .ActivityId;

    [Theory]
    [InlineData("form.area > 300")]
    [InlineData("form.area ≥ 320.5 且 form.gas")]
    [InlineData("form.area > 400 or applicantKind = Person")]
    [InlineData("（form.area > 400 或者 form.gas = 是）并且 form.name 包含 “餐”")]
    [InlineData("not (form.area > 400)")]
    [InlineData("form.seats is empty")]
    [InlineData("form.nothing 为空 and form.name is not empty")]
    [InlineData("form.seats ≠ 5")]
    [InlineData("form.opensOn >= 2026-03-31 and form.opensOn < 2026-04-02")]
    [InlineData("branches.2.status = Refused and branches.2.remainingDays < 0")]
    [InlineData("branchNumbers contains 2")]
    [InlineData("form.name = '小餐馆'")]
    public void What_holds_goes_on_by_True(string condition) => Way(condition).ShouldBe("yes");

    [Theory]
    [InlineData("form.area < 300")]
    [InlineData("form.seats > 0 or form.seats = 0 or form.seats < 0", "an empty field is nothing")]
    [InlineData("form.gas = false")]
    [InlineData("form.gas and form.area > 400 or applicantKind = Organisation", "and binds closer")]
    [InlineData("branchNumbers contains 3")]
    [InlineData("form.name > 5", "a text is no number")]
    public void What_does_not_hold_goes_on_by_False(string condition, string because = "") => Way(condition).ShouldBe("no", because);

    [Theory]
    [InlineData("form.area > 300")]
    [InlineData("form.area ≥ 320.5 and form.gas")]
    [InlineData(
        "form.gas and form.area > 400 or applicantKind = Organisation",
        "(form.gas and form.area > 400) or applicantKind = Organisation"
    )]
    [InlineData(
        "（form.area > 400 或者 form.gas = 是）并且 form.name 包含 “餐”",
        "(form.area > 400 or form.gas = true) and form.name contains 餐"
    )]
    [InlineData("not (form.area > 400)")]
    [InlineData("not (form.area > 400 or form.gas)")]
    [InlineData("not not form.gas", "not (not (form.gas))")]
    [InlineData("((form.gas)) and (form.area > 1 and form.area < 5)", "form.gas and form.area > 1 and form.area < 5")]
    [InlineData("form.seats is empty or form.name is not empty")]
    [InlineData("district = \"610104\" and form.name ≠ '5\"'")]
    [InlineData("form.name = 'true'", "form.name = \"true\"")]
    [InlineData("form.opensOn >= 2026-03-31", "form.opensOn ≥ 2026-03-31")]
    [InlineData("form.name = ''", "form.name = \"\"")]
    public void What_is_taken_apart_is_written_as_it_was_meant(string condition, string? written = null)
    {
        var part = ConditionPart.Read(condition, out var wrong).ShouldNotBeNull(wrong);
        var text = part.Write(out _).ShouldNotBeNull();
        text.ShouldBe(written ?? condition);
        ConditionPart.Read(text, out _)!.Write(out _).ShouldBe(text);
        Way(text).ShouldBe(Way(condition));
    }

    [Fact]
    public void A_condition_that_cannot_be_written_is_told_and_not_lost()
    {
        ConditionPart.Read("form.area >", out var unfinished).ShouldBeNull();
        unfinished.ShouldNotBeNull().ShouldContain("a value");
        var everyQuote = new ConditionLine(new("form.name", Comparer.Equal, "\"'”」", FactKind.Text));
        everyQuote.Write(out var wrong).ShouldBeNull();
        wrong.ShouldNotBeNull();
        ConditionPart.Read("", out _)!.Write(out _).ShouldBe("", "no line, no condition");
    }

    [Theory]
    [InlineData("form.area >", 12)]
    [InlineData("> 300", 1)]
    [InlineData("form.area > 300 form.gas", 17)]
    [InlineData("(form.gas", 10)]
    [InlineData("form.area > big", 16)]
    [InlineData("form.name = '小", 13)]
    [InlineData("form..area > 3", 11)]
    [InlineData("android and", 12)]
    public void What_is_no_condition_is_told_before_it_runs_with_the_place_at_fault(string condition, int place)
    {
        var drawing = new Drawing()
            .Start()
            .Add("ask", "Elsa.FlowDecision", Drawing.Wrapped("condition", "Condition", condition))
            .Arrow("start", "ask");
        var problem = WorkflowChecks.Check(drawing.Definition(), Drawing.Catalogue).ShouldHaveSingleItem();
        problem.Code.ShouldBe("expression_does_not_parse");
        problem.Message.ShouldContain($"at character {place},");
    }

    [Fact]
    public void A_condition_without_end_is_refused_and_never_evaluated()
    {
        var many = string.Join(" or ", Enumerable.Repeat("form.gas", 100));
        foreach (var condition in (string[])[many, new string('(', 1_000) + "form.gas", new string(' ', 3_000)])
            WorkflowChecks
                .Check(
                    new Drawing()
                        .Start()
                        .Add("ask", "Elsa.FlowDecision", Drawing.Wrapped("condition", "Condition", condition))
                        .Arrow("start", "ask")
                        .Definition(),
                    Drawing.Catalogue
                )
                .Select(problem => problem.Code)
                .ShouldBe(["expression_does_not_parse"]);
    }

    [Theory]
    [InlineData("Condition", "form.area > 300 and branches.2.status = Refused", "form.area", "branches.2.status")]
    [InlineData("JavaScript", "Case.form.area > 300 && Case['applicantKind'] === 'Person'", "form.area", "applicantKind")]
    [InlineData("JavaScript", "Case.branches[2].status.length + Case.branchNumbers[0]", "branches.2.status.length", "branchNumbers.0")]
    [InlineData("JavaScript", "const all = Case; toJson(all)", "")]
    [InlineData("JavaScript", "Case.form[getKey()]", "form")]
    [InlineData(
        "Liquid",
        "{% if case.form.area > 3 %}a{% endif %} Case.x {{ Case.branches['2'].status }}",
        "form.area",
        "branches.2.status"
    )]
    [InlineData("Liquid", "{% case case.applicantKind %}{% when 'Person' %}{{ case | json }}{% endcase %}", "")]
    [InlineData("Literal", "Case.form.area")]
    public void The_facts_that_an_expression_asks_for_are_known_before_it_runs(string language, string expression, params string[] paths)
    {
        var drawing = new Drawing()
            .Start()
            .Add("ask", "Elsa.WriteLine", Drawing.Wrapped("text", language, expression))
            .Arrow("start", "ask");
        FactsAsked.In(drawing.Definition()).Select(asked => asked.Path).ShouldBe(paths, ignoreOrder: true);
    }
}
