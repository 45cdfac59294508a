namespace ParallelApproval.Engine.Tests;

public class ActivityTests
{
    /// <summary>A flowchart: start, the activity, then a line "after".</summary>
    private static Drawing One(string type, string properties = "", params string[] ports)
    {
        var drawing = new Drawing()
            .Start()
            .Variable("N", "Int32", "\"0\"")
            .Variable("L", "Object", "[]")
            .Variable("Text", "String")
            .Add("it", type, properties)
            .Line("after")
            .Arrow("start", "it");
        foreach (var port in ports.DefaultIfEmpty("Done"))
            drawing.Arrow("it:" + port, "after");
        return drawing;
    }

    private static string Child(string id, string type, string properties) =>
        $$"""{"id":"{{id}}","type":"{{type}}","version":1,{{properties}}}""";

    private static string Say(string id, string script) => Child(id, "Elsa.WriteLine", Drawing.Wrapped("text", "JavaScript", script));

    private static string Ask(string id) => Child(id, "ParallelApproval.DepartmentApproval", Drawing.Literal("department", id));

    private static string Count(string id) =>
        Child(
            id,
            "Elsa.SetVariable",
            "\"variable\":{\"id\":\"v-N\",\"name\":\"N\",\"typeName\":\"Int32\"}," + Drawing.Wrapped("value", "JavaScript", "getN() + 1")
        );

    private static string Sequence(string id, params string[] children) =>
        $$"""{"id":"{{id}}","type":"Elsa.Sequence","version":1,"activities":[{{string.Join(",", children)}}]}""";

    private static string Slot(string name, string child) => $",\"{name}\":{child}";

    [Fact]
    public void Sequence_runs_one_after_the_other()
    {
        var running = One("Elsa.Sequence", $"\"activities\":[{Say("x", "'x'")},{Ask("y")},{Say("z", "'z'")}]").Run();
        running.Lines.ShouldBe(["x"]);
        running.Complete("y").Lines.ShouldBe(["x", "z", "after"]);
    }

    [Fact]
    public void Parallel_ends_with_its_last_child()
    {
        var running = One("Elsa.Parallel", $"\"activities\":[{Ask("x")},{Ask("y")}]").Run();
        running.Complete("y").Lines.ShouldBeEmpty();
        running.Complete("x").Lines.ShouldBe(["after"]);
    }

    [Fact]
    public void An_inner_flowchart_ends_when_nothing_is_left_in_it()
    {
        var inner =
            "\"activities\":["
            + Ask("x")
            + ","
            + Ask("y")
            + ","
            + Say("s", "'s'")
            + "],\"connections\":[{\"source\":{\"activity\":\"x\",\"port\":\"Approved\"},\"target\":{\"activity\":\"y\"}}]";
        var running = One("Elsa.Flowchart", inner).Run();
        running.Complete("x").Complete("y", "Refused").Lines.ShouldBe(["after"]);
    }

    [Theory]
    [InlineData("Case.ok", "true", "then")]
    [InlineData("Case.ok", "false", "else")]
    public void If_runs_the_child_that_its_condition_says(string condition, string ok, string expected) =>
        One(
                "Elsa.If",
                Drawing.Wrapped("condition", "JavaScript", condition) + Slot("then", Say("t", "'then'")) + Slot("else", Say("e", "'else'"))
            )
            .Run(facts: $$"""{"ok":{{ok}}}""")
            .Lines.ShouldBe([expected, "after"]);

    [Fact]
    public void If_without_a_child_goes_on() => One("Elsa.If", Drawing.Literal("condition", "True")).Run().Lines.ShouldBe(["after"]);

    [Theory]
    [InlineData("MatchFirst", 5, "big")]
    [InlineData("MatchAny", 5, "big,odd")]
    [InlineData("MatchAny", 2, "none")]
    public void Switch_runs_the_children_whose_cases_are_true(string mode, int n, string expected)
    {
        var cases = $$"""
            "cases":[{"label":"big","condition":{"type":"JavaScript","value":"Case.n > 4"},"activity":{{Say("b", "'big'")}}},
                     {"label":"odd","condition":{"type":"JavaScript","value":"Case.n % 2 === 1"},"activity":{{Say("o", "'odd'")}}}]
            """;
        One("Elsa.Switch", Drawing.Literal("mode", mode) + "," + cases + Slot("default", Say("d", "'none'")))
            .Run(facts: $$"""{"n":{{n}}}""")
            .Lines.ShouldBe([.. expected.Split(','), "after"]);
    }

