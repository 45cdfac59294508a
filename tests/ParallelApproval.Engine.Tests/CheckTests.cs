namespace ParallelApproval.Engine.Tests;

public class CheckTests
{
    private static string[] Codes(Drawing drawing, params WorkflowDefinition[] composites) =>
        WorkflowChecks.Check(drawing.Definition(), Drawing.Catalogue, composites).Select(p => $"{p.ActivityId}:{p.Code}").ToArray();

    private static Drawing Sound() =>
        new Drawing().Start().Approvals("a", "b").Line("c").Arrow("start", "a").Arrow("a", "b").Arrow("b", "c");

    private static Drawing Forked(string mode) =>
        new Drawing().Start().Approvals("a", "b").Join("j", mode).Arrow("start", "a", "b").Arrow("b", "j");

    [Fact]
    public void A_sound_definition_has_no_problem() => Codes(Sound()).ShouldBeEmpty();

    [Fact]
    public void A_definition_saved_by_the_designer_reads_without_loss()
    {
        using var stream = typeof(CheckTests).Assembly.GetManifestResourceStream("exported.json")!;
        var json = new StreamReader(stream).ReadToEnd();
        var definition = WorkflowDefinition.Parse(json);
        definition.Name.ShouldBe("一窗受理并联审批");
        definition.Root.Activities!.Count.ShouldBe(6);
        var (before, after) = (System.Text.Json.Nodes.JsonNode.Parse(json), System.Text.Json.Nodes.JsonNode.Parse(definition.ToJson()));
        System.Text.Json.Nodes.JsonNode.DeepEquals(before, after).ShouldBeTrue(definition.ToJson(indented: true));
        WorkflowChecks
            .Check(definition, ActivityCatalogue.BuiltIn)
            .Where(p => p.Code == "unknown_activity_type")
            .Select(p => p.ActivityId)
            .ShouldBe(["intake", "notify", "appr-plan", "appr-env", "issue"]);
    }

    [Fact]
    public void Unknown_fields_survive_the_round_trip()
    {
        var definition = Sound().More("\"future\":{\"deep\":[1,null]}").Definition();
        definition.ToJson().ShouldContain("\"future\":{\"deep\":[1,null]}");
        WorkflowDefinition.Parse(definition.ToJson()).ToJson().ShouldBe(definition.ToJson());
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("{}", "$.root")]
    [InlineData("""{"root":5}""", "$.root")]
    [InlineData("""{"root":{"type":"Elsa.Flowchart"}}""", "$.root.id")]
    [InlineData("""{"root":{"id":"r"}}""", "$.root.type")]
    [InlineData("""{"version":"one","root":{"id":"r","type":"Elsa.Flowchart"}}""", "$.version")]
    [InlineData("""{"createdAt":"yesterday","root":{"id":"r","type":"Elsa.Flowchart"}}""", "$.createdAt")]
    [InlineData(
        """{"root":{"id":"r","type":"Elsa.Flowchart","activities":[{"id":"a","type":"Elsa.End"},{"id":7}]}}""",
        "$.root.activities[1].id"
    )]
    [InlineData(
        """{"root":{"id":"r","type":"Elsa.Flowchart","connections":[{"source":{"activity":"a"}}]}}""",
        "$.root.connections[0].target"
    )]
    public void What_is_no_definition_is_refused_with_the_path_at_fault(string json, string path) =>
        Should.Throw<WorkflowFormatException>(() => WorkflowDefinition.Parse(json)).Path.ShouldBe(path);

    [Fact]
    public void A_document_too_long_or_too_deep_is_refused()
    {
        Should.Throw<WorkflowFormatException>(() => WorkflowDefinition.Parse(new string(' ', WorkflowDefinition.MaxLength + 1)));
        Should.Throw<WorkflowFormatException>(() => WorkflowDefinition.Parse(new string('[', 5000)));
    }

    [Fact]
    public void A_missing_port_means_Done_and_In()
    {
        var definition = WorkflowDefinition.Parse(
            """{"root":{"id":"r","type":"Elsa.Flowchart","activities":[],"""
                + """ "connections":[{"source":{"activity":"a"},"target":{"activity":"b"}}]}}"""
        );
        definition.Root.Connections!.ShouldHaveSingleItem().ToString().ShouldBe("a:Done->b:In");
        definition.Root.NodeId.ShouldBe("Workflow1:r");
    }

    [Fact]
    public void An_unknown_activity_type_is_told() =>
        Codes(Sound().Add("z", "No.Such").Arrow("c", "z")).ShouldBe(["z:unknown_activity_type"]);

    [Fact]
    public void An_unknown_version_is_told_with_the_newest()
    {
        var json = Sound()
            .Json()
            .Replace("\"type\":\"Elsa.Start\",\"version\":1", "\"type\":\"Elsa.Start\",\"version\":9", StringComparison.Ordinal);
        var problem = WorkflowChecks.Check(WorkflowDefinition.Parse(json), Drawing.Catalogue).ShouldHaveSingleItem();
        problem.Code.ShouldBe("unknown_activity_version");
        problem.Message.ShouldBe("Expected activity 'start' to use a known version of Elsa.Start, but it uses 9; the newest is 1.");
    }

