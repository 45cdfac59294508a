namespace ParallelApproval.Engine.Tests;

/// <summary>
/// What designers write by hand into inputs is understood or refused while they are there; never taken for something else.
/// </summary>
public class WrittenByHandTests
{
    private static Drawing Waiting(string type, string properties, string custom = "{}") =>
        new Drawing().Start().Add("it", type, properties, custom).Approval("wait").Arrow("start", "it").Arrow("it", "wait");

    private static string[] Codes(Drawing drawing) =>
        [.. WorkflowChecks.Check(drawing.Definition(), Drawing.Catalogue).Select(problem => problem.Code)];

    [Theory]
    [InlineData("72:00:00", 72 * 60)]
    [InlineData("24:00:00", 24 * 60)]
    [InlineData("00:30", 30)]
    [InlineData("1.02:00:00", 26 * 60)]
    [InlineData("1:02:00:00", 26 * 60)]
    [InlineData("P3D", 3 * 24 * 60)]
    [InlineData("PT36H", 36 * 60)]
    [InlineData("P1DT12H30M", 36 * 60 + 30)]
    [InlineData("3 days", 3 * 24 * 60)]
    [InlineData("2小时", 120)]
    [InlineData("40.00:00:00", 40 * 24 * 60)]
    public void A_span_of_time_means_what_it_says(string text, int minutes)
    {
        var drawing = Waiting("Elsa.Delay", Drawing.Literal("timeSpan", text));
        Codes(drawing).ShouldBeEmpty();
        var running = drawing.Run();
        running.Last.OfType<ActivityRequested>().ShouldHaveSingleItem().Due.ShouldBe(running.Now.AddMinutes(minutes));
    }

    [Theory]
    [InlineData("3 working days")]
    [InlineData("3个工作日")]
    [InlineData("5")]
    [InlineData("-01:00:00")]
    [InlineData("-PT1H")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("1.72:00:00")]
    [InlineData("00:75:00")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("soon")]
    public void A_span_of_time_that_could_mean_two_things_is_not_published(string text) =>
        Codes(Waiting("Elsa.Delay", Drawing.Literal("timeSpan", text))).ShouldBe(["expression_does_not_parse"]);