    [Theory]
    [InlineData("MatchFirst", 5, "l-big")]
    [InlineData("MatchAny", 5, "l-big,l-odd")]
    [InlineData("MatchAny", 2, "l-none")]
    public void Flow_switch_goes_on_by_the_cases_that_are_true(string mode, int n, string expected)
    {
        var cases =
            "\"cases\":[{\"label\":\"big\",\"condition\":{\"type\":\"JavaScript\",\"value\":\"Case.n > 4\"}},"
            + "{\"label\":\"odd\",\"condition\":{\"type\":\"JavaScript\",\"value\":\"Case.n % 2 === 1\"}}]";
        new Drawing()
            .Start()
            .Add("it", "Elsa.FlowSwitch", Drawing.Literal("mode", mode) + "," + cases)
            .Line("l-big")
            .Line("l-odd")
            .Line("l-none")
            .Arrow("start", "it")
            .Arrow("it:big", "l-big")
            .Arrow("it:odd", "l-odd")
            .Arrow("it:Default", "l-none")
            .Run(facts: $$"""{"n":{{n}}}""")
            .Lines.ShouldBe(expected.Split(','));
    }

    [Fact]
    public void Decision_goes_on_by_one_port() =>
        new Drawing()
            .Start()
            .Decision("d", "Case.area > 100")
            .Line("t")
            .Line("f")
            .Arrow("start", "d")
            .Arrow("d:True", "t")
            .Arrow("d:False", "f")
            .Run(facts: """{"area":80}""")
            .Lines.ShouldBe(["f"]);

    [Fact]
    public void Fork_goes_on_by_all_its_branches() =>
        new Drawing()
            .Start()
            .Fork("fork", "x", "y")
            .Approvals("a", "b")
            .Arrow("start", "fork")
            .Arrow("fork:x", "a")
            .Arrow("fork:y", "b")
            .Run()
            .Waiting.ShouldBe(["a", "b"]);

    [Fact]
    public void While_repeats_as_long_as_its_condition_holds()
    {
        var running = One(
                "Elsa.While",
                Drawing.Wrapped("condition", "JavaScript", "getN() < 3") + Slot("body", Sequence("s", Count("c"), Ask("y")))
            )
            .Run();
        for (var i = 0; i < 3; i++)
            running.Complete("y");
        running.Lines.ShouldBe(["after"]);
        running.State.Variables["N"].GetInt32().ShouldBe(3);
    }

    [Fact]
    public void A_while_that_never_waits_is_refused_and_leaves_the_workflow_where_it_was()
    {
        var running = new Drawing()
            .Start()
            .Approval("a")
            .Add("it", "Elsa.While", Drawing.Literal("condition", "True") + Slot("body", Say("s", "1")))
            .Arrow("start", "a")
            .Arrow("a", "it")
            .Run();
        running
            .Refusal(new WorkflowCommand.Complete(running.Now, running.State.Bookmarks.First().Id, "Approved"))
            .Code.ShouldBe("too_many_activities");
        running.Waiting.ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(1, 3, 1, true, "1,2,3")]
    [InlineData(1, 3, 1, false, "1,2")]
    [InlineData(3, 1, -1, true, "3,2,1")]
    [InlineData(1, 6, 2, true, "1,3,5")]
    [InlineData(5, 1, 1, true, "")]
    public void For_counts_from_start_to_end(int start, int end, int step, bool inclusive, string expected)
    {
        var inputs = string.Join(
            ",",
            Drawing.Literal("start", $"{start}"),
            Drawing.Literal("end", $"{end}"),
            Drawing.Literal("step", $"{step}"),
            Drawing.Literal("outerBoundInclusive", $"{inclusive}")
        );
        One("Elsa.For", inputs + Slot("body", Say("s", "getCurrentValue()")))
            .Run()
            .Lines.ShouldBe([.. expected.Split(',', StringSplitOptions.RemoveEmptyEntries), "after"]);
    }

