namespace ParallelApproval.Engine.Tests;

public class ExpressionTests
{
    private const string Facts = """{"number":"2026-001","item":"catering","branches":[1,2,3],"area":120}""";

    private static Case Set(string language, string expression, string type = "Object", string? input = null) =>
        new Drawing()
            .Start()
            .Variable("Target", type)
            .Variable("Days", "Int32", "\"5\"")
            .Variable("Names", "Object", """["a","b"]""")
            .Add(
                "set",
                "Elsa.SetVariable",
                $"\"variable\":{{\"id\":\"v-Target\",\"name\":\"Target\",\"typeName\":\"{type}\"}},"
                    + Drawing.Wrapped("value", language, expression)
            )
            .Approval("wait")
            .Arrow("start", "set")
            .Arrow("set", "wait")
            .Run(input, Facts);

    [Theory]
    [InlineData("1 + 2", "3")]
    [InlineData("'a' + 'b'", "\"ab\"")]
    [InlineData("getDays() * 2", "10")]
    [InlineData("getVariable('Days')", "5")]
    [InlineData("variables.Days + 1", "6")]
    [InlineData("variables.Names.map(n => n.toUpperCase())", """["A","B"]""")]
    [InlineData("Case.number", "\"2026-001\"")]
    [InlineData("Case.branches.length > 2 && Case.item === 'catering'", "true")]
    [InlineData("({ area: Case.area, ok: true })", """{"area":120,"ok":true}""")]
    [InlineData("getInput('applicant')", "\"Li\"")]
    [InlineData("getApplicant()", "\"Li\"")]
    [InlineData("'a-b-c'.replace(/-/g, '+') + ['x', 'y'].join('/') + 'z'.padStart(3, '0')", "\"a+b+cx/y00z\"")]
    [InlineData("undefined", "null")]
    [InlineData("0 / 0", "null")]
    [InlineData("isNullOrWhiteSpace('  ')", "true")]
    [InlineData("new Date().toISOString()", "\"2026-03-02T01:00:00.000Z\"")]
    [InlineData("new Date().getHours()", "9")]
    public void JavaScript_sees_variables_input_and_facts(string script, string expected) =>
        Set("JavaScript", script, input: """{"Applicant":"Li"}""").State.Variables["Target"].GetRawText().ShouldBe(expected);

    [Fact]
    public void JavaScript_sets_variables()
    {
        var running = Set("JavaScript", "setDays(getDays() + 1); setVariable('Names', ['c']); getDays() + 10");
        running.State.Variables["Days"].GetRawText().ShouldBe("6");
        running.State.Variables["Names"].GetRawText().ShouldBe("""["c"]""");
        running.State.Variables["Target"].GetRawText().ShouldBe("16");
        Set("JavaScript", "variables.Days = 9; 1").State.Variables["Days"].GetRawText().ShouldBe("9");
    }