    [Fact]
    public void A_connection_to_nowhere_is_told() => Codes(Sound().Arrow("c", "ghost")).ShouldBe(["ghost:dangling_connection"]);

    [Fact]
    public void A_connection_from_an_unknown_port_is_told() => Codes(Sound().Arrow("a:Granted", "c")).ShouldBe(["a:unknown_port"]);

    [Fact]
    public void A_fork_has_the_ports_it_names()
    {
        Codes(new Drawing().Start().Fork("f", "x", "y").Line("l").Arrow("start", "f").Arrow("f:x", "l").Arrow("f:y", "l")).ShouldBeEmpty();
        Codes(new Drawing().Start().Fork("f", "x", "y").Line("l").Arrow("start", "f").Arrow("f:x", "l").Arrow("f:z", "l"))
            .ShouldBe(["f:unknown_port"]);
    }

    [Fact]
    public void An_id_given_twice_is_told() => Codes(Sound().Line("a").Arrow("c", "a")).ShouldContain("a:duplicate_id");

    [Fact]
    public void A_flowchart_without_activities_is_told() => Codes(new Drawing()).ShouldBe(["flow:empty_flowchart"]);

    [Fact]
    public void A_flowchart_without_a_beginning_is_told() =>
        Codes(new Drawing().Approvals("a", "b").Arrow("a", "b").Arrow("b", "a")).ShouldBe(["flow:no_start"]);

    [Fact]
    public void Several_beginnings_are_told() =>
        Codes(Sound().Start("again").Arrow("again", "c"))
            .ShouldBe(["flow:several_starts", "again:unreachable_activity"], ignoreOrder: true);

    [Fact]
    public void A_flowchart_that_names_its_start_has_one_beginning_and_holds_it_once()
    {
        var drawn = System.Text.Json.Nodes.JsonNode.Parse(Sound().Start("again").Arrow("again", "c").Definition().ToJson())!;
        var root = drawn["root"]!;
        root["start"] = root["activities"]![0]!.DeepClone();
        WorkflowChecks
            .Check(WorkflowDefinition.Parse(drawn.ToJsonString()), Drawing.Catalogue)
            .Select(problem => $"{problem.ActivityId}:{problem.Code}")
            .ShouldBe(["again:unreachable_activity"]);
    }

    [Fact]
    public void An_activity_that_no_arrow_leads_to_is_told() =>
        Codes(Sound().Line("lost").Line("lost2").Arrow("lost", "lost2"))
            .ShouldBe(["lost:unreachable_activity", "lost2:unreachable_activity"]);

    [Fact]
    public void A_join_of_all_fed_by_two_ports_of_one_activity_can_never_fire()
    {
        Codes(Forked("WaitAll").Arrow("a:Approved", "j").Arrow("a:Refused", "j")).ShouldContain("j:join_never_fires");
        Codes(Forked("WaitAllActive").Arrow("a:Approved", "j").Arrow("a:Refused", "j")).ShouldBeEmpty();
    }

    [Fact]
    public void A_join_of_all_behind_a_decision_can_never_fire()
    {
        static Drawing Decided(string mode) =>
            new Drawing()
                .Start()
                .Decision("d", "Case.large")
                .Approvals("x", "y")
                .Join("j", mode)
                .Arrow("start", "d")
                .Arrow("d:True", "x")
                .Arrow("d:False", "y")
                .Arrow("x", "j")
                .Arrow("y", "j");
        var problem = WorkflowChecks.Check(Decided("WaitAll").Definition(), Drawing.Catalogue).First(p => p.Code == "join_never_fires");
        problem.ActivityId.ShouldBe("j");
        problem.Facts["split"].ShouldBe("d");
        Codes(Decided("WaitAny")).ShouldBeEmpty();
    }

    [Fact]
    public void A_join_of_all_with_an_arrow_from_a_place_that_is_never_reached_can_never_fire() =>
        Codes(Forked("WaitAll").Arrow("a", "j").Line("lost").Arrow("lost", "j")).ShouldContain("j:join_never_fires");

    [Fact]
    public void A_branch_that_may_leave_before_a_join_of_all_is_a_warning()
    {
        var problem = WorkflowChecks.Check(Forked("WaitAll").Arrow("a", "j").Definition(), Drawing.Catalogue).ShouldHaveSingleItem();
        (problem.ActivityId, problem.Code, problem.Severity).ShouldBe(("j", "join_may_be_skipped", Severity.Warning));
        problem.Facts["exits"].ShouldContain("a:Refused");
        Codes(Forked("WaitAllActive").Arrow("a", "j")).ShouldBeEmpty();
    }