    [Fact]
    public void For_with_step_zero_is_an_incident() =>
        One("Elsa.For", Drawing.Literal("end", "3") + "," + Drawing.Literal("step", "0") + Slot("body", Say("s", "1")))
            .Run()
            .State.Incidents.ShouldHaveSingleItem()
            .Code.ShouldBe("step_is_zero");

    [Fact]
    public void ForEach_runs_for_each_item_in_turn()
    {
        var running = One(
                "Elsa.ForEach",
                Drawing.Wrapped("items", "Object", """["p","q"]""")
                    + Slot("body", Sequence("s", Say("l", "getCurrentIndex() + getCurrentValue()"), Ask("y")))
            )
            .Run();
        running.Lines.ShouldBe(["0p"]);
        running.Complete("y").Lines.ShouldBe(["0p", "1q"]);
        running.Complete("y").Lines.ShouldBe(["0p", "1q", "after"]);
    }

    [Fact]
    public void ParallelForEach_runs_for_all_items_at_once_and_ends_with_the_last()
    {
        var running = One(
                "Elsa.ParallelForEach",
                Drawing.Wrapped("items", "JavaScript", "Case.branches")
                    + Slot("body", Sequence("s", Ask("y"), Say("l", "getCurrentValue()")))
            )
            .Run(facts: """{"branches":["p","q","r"]}""");
        running.Waiting.ShouldBe(["y", "y", "y"]);
        running.State.Bookmarks.Select(b => b.Id).ShouldBeUnique();
        running.Complete("y").Complete("y").Complete("y").Lines.ShouldBe(["p", "q", "r", "after"]);
    }

    [Theory]
    [InlineData("Elsa.ForEach")]
    [InlineData("Elsa.ParallelForEach")]
    public void Loops_over_nothing_go_on(string type) =>
        One(type, Drawing.Wrapped("items", "Object", "[]") + Slot("body", Ask("y"))).Run().Lines.ShouldBe(["after"]);

    [Fact]
    public void Break_ends_the_nearest_loop() =>
        One(
                "Elsa.While",
                Drawing.Literal("condition", "True")
                    + Slot("body", Sequence("s", Say("l", "'once'"), Child("b", "Elsa.Break", "\"x\":1"), Say("never", "'never'")))
            )
            .Run()
            .Lines.ShouldBe(["once", "after"]);

    [Fact]
    public void SetName_Correlate_and_WriteLine_tell_the_journal()
    {
        var running = One(
                "Elsa.Sequence",
                $"\"activities\":[{Child("n", "Elsa.SetName", Drawing.Wrapped("value", "JavaScript", "'办件 ' + Case.no"))},"
                    + $"{Child("c", "Elsa.Correlate", Drawing.Wrapped("correlationId", "Liquid", "{{ case.no }}"))},"
                    + $"{Say("l", "getCorrelationId() + getWorkflowInstanceName()")}]"
            )
            .Run(facts: """{"no":"7"}""");
        (running.State.Name, running.State.CorrelationId).ShouldBe(("办件 7", "7"));
        running.Lines.ShouldBe(["7办件 7", "after"]);
    }

    [Fact]
    public void SetOutput_is_handed_back_at_the_end()
    {
        var running = One(
                "Elsa.SetOutput",
                Drawing.Literal("outputName", "Result") + "," + Drawing.Wrapped("outputValue", "JavaScript", "40 + 2")
            )
            .Run();
        running.Journal.OfType<WorkflowFinished>().ShouldHaveSingleItem().Outputs["Result"].GetInt32().ShouldBe(42);
    }