    [Theory]
    [InlineData("\"Bogus\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void A_join_that_joins_in_no_known_way_is_not_published(string mode) =>
        Codes(Waiting("Elsa.FlowJoin", "\"mode\":{\"typeName\":\"String\",\"expression\":{\"type\":\"Literal\",\"value\":" + mode + "}}"))
            .ShouldBe(["input_not_a_choice"]);

    [Theory]
    [InlineData("\"Bogus\"", false)]
    [InlineData("7", false)]
    [InlineData("\"7\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", true)]
    [InlineData("\"stream\"", true)]
    [InlineData("\"None\"", true)]
    [InlineData("\"Race\"", true)]
    public void A_merge_mode_is_one_of_six_or_not_written_at_all(string mode, bool isKnown) =>
        Codes(Waiting("Elsa.WriteLine", Drawing.Literal("text", "x"), $$"""{"mergeMode":{{mode}}}"""))
            .ShouldBe(isKnown ? [] : ["merge_mode_unknown"]);

    [Theory]
    [InlineData("newGuidString()", "newGuidString")]
    [InlineData("getLastResult()", "getLastResult")]
    [InlineData("getResultFromApprove() > 1", "getResultFromApprove")]
    [InlineData("getNobody() + 1", "getNobody")]
    [InlineData("const f = x => x + y; f(1)", "y")]
    [InlineData("fetch('http://x')", "fetch")]
    public void A_script_that_uses_what_nobody_has_is_not_published(string script, string name)
    {
        var problem = WorkflowChecks
            .Check(Waiting("Elsa.WriteLine", Drawing.Wrapped("text", "JavaScript", script)).Definition(), Drawing.Catalogue)
            .ShouldHaveSingleItem();
        (problem.Code, problem.Facts["names"]).ShouldBe(("script_name_unknown", name));
    }

    [Theory]
    [InlineData("getWorkflowInstanceId() + getWorkflowDefinitionId() + getWorkflowDefinitionVersion()")]
    [InlineData("const { a, b: [c] } = Case; try { a + c } catch (e) { e.message }")]
    [InlineData("function twice(n) { return n * 2 } twice(getDays()) + [1].map((x, i) => x + i).length")]
    [InlineData("setDays(3); typeof nothing === 'undefined' ? JSON.stringify({ key: 1 }) : Math.max(1, 2)")]
    [InlineData("for (const one of [1, 2]) { out: while (true) break out }")]
    public void A_script_that_uses_what_there_is_may_be_published(string script) =>
        Codes(Waiting("Elsa.WriteLine", Drawing.Wrapped("text", "JavaScript", script)).Variable("Days", "Int32", "5")).ShouldBeEmpty();

    [Theory]
    [InlineData("{{ Case | jsonify }}", false)]
    [InlineData("{% assign x = Case.number | nothing: 'a | b' %}", false)]
    [InlineData("{{ Case.number | upcase | append: ' | x' }}", true)]
    [InlineData("{{ Case | json }} {{ Case | keys }} {{ 'a' | base64 }}", true)]
    public void A_template_uses_filters_that_exist(string template, bool isSound) =>
        Codes(Waiting("Elsa.WriteLine", Drawing.Wrapped("text", "Liquid", template)))
            .ShouldBe(isSound ? [] : ["expression_does_not_parse"]);

    [Theory]
    [InlineData("{{ Case.area }} > 300", false)]
    [InlineData("{% if Case.area > 300 %}true{% else %}false{% endif %}", true)]
    public void A_condition_in_liquid_compares_inside_of_its_braces(string template, bool isSound)
    {
        var drawing = new Drawing()
            .Start()
            .Add("it", "Elsa.FlowDecision", Drawing.Wrapped("condition", "Liquid", template))
            .Approval("wait")
            .Arrow("start", "it")
            .Arrow("it:True", "wait");
        Codes(drawing).ShouldBe(isSound ? [] : ["liquid_not_a_condition"]);
    }

    [Theory]
    [InlineData("""{"typeName":"String","expression":{"type":5,"value":"x"}}""")]
    [InlineData("""{"typeName":7,"expression":{"type":"Literal","value":"x"}}""")]
    [InlineData("""{"typeName":"String","expression":"Literal"}""")]
    public void An_input_whose_language_is_no_text_is_no_definition(string input) =>
        Should.Throw<WorkflowFormatException>(() => Waiting("Elsa.WriteLine", "\"text\":" + input).Definition());

    [Theory]
    [InlineData("""{"Name":"Applicant","Type":"String"}""")]
    [InlineData("""{"name":"Applicant"}""")]
    [InlineData("Applicant")]
    public void An_input_of_the_workflow_is_read_as_studio_writes_it(string value) =>
        new Drawing()
            .Start()
            .Variable("Target", "Object")
            .Add(
                "set",
                "Elsa.SetVariable",
                "\"variable\":{\"id\":\"v-Target\",\"name\":\"Target\",\"typeName\":\"Object\"}," + Drawing.Wrapped("value", "Input", value)
            )
            .Approval("wait")
            .Arrow("start", "set")
            .Arrow("set", "wait")
            .Run("""{"Applicant":"Li"}""")
            .State.Variables["Target"]
            .GetString()
            .ShouldBe("Li");

    [Theory]
    [InlineData("Liquid", "{{ WorkflowInstanceId }}/{{ WorkflowDefinitionId }}/{{ WorkflowDefinitionVersion }}")]
    [InlineData("JavaScript", "getWorkflowInstanceId() + '/' + getWorkflowDefinitionId() + '/' + getWorkflowDefinitionVersion()")]
    public void Expressions_know_in_which_workflow_they_stand(string language, string text) =>
        new Drawing()
            .Start()
            .Variable("Target", "Object")
            .Add(
                "set",
                "Elsa.SetVariable",
                "\"variable\":{\"id\":\"v-Target\",\"name\":\"Target\",\"typeName\":\"Object\"}," + Drawing.Wrapped("value", language, text)
            )
            .Approval("wait")
            .Arrow("start", "set")
            .Arrow("set", "wait")
            .Run(null, """{"number":"2026-001"}""")
            .State.Variables["Target"]
            .GetString()
            .ShouldBe("2026-001/test/1");
}