    [Fact]
    public void A_branch_that_comes_back_or_ends_all_does_not_leave()
    {
        var drawing = new Drawing()
            .Start()
            .Approvals("a")
            .Line("b")
            .Line("fix")
            .Add("end", "Elsa.End")
            .Join("j", "WaitAll")
            .Arrow("start", "a", "b")
            .Arrow("b", "j")
            .Arrow("a", "j")
            .Arrow("a:Correction", "fix")
            .Arrow("fix", "a")
            .Arrow("a:Refused", "end")
            .Arrow("a:Withdrawn", "end")
            .Arrow("a:TimedOut", "end");
        Codes(drawing).ShouldBeEmpty();
    }

    [Fact]
    public void A_join_of_all_in_a_loop_that_a_branch_may_leave_is_an_error() =>
        Codes(Forked("WaitAll").Arrow("a", "j").Approval("review").Arrow("j", "review").Arrow("review:Correction", "start"))
            .ShouldContain("j:join_in_loop_may_be_skipped");

    [Fact]
    public void A_required_input_that_is_not_set_is_told()
    {
        Codes(Sound().Add("i", "ParallelApproval.Intake").Arrow("c", "i")).ShouldBe(["i:missing_input"]);
        Codes(Sound().Add("i", "ParallelApproval.Intake", Drawing.Literal("serviceItem", "catering")).Arrow("c", "i")).ShouldBeEmpty();
        Codes(Sound().Add("i", "Elsa.FlowDecision").Arrow("c", "i")).ShouldBe(["i:missing_input"]);
    }

    [Theory]
    [InlineData("JavaScript", "1 +")]
    [InlineData("Liquid", "{% if %}")]
    [InlineData("CSharp", "1")]
    [InlineData("Object", "[1,")]
    public void An_expression_that_does_not_parse_is_told(string language, string text) =>
        Codes(Sound().Add("l", "Elsa.WriteLine", Drawing.Wrapped("text", language, text)).Arrow("c", "l"))
            .ShouldBe(["l:expression_does_not_parse"]);

    [Fact]
    public void A_script_nested_without_end_does_not_parse_and_does_not_kill_the_process() =>
        Codes(Sound().Add("l", "Elsa.WriteLine", Drawing.Wrapped("text", "JavaScript", new string('(', 30_000))).Arrow("c", "l"))
            .ShouldBe(["l:expression_does_not_parse"]);

    [Fact]
    public void A_template_nested_without_end_does_not_kill_the_process()
    {
        var template = string.Concat(Enumerable.Repeat("{% if true %}", 5_000));
        Codes(Sound().Add("l", "Elsa.WriteLine", Drawing.Wrapped("text", "Liquid", template)).Arrow("c", "l"))
            .ShouldBe(["l:expression_does_not_parse"]);
        var closed =
            string.Concat(Enumerable.Repeat("{% if true %}", 2_500)) + "x" + string.Concat(Enumerable.Repeat("{% endif %}", 2_500));
        Sound()
            .Add("l", "Elsa.WriteLine", Drawing.Wrapped("text", "Liquid", closed))
            .Arrow("c", "l")
            .Run()
            .Complete("a")
            .Complete("b")
            .State.ShouldNotBeNull();
    }

    [Fact]
    public void A_variable_that_does_not_exist_is_told()
    {
        Codes(Sound().Add("l", "Elsa.WriteLine", Drawing.Wrapped("text", "Variable", "v-No")).Arrow("c", "l"))
            .ShouldBe(["l:unknown_variable"]);
        Codes(Sound().Variable("No", "String").Add("l", "Elsa.WriteLine", Drawing.Wrapped("text", "Variable", "v-No")).Arrow("c", "l"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_mode_of_a_join_must_be_constant() =>
        Codes(Sound().Add("j", "Elsa.FlowJoin", Drawing.Wrapped("mode", "JavaScript", "'WaitAll'")).Arrow("c", "j"))
            .ShouldBe(["j:join_mode_not_constant"]);

    [Fact]
    public void Break_must_stand_in_a_loop() => Codes(Sound().Add("x", "Elsa.Break").Arrow("c", "x")).ShouldBe(["x:break_outside_loop"]);

    [Fact]
    public void Composites_that_contain_each_other_are_told()
    {
        var one = Sound().Options("""{"usableAsActivity":true}""").Add("in", "Two").Arrow("c", "in").Definition("one", "One");
        var two = Sound().Options("""{"usableAsActivity":true}""").Add("in", "One").Arrow("c", "in").Definition("two", "Two");
        Codes(Sound().Add("x", "One").Arrow("c", "x"), one, two).ShouldBe([":composite_cycle"]);
        Codes(Sound().Add("x", "One").Arrow("c", "x"), Sound().Options("""{"usableAsActivity":true}""").Definition("one", "One"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_definition_that_is_too_large_is_told()
    {
        var drawing = new Drawing().Start();
        for (var i = 0; i <= WorkflowChecks.MaxActivities; i++)
            drawing.Line($"l{i}");
        Codes(drawing).ShouldBe([":too_large"]);
    }
}