    [Fact]
    public void An_event_is_awaited_by_name_and_hands_out_its_payload()
    {
        var running = One(
                "Elsa.Event",
                Drawing.Literal("eventName", "paid") + ",\"result\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"v-L\"}}"
            )
            .Run();
        running
            .State.Bookmarks.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(b => b.Kind.ShouldBe(RequestKind.Event), b => b.Name.ShouldBe("paid"));
        running.Refusal(new WorkflowCommand.RaiseEvent(running.Now, "other")).Code.ShouldBe("event_not_awaited");
        running.Raise("paid", """{"amount":5}""").Lines.ShouldBe(["after"]);
        running.State.Variables["L"].GetRawText().ShouldBe("""{"amount":5}""");
        running.Refusal(new WorkflowCommand.RaiseEvent(running.Now, "paid")).Code.ShouldBe("workflow_over");
    }

    [Theory]
    [InlineData("Elsa.Delay", "timeSpan", "1.02:00:00", "2026-03-03T11:00:00+08:00")]
    [InlineData("Elsa.Timer", "interval", "00:30:00", "2026-03-02T09:30:00+08:00")]
    [InlineData("Elsa.Delay", "timeSpan", "P1DT2H", "2026-03-03T11:00:00+08:00")]
    [InlineData("Elsa.StartAt", "dateTime", "2026-03-05T00:00:00+08:00", "2026-03-05T00:00:00+08:00")]
    public void A_timer_is_due_when_its_input_says_and_not_before(string type, string input, string value, string due)
    {
        var running = One(type, Drawing.Literal(input, value)).Run();
        running.Last.OfType<ActivityRequested>().ShouldHaveSingleItem().Due.ShouldBe(Drawing.At(due));
        running.Refusal(new WorkflowCommand.ElapseTimer(running.Now, running.State.Bookmarks.First().Id)).Code.ShouldBe("timer_not_due");
        running.Now = Drawing.At(due);
        running.Elapse("it").Lines.ShouldBe(["after"]);
    }

    [Fact]
    public void StartAt_in_the_past_does_not_wait() =>
        One("Elsa.StartAt", Drawing.Literal("dateTime", "2020-01-01T00:00:00Z")).Run().Lines.ShouldBe(["after"]);

    [Fact]
    public void A_time_span_that_is_none_is_an_incident() =>
        One("Elsa.Delay", Drawing.Literal("timeSpan", "soon"))
            .Run()
            .State.Incidents.ShouldHaveSingleItem()
            .Code.ShouldBe("time_span_invalid");

    [Theory]
    [InlineData("Elsa.RunTask", "taskName", RequestKind.Task)]
    [InlineData("Elsa.DispatchWorkflow", "workflowDefinitionId", RequestKind.Workflow)]
    [InlineData("Elsa.ExecuteWorkflow", "workflowDefinitionId", RequestKind.Workflow)]
    public void Tasks_and_workflows_are_asked_of_the_host(string type, string input, RequestKind kind)
    {
        var running = One(type, Drawing.Literal(input, "print") + ",\"result\":{\"memoryReference\":{\"id\":\"v-Text\"}}").Run();
        var request = running.Last.OfType<ActivityRequested>().ShouldHaveSingleItem();
        (request.Kind, request.Name, request.BookmarkId).ShouldBe((kind, "print", running.State.Bookmarks.First().Id));
        running.Complete("it", "Done", """{"Result":"ok"}""").Lines.ShouldBe(["after"]);
        running.State.Variables["Text"].GetString().ShouldBe("ok");
    }

    [Fact]
    public void An_external_activity_is_requested_with_its_inputs_evaluated()
    {
        var running = new Drawing()
            .Start()
            .Add("a", "ParallelApproval.DepartmentApproval", Drawing.Wrapped("department", "JavaScript", "Case.lead"))
            .Arrow("start", "a")
            .Run(facts: """{"lead":"planning"}""");
        var request = running.Last.OfType<ActivityRequested>().ShouldHaveSingleItem();
        request.Inputs.GetRawText().ShouldBe("""{"department":"planning","dueDays":5}""");
        request.BookmarkId.ShouldBe("a.4");
        request.NodeId.ShouldBe("Workflow1:flow:a");
    }