    [Theory]
    [InlineData("while (true) {}", "script_too_long_running")]
    [InlineData("(function f() { f(); })()", "script_too_deep")]
    [InlineData("let s = 'x'; for (let i = 0; i < 40; i++) s = s + s; s.length", "script_too_big")]
    [InlineData("'x'.repeat(1e9)", "script_failed")]
    [InlineData("new Array(1e9).fill(1).length", "script_too_big")]
    [InlineData("/(a+)+$/.test('a'.repeat(40) + 'b')", "script_too_slow")]
    [InlineData("new Uint8Array(2e9).length", "script_failed")]
    [InlineData("new ArrayBuffer(2e9)", "script_failed")]
    [InlineData("let x = 1n; for (let i = 0; i < 60; i++) x = x * x + 3n; 5", "script_does_not_parse")]
    [InlineData("let s = 'a'.repeat(100000); s.replace(/a/g, s).length", "script_failed")]
    [InlineData("let s = 'a'.repeat(1000); s.replace(/a/g, '$`$`$`').length", "script_failed")]
    [InlineData("let s = 'a'.repeat(100000); Array(900).fill(s).join('').length", "script_failed")]
    [InlineData("let a = []; for (let i = 0; i < 3000; i++) a = [a]; a", "script_failed")]
    [InlineData("missing.member", "script_failed")]
    [InlineData("throw new Error('no')", "script_failed")]
    [InlineData("eval('1')", "script_failed")]
    [InlineData("new Function('return 1')()", "script_failed")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')", "script_failed")]
    [InlineData("importNamespace('System')", "script_failed")]
    [InlineData("Math.random()", "script_failed")]
    [InlineData("1 +", "script_does_not_parse")]
    public void A_script_beyond_its_limits_is_an_incident_and_no_exception(string script, string code)
    {
        var running = Set("JavaScript", script);
        running.State.Incidents.ShouldHaveSingleItem().Code.ShouldBe(code);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
        running.State.Status.ShouldBe(WorkflowStatus.Running);
    }

    [Theory]
    [InlineData("{{ Variables.Days }} days", "5 days")]
    [InlineData("{{ case.number }}/{{ Case.item }}", "2026-001/catering")]
    [InlineData("{% for n in Variables.Names %}{{ n }};{% endfor %}", "a;b;")]
    [InlineData("{% if case.area > 100 %}large{% else %}small{% endif %}", "large")]
    [InlineData("{{ Input.Applicant }}", "Li")]
    [InlineData("{{ Variables.Nothing }}", "")]
    [InlineData("{% capture a %}{{ 'x' | append: 'y' | prepend: 'z' }}{% endcapture %}{{ a }}", "zxy")]
    public void Liquid_sees_variables_input_and_facts(string template, string expected) =>
        Set("Liquid", template, input: """{"Applicant":"Li"}""").State.Variables["Target"].GetString().ShouldBe(expected);

    [Theory]
    [InlineData("{% for i in (1..100000000) %}x{% endfor %}", "template_failed")]
    [InlineData("{% for i in (1..9999) %}{% for j in (1..9999) %}xxxxxxxxxx{% endfor %}{% endfor %}", "template_failed")]
    [InlineData("{% assign a = 'x' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a | size }}", "template_failed")]
    [InlineData("{% assign a = 'x' %}{% for i in (1..40) %}{% assign a = a | prepend: a %}{% endfor %}{{ a | size }}", "template_failed")]
    [InlineData(
        "{% assign a = 'x' %}{% for i in (1..40) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}{{ a | size }}",
        "template_failed"
    )]
    [InlineData("{% include 'secret' %}", "template_failed")]
    [InlineData("{{ 'now' | date: 'yyyy' }}", "template_failed")]
    [InlineData("{% if %}", "template_does_not_parse")]
    [InlineData("{% for %}", "template_does_not_parse")]
    public void A_template_beyond_its_limits_is_an_incident(string template, string code) =>
        Set("Liquid", template).State.Incidents.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Theory]
    [InlineData("Literal", "7", "Int32", "7")]
    [InlineData("Literal", "True", "Boolean", "true")]
    [InlineData("Literal", "7", "String", "\"7\"")]
    [InlineData("Literal", "1.5", "Decimal", "1.5")]
    [InlineData("Object", "[\"a\",\"b\"]", "Object", """["a","b"]""")]
    [InlineData(
        "Object",
        """{"a":{"type":"JavaScript","value":"1+1"},"b":{"type":"Literal","value":"x"}}""",
        "Object",
        """{"a":2,"b":"x"}"""
    )]
    [InlineData("Variable", "v-Days", "Object", "5")]
    [InlineData("Variable", """{"id":"v-Days","name":"Days"}""", "Object", "5")]
    [InlineData("Input", "Applicant", "Object", "\"Li\"")]
    [InlineData("JavaScript", "'12'", "Int32", "12")]
    public void Values_take_the_type_of_their_variable(string language, string expression, string type, string expected) =>
        Set(language, expression, type, """{"Applicant":"Li"}""").State.Variables["Target"].GetRawText().ShouldBe(expected);

    [Theory]
    [InlineData("Literal", "many", "Int32", "value_does_not_fit")]
    [InlineData("Object", "[1,", "Object", "not_json")]
    [InlineData("CSharp", "1", "Object", "expression_language_unknown")]
    public void A_value_that_does_not_fit_is_an_incident(string language, string expression, string type, string code) =>
        Set(language, expression, type).State.Incidents.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public void An_incident_leaves_its_siblings_running_and_can_be_retried_when_the_facts_are_right()
    {
        var running = new Drawing()
            .Start()
            .Approval("a")
            .Decision("d", "Case.person.age > 18")
            .Line("adult")
            .Arrow("start", "a", "d")
            .Arrow("d:True", "adult")
            .Run();
        running.Waiting.ShouldBe(["a"]);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
        running.Complete("a");
        running.State.Status.ShouldBe(WorkflowStatus.Running);
        running.Retry("""{"person":{"age":20}}""");
        running.Lines.ShouldBe(["adult"]);
        running.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Outputs_of_activities_can_be_asked_for_and_bound_to_variables()
    {
        var running = new Drawing()
            .Start()
            .Variable("D", "String")
            .Add("a", "ParallelApproval.DepartmentApproval", "\"decision\":{\"typeName\":\"String\",\"memoryReference\":{\"id\":\"v-D\"}}")
            .Decision("d", "getOutputFrom('a', 'Decision') === 'yes' && getD() === 'yes'")
            .Line("t")
            .Line("f")
            .Arrow("start", "a")
            .Arrow("a", "d")
            .Arrow("d:True", "t")
            .Arrow("d:False", "f")
            .Run();
        running.Complete("a", outputs: """{"Decision":"yes"}""");
        running.State.Variables["D"].GetString().ShouldBe("yes");
        running.Lines.ShouldBe(["t"]);
    }

    [Fact]
    public void Outputs_that_nobody_asks_for_are_not_kept()
    {
        var running = new Drawing().Start().Approvals("a", "b").Arrow("start", "a").Arrow("a", "b").Run();
        running.Complete("a", outputs: """{"Decision":"a long text"}""");
        running.State.Results.ShouldBeEmpty();
    }
}
