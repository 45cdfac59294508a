using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>The case as facts, and the conditions that a designer writes on them without programming.</summary>
public sealed class CaseAsFactsTests(TestCluster cluster)
{
    private const string OnlyLarge = "form.areaSquareMetres > 300";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, 5)]
    [InlineData(400, 6)]
    public async Task In_the_generic_flow_a_department_is_asked_only_where_the_form_says_so(int area, int branches)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(await house.GenericAsync(model => model.AskOnlyWhen(6, "Condition", OnlyLarge)));
        var number = await house.ReceiveAsync(area);
        var file = await house.FileAsync(number, Cancellation);
        file.Branches.Select(branch => branch.Number).ShouldBe(Enumerable.Range(1, branches));

        for (var branch = 1; branch <= branches; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        file = await house.FileAsync(number, Cancellation);
        file.Case.Status.ShouldBe(CaseStatus.Decided);
        file.Case.Result.ShouldBe(CaseStatus.Finished, "a department that is not concerned takes nothing away");
        file.Case.ChosenBranches.ShouldBe(Enumerable.Range(1, branches));
        (await house.StoryAsync(number, Cancellation))
            .Contains(nameof(BranchNotConcerned))
            .ShouldBe(branches < 6, "the trail says that it was left out");
    }

    [Theory]
    [InlineData("Condition", OnlyLarge, 200, false)]
    [InlineData("Condition", OnlyLarge, 400, true)]
    [InlineData("JavaScript", "Case.form.areaSquareMetres > 300 && Case.applicantKind === 'Person'", 200, false)]
    [InlineData("JavaScript", "Case.form.areaSquareMetres > 300 && Case.applicantKind === 'Person'", 400, true)]
    [InlineData("Liquid", "{% if case.form.areaSquareMetres > 300 %}true{% else %}false{% endif %}", 200, false)]
    [InlineData("Liquid", "{% if case.form.areaSquareMetres > 300 %}true{% else %}false{% endif %}", 400, true)]
    public async Task A_single_approval_late_in_a_flow_reads_the_form_in_every_language(string language, string when, int area, bool asked)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.UseAsync(
            await house.PublishedAsync(InSeries(model => model.Activity("b6")["askedWhen"] = ConditionalFlows.Written(language, when)))
        );
        var number = await house.ReceiveAsync(area);
        for (var branch = 1; branch <= 5; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        var file = await house.FileAsync(number, Cancellation);
        file.Case.Status.ShouldBe(asked ? CaseStatus.InApproval : CaseStatus.Decided, "the last one that was asked has signed");
        if (asked)
            (await house.DecideAsync(number, 6)).IsError.ShouldBeFalse();
        var delivered = await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        delivered.ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        delivered.Value.Status.ShouldBe(CaseStatus.Finished);
    }

    [Fact]
    public async Task A_way_may_depend_on_what_a_branch_came_to_and_on_what_is_left_of_the_promise()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = InSeries(model =>
        {
            model.Activities.Add(Designing.Dragged("ask", "Elsa.FlowDecision", "还来得及吗"));
            model.Activity("ask")["condition"] = ConditionalFlows.Written(
                "Condition",
                "branches.1.status = Refused and promise.remainingDays >= 0 and promise.colour ≠ Red"
            );
            model.Activities.Add(Designing.Dragged("card", "ParallelApproval.RaiseCard", "亮牌", ("branch", "1")));
            model.Disconnect("b1", "b2");
            model.Connect("b1", "Approved", "ask");
            model.Connect("b1", "Refused", "ask");
            model.Connect("ask", "True", "card");
            model.Connect("ask", "False", "b2");
            model.Connect("card", "Done", "b2");
        });
        var flow = await house.PublishedAsync(model);
        await house.PublishAsync(Catering.Drill, item =>
            item with
            {
                WorkflowDefinitionId = flow,
                OnBranchRefusal = OnBranchRefusal.Continue,
            }
        );
        foreach (var (verdict, cards) in ((Verdict, int)[])[(Verdict.Approve, 0), (Verdict.Refuse, 1)])
        {
            var number = await house.ReceiveAsync(300, $"店{cards}");
            (await house.DecideAsync(number, 1, verdict)).IsError.ShouldBeFalse();
            (await house.StoryAsync(number, Cancellation)).Count(kind => kind == "CardCalledFor").ShouldBe(cards);
        }
    }

    public static TheoryData<string, string, string, string> Faults =>
        new()
        {
            { "Condition", "form.areaSqm > 300", "flow_fact_unknown", "form.areaSqm" },
            { "JavaScript", "Case.form.areaSqm > 300", "flow_fact_unknown", "form.areaSqm" },
            { "JavaScript", "Case.area > 300", "flow_fact_unknown", "area" },
            { "Liquid", "{{ case.form.areaSqm }}", "flow_fact_unknown", "form.areaSqm" },
            { "Condition", "form.areaSquareMetres = large", "flow_fact_misfit", "form.areaSquareMetres" },
            { "Condition", "form.hasGasSupply > 3", "flow_fact_misfit", "form.hasGasSupply" },
            { "Condition", "form.opensOn > 5", "flow_fact_misfit", "form.opensOn" },
            { "Condition", "applicantKind = Company", "flow_fact_misfit", "applicantKind" },
            { "Condition", "form", "flow_fact_misfit", "form" },
            { "Condition", "form.areaSquareMetres >", "expression_does_not_parse", "AskedWhen" },
            { "Condition", "branches.1.status = Refused", "flow_leaves_out_applied_for", "" },
            { "JavaScript", "false", "flow_leaves_out_applied_for", "" },
            { "Literal", "false", "flow_leaves_out_applied_for", "" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_a_case_of_the_item_does_not_have_is_told_to_the_designer_and_not_to_the_clerk(
        string language,
        string when,
        string code,
        string named
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(_ => { });
        await house.UseAsync(flow);
        var model = await house.OpenedAsync(flow);
        model.AskOnlyWhen(6, language, when);
        var refused = await house.SaveAsync(model, publish: true);
        refused.ErrorsOrEmptyList.Select(error => error.Code).ShouldContain(code);
        var fault = refused.Errors.First(error => error.Code == code);
        fault.Metadata!.Values.ShouldContain("when", "the fault names its step");
        fault.Description.ShouldContain(named);
    }

    [Fact]
    public async Task An_item_does_not_go_in_force_on_a_flow_that_asks_for_a_field_it_has_not_and_no_clerk_chooses_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(model => model.AskOnlyWhen(6, "Condition", OnlyLarge));
        var command = new ReceiveCase(house.Application(), Accept: true, new(flow));
        var refused = await house.Get<ReceiveCaseHandler>().HandleAsync(command, house.Clerk(), Cancellation);
        refused.FirstError.Code.ShouldBe("workflow_asks_unknown");
        refused.FirstError.Description.ShouldContain("form.areaSquareMetres");
    }

    [Theory]
    [InlineData("""{"mostBranches":3}""", "workflow_not_meant")]
    [InlineData("""{"tiers":["Community"]}""", "workflow_not_meant")]
    [InlineData("""{"leastBranches":2,"mostBranches":6}""", null)]
    public async Task A_flow_that_is_meant_for_other_items_is_chosen_by_no_clerk(string meant, string? code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(model => model.MeanFor(meant));
        var command = new ReceiveCase(house.Application(), Accept: true, new(flow));
        var received = await house.Get<ReceiveCaseHandler>().HandleAsync(command, house.Clerk(), Cancellation);
        received.ErrorsOrEmptyList.Select(error => error.Code).FirstOrDefault().ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"mostBranches":3}""", "flow_not_meant_for_item")]
    [InlineData("""{"kinds":["Nonsense"]}""", "flow_meant_for_unreadable")]
    [InlineData("""{"colours":["red"]}""", "flow_meant_for_unreadable")]
    [InlineData("7", "flow_meant_for_unreadable")]
    public async Task A_flow_is_not_published_that_is_not_meant_for_the_items_that_use_it(string meant, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync("parallel-approval");
        model.MeanFor(meant);
        (await house.SaveAsync(model, publish: true)).ErrorsOrEmptyList.Select(error => error.Code).Distinct().ShouldBe([code]);
    }

    [Fact]
    public async Task A_join_that_is_newly_drawn_waits_for_all_that_are_active_and_one_drawn_before_keeps_its_meaning()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        var before = model.Activity("join")["mode"]!.ToJsonString();
        model.Activities.Add(Designing.Dragged("fresh", "Elsa.FlowJoin", "汇合"));
        await house.SavedAsync(model);
        model = await house.OpenedAsync();
        model.Activity("fresh")["mode"]!["expression"]!["value"]!.GetValue<string>().ShouldBe("WaitAllActive");
        model.Activity("join")["mode"]!.ToJsonString().ShouldBe(before);
    }

    // One department after the other.
    private static JsonObject InSeries(Action<JsonObject> change)
    {
        var model = Designing.Created("逐个征询");
        (model["definitionId"], model["root"]!["connections"]) = ("in-series", new JsonArray());
        model["root"]!["activities"] = new JsonArray(
            Designing.Dragged("intake", "ParallelApproval.OneWindowIntake", "受理"),
            Designing.Dragged("copy", "ParallelApproval.CopyNotice", "抄告"),
            Designing.Dragged("issue", "ParallelApproval.IssueCertificates", "制证"),
            Designing.Dragged("deliver", "ParallelApproval.Deliver", "送达"),
            Designing.Dragged("finish", "ParallelApproval.FinishCase", "办结")
        );
        var before = "copy";
        foreach (var branch in Enumerable.Range(1, 6))
        {
            model.Activities.Add(
                Designing.Dragged($"b{branch}", "ParallelApproval.DepartmentApproval", $"部门{branch}", ("branch", $"{branch}"))
            );
            model.Connect(before, before == "copy" ? "Done" : "Approved", $"b{branch}");
            before = $"b{branch}";
        }

        model.Connect("intake", "Accepted", "copy");
        model.Connect("b6", "Approved", "issue");
        model.Connect("b6", "NotNeeded", "issue");
        model.Connect("issue", "Done", "deliver");
        model.Connect("deliver", "Delivered", "finish");
        change(model);
        return model;
    }
}

/// <summary>What a designer makes of the generic flow, in few words.</summary>
internal static class ConditionalFlows
{
    public static JsonObject Written(string language, string expression) =>
        new()
        {
            ["typeName"] = "Boolean",
            ["expression"] = new JsonObject { ["type"] = language, ["value"] = expression },
        };

    extension(JsonObject model)
    {
        /// <summary>A condition between the copies and the approval.</summary>
        public void AskOnlyWhen(int branch, string language, string when)
        {
            model.Activities.Add(Designing.Dragged("when", "ParallelApproval.AskOnlyWhen", "按条件征询", ("branch", $"{branch}")));
            model.Activity("when")["askedWhen"] = Written(language, when);
            model.Disconnect("copy", "approve");
            model.Connect("copy", "Done", "when");
            model.Connect("when", "Done", "approve");
        }

        public void MeanFor(string meant)
        {
            var custom = model["customProperties"] as JsonObject ?? [];
            custom[MeantFor.Property] = JsonNode.Parse(meant);
            if (custom.Parent is null)
                model["customProperties"] = custom;
        }

        public void Disconnect(string source, string target)
        {
            foreach (
                var arrow in model
                    .Connections.OfType<JsonObject>()
                    .Where(arrow =>
                        arrow["source"]!["activity"]!.GetValue<string>() == source
                        && arrow["target"]!["activity"]!.GetValue<string>() == target
                    )
                    .ToList()
            )
                model.Connections.Remove(arrow);
        }
    }

    extension(TestHouse house)
    {
        /// <summary>The generic flow taken as a new one, with that change, published.</summary>
        public async Task<string> GenericAsync(Action<JsonObject> change)
        {
            var model = await house.OpenedAsync("parallel-approval");
            (model["definitionId"], model["name"]) = ("by-area", "按面积征询");
            model.Remove("id");
            change(model);
            return await house.PublishedAsync(model);
        }

        public async Task<string> PublishedAsync(JsonObject model) => (await house.SavedAsync(model, publish: true)).DefinitionId;

        /// <summary>The drill item runs on that flow from now on.</summary>
        public Task UseAsync(string flow) => house.PublishAsync(Catering.Drill, item => item with { WorkflowDefinitionId = flow });

        /// <summary>A case of the drill item with that area, accepted on the spot.</summary>
        public async Task<CaseNumber> ReceiveAsync(int area, string name = "小餐馆")
        {
            var application = house.Application(Catering.Drill);
            application.Form!["areaSquareMetres"] = area;
            application.Form[application.Form.First().Key] = name;
            return Catering.Number(
                await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), CancellationToken.None)
            );
        }
    }
}