    [Fact]
    public void End_ends_its_flowchart_and_cancels_the_rest()
    {
        var running = new Drawing().Start().Approvals("a", "b").Add("end", "Elsa.End").Arrow("start", "a", "b").Arrow("a", "end").Run();
        running.Complete("a").State.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        running.Journal.OfType<ActivityCancelled>().ShouldHaveSingleItem().ActivityId.ShouldBe("b");
    }

    [Fact]
    public void Finish_ends_the_whole_workflow_from_the_inside_of_a_container() =>
        One("Elsa.Sequence", $"\"activities\":[{Child("f", "Elsa.Finish", "\"x\":1")},{Say("never", "'never'")}]")
            .Run()
            .ShouldSatisfyAllConditions(r => r.Lines.ShouldBeEmpty(), r => r.State.SubStatus.ShouldBe(WorkflowSubStatus.Finished));

    [Fact]
    public void Fault_is_an_incident_with_its_own_code()
    {
        var incident = One("Elsa.Fault", Drawing.Literal("code", "wrong_department") + "," + Drawing.Literal("message", "Not ours"))
            .Run()
            .State.Incidents.ShouldHaveSingleItem();
        (incident.Code, incident.Message).ShouldBe(("wrong_department", "Not ours"));
    }

    [Fact]
    public void An_unknown_activity_is_an_incident_when_it_is_reached() =>
        One("No.Such").Run().State.Incidents.ShouldHaveSingleItem().Code.ShouldBe("activity_not_found");

    [Fact]
    public void A_composite_runs_inside_with_its_own_variables_and_ends_by_its_own_outcome()
    {
        var composite = WorkflowDefinition.Parse(
            $$"""
            {"definitionId":"check","name":"Check It","version":1,"options":{"usableAsActivity":true},"variables":[{"id":"cv","name":"N","typeName":"Int32","value":"7"}],
             "inputs":[{"name":"Area","type":"Int32"}],"outputs":[{"name":"Twice","type":"Int32"}],"outcomes":["Large"],
             "root":{"id":"s","type":"Elsa.Sequence","activities":[{{Ask("y")}},{"id":"o","type":"Elsa.SetOutput",{{Drawing.Literal(
                "outputName",
                "Twice"
            )}},{{Drawing.Wrapped("outputValue", "JavaScript", "getInput('Area') * 2 + getN()")}}},
               {"id":"c","type":"Elsa.Complete",{{Drawing.Wrapped("outcomes", "Object", "[\"Large\"]")}} }] } }
            """
        );
        var drawing = One(
            "CheckIt",
            Drawing.Wrapped("area", "JavaScript", "getN() + 50") + ",\"twice\":{\"memoryReference\":{\"id\":\"v-N\"}}",
            "Large"
        );
        WorkflowChecks.Check(drawing.Definition(), Drawing.Catalogue, [composite]).ShouldBeEmpty();
        ActivityDescriptor
            .OfComposite(composite)
            .ShouldSatisfyAllConditions(d => d.Type.ShouldBe("CheckIt"), d => d.Ports.Select(p => p.Name).ShouldBe(["Large", "Done"]));
        var running = new Case(drawing.Definition(), composites: [composite]);
        running.Waiting.ShouldBe(["it/y"]);
        running.Workflow.ActivityOf("it/y")!.Type.ShouldBe("ParallelApproval.DepartmentApproval");
        running.Complete("it/y").Lines.ShouldBe(["after"]);
        running.State.Variables["N"].GetInt32().ShouldBe(107);
    }

    [Fact]
    public void Every_built_in_activity_is_described_in_both_languages()
    {
        foreach (var descriptor in ActivityCatalogue.BuiltIn.Descriptors)
        {
            descriptor.DisplayName.Zh.ShouldNotBeNullOrEmpty();
            descriptor.DisplayName.En.ShouldNotBeNullOrEmpty();
            descriptor.Category.Zh.ShouldNotBeNullOrEmpty();
            ActivityCatalogue.IsBuiltIn(descriptor.Type).ShouldBeTrue();
        }
        Should.Throw<ArgumentException>(() => Drawing.Catalogue.With([Drawing.Intake]));
    }
}
