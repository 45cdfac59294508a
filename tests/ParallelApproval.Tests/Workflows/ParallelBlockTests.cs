using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Testing;
using ParallelApproval.Trials;

namespace ParallelApproval.Workflows;

/// <summary>Departments that are asked at the same time, drawn as one block.</summary>
public sealed class ParallelBlockTests(TestCluster cluster)
{
    private const string Flow = "in-one-block";
    private const string Six = """["SYJ","GSJ","ZJJ","GSS","DSS","TJJ"]""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""["A","B"]""", "B: A", "A,B", "", "")]
    [InlineData("A，B、C", "C：A、B", "A,B,C", "", "")]
    [InlineData("""["A","B"]""", "B: Z", "A,B", "Z", "")]
    [InlineData("""["A","B","C"]""", "A: B\nB: A", "A,B,C", "", "A,B")]
    [InlineData("""["A","B"]""", "A: A", "A,B", "", "A")]
    [InlineData("[1,2]", "2: 1", "1,2", "", "")]
    [InlineData(null, null, "", "", "")]
    [InlineData("[", "A", "[", "A", "")]
    public void What_is_written_into_a_block_is_read(string? lanes, string? waits, string read, string strangers, string circle)
    {
        var block = ParallelBlock.Read(lanes, waits);
        string.Join(',', block.Lanes).ShouldBe(read);
        string.Join(',', block.Strangers).ShouldBe(strangers);
        string.Join(',', block.Circle).ShouldBe(circle);
        if (strangers.Length == 0 && circle.Length == 0)
            ParallelBlock.Read(block.WrittenLanes, block.WrittenWaits).WrittenWaits.ShouldBe(block.WrittenWaits);
    }

    [Fact]
    public async Task The_departments_of_a_block_begin_at_once_and_one_that_waits_begins_after_the_others()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var trial = await TryAsync(house, InOneBlock(Six, "TJJ: SYJ, GSJ"));
        trial.StoppedBecause.ShouldBeNull();
        trial.Status.ShouldBe(CaseStatus.Decided);
        trial.Branches.Where(branch => branch.Number < 6).ShouldAllBe(branch => branch.OpensOn == trial.AcceptedOn);
        trial.Branches[5].OpensOn.ShouldBe(trial.Branches.Take(2).Max(branch => branch.FinishesOn));
        trial.Steps.Single(step => step.ActivityId == "block").Outcomes.ShouldBe(["Approved"]);
        trial.Steps.ShouldContain(step => step.ActivityId == "block/SYJ" && step.Display == "区食品药品监督管理局");
    }

    [Fact]
    public async Task A_block_is_left_by_what_its_departments_say_together()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var trial = await TryAsync(house, InOneBlock(Six), refuse: 2);
        trial.StoppedBecause.ShouldBeNull();
        trial.Status.ShouldBe(CaseStatus.Decided);
        trial.Steps.Single(step => step.ActivityId == "block").Outcomes.ShouldBe(["PartlyApproved"]);
    }

    [Fact]
    public async Task A_block_in_which_nobody_is_ticked_asks_all_branches_of_the_item()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var trial = await TryAsync(house, InOneBlock("[]"));
        trial.StoppedBecause.ShouldBeNull();
        trial.Branches.Count.ShouldBe(6);
        trial.Branches.ShouldAllBe(branch => branch.Status == BranchStatus.Approved && branch.OpensOn == trial.AcceptedOn);
    }

    [Theory]
    [InlineData(Six, "SYJ: TJJ\nTJJ: SYJ", "flow_block_circle")]
    [InlineData(Six, "SYJ: XFDD", "flow_block_strangers")]
    [InlineData("""["SYJ","NOBODY"]""", "", "flow_department_unknown")]
    public async Task A_block_that_could_not_be_carried_out_is_not_published(string lanes, string waits, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var refused = await house.SaveAsync(InOneBlock(lanes, waits), publish: true);
        refused.ErrorsOrEmptyList.Select(error => error.Code).ShouldBe([code]);
        refused.FirstError.Description.ShouldNotContain("{");
    }

    [Fact]
    public async Task A_flow_whose_block_leaves_a_branch_of_its_item_out_is_not_published()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        var block = InOneBlock("""["SYJ","GSJ","ZJJ","GSS","DSS"]""");
        (model["root"]!["activities"], model["root"]!["connections"]) = (block.Activities.DeepClone(), block.Connections.DeepClone());
        (await house.SaveAsync(model, publish: true)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBe(["flow_leaves_branch_out"]);
    }

    [Fact]
    public async Task A_real_case_takes_its_way_through_a_block_and_moves_to_a_version_that_asks_one_department_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.SavedAsync(InOneBlock(Six), publish: true);
        var number = await house.ReceiveAsync(Catering.Drill, workflow: Flow);
        (await house.DecideAsync(number, 1)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        var model = await house.OpenedAsync(Flow);
        Give(model, """["SYJ","GSJ","ZJJ","GSS","DSS","TJJ","XFDD"]""", "");
        await house.SavedAsync(model, publish: true);

        var plan = await house.Get<PlanMigrationHandler>().HandleAsync(new(Flow, 2, [number]), house.Designer, Cancellation);
        var move = plan.Value.ShouldHaveSingleItem();
        move.CanMove.ShouldBeTrue(move.Refusal?.Description);
        move.Opens.ShouldHaveSingleItem().Display.ShouldBe("区消防救援大队");

        foreach (var branch in Enumerable.Range(2, 5))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty($"branch {branch}");
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Decided);
        var runs = (await house.Get<InstanceQueries>().HistoryAsync(number, Cancellation))!.Runs.ToList();
        runs.Single(run => run.ActivityId == "block").Outcomes.ShouldBe(["Approved"]);
        runs.ShouldContain(run => run.ActivityId == "block/TJJ" && run.EndedAt != null);
    }

    [Fact]
    public async Task A_block_is_taken_apart_into_single_steps_that_go_the_same_way_and_gathered_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.SavedAsync(InOneBlock(Six, "TJJ: SYJ, GSJ"));
        var asBlock = await TryAsync(house, Flow, refuse: 2);

        var apart = await DrawOutAsync(house, "block");
        apart.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        var single = await house.OpenedAsync(Flow);
        single.Activities.Count(step => step!["type"]!.GetValue<string>() == "ParallelApproval.DepartmentApproval").ShouldBe(6);
        var asSteps = await TryAsync(house, Flow, refuse: 2);
        asSteps.Branches.ShouldBe(asBlock.Branches);
        asSteps.Status.ShouldBe(asBlock.Status);

        var gathered = await GatherAsync(house, "block-fork");
        gathered.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        var again = await house.OpenedAsync(Flow);
        again.Activities.Count.ShouldBe(InOneBlock(Six).Activities.Count);
        var block = again.Activity(gathered.Value.Block!);
        block["departments"]!["expression"]!["value"]!.GetValue<string>().ShouldBe(Six);
        block["waits"]!["expression"]!["value"]!.GetValue<string>().ShouldBe("TJJ: SYJ, GSJ");
        (await TryAsync(house, Flow, refuse: 2)).Branches.ShouldBe(asBlock.Branches);
    }

    [Fact]
    public async Task The_six_departments_of_the_catering_flow_become_one_block_and_each_of_its_ways_leads_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var before = await TryAsync(house, Designing.Catering);
        var gathered = await GatherAsync(house, "fork", Designing.Catering);
        gathered.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        var model = await house.OpenedAsync();
        model.Activity(gathered.Value.Block!)["departments"]!["expression"]!["value"]!
            .GetValue<string>()
            .ShouldBe("""["1","2","3","4","5","6"]""");
        (await house.SaveAsync(model, publish: true)).ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        (await TryAsync(house, Designing.Catering)).Branches.ShouldBe(before.Branches);
    }

    [Theory]
    [InlineData("a condition")]
    [InlineData("a way for corrections")]
    [InlineData("the first answer is enough")]
    [InlineData("something in between")]
    public async Task Steps_that_say_more_than_a_block_can_stay_as_they_are(string more)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        switch (more)
        {
            case "a condition":
                Input(model.Activity("branch1"), "askedWhen", "Condition", "form.areaSquareMetres > 300");
                break;
            case "a way for corrections":
                model.Connect("branch1", "Correction", "branch1");
                break;
            case "the first answer is enough":
                Input(model.Activity("join"), "mode", "Literal", "WaitAny");
                break;
            default:
                model.Activities.Add(Designing.Dragged("card", "ParallelApproval.RaiseCard", "亮牌"));
                model.Connect("branch1", "Refused", "card");
                break;
        }

        var saved = await house.SavedAsync(model);
        var refused = await GatherAsync(house, "fork", Designing.Catering);
        refused.FirstError.Code.ShouldBe("flow_steps_no_block");
        (await house.VersionsAsync()).Single(row => row.IsLatest).Content.ShouldBe(saved.Content);
    }

    [Fact]
    public async Task Of_two_designers_on_one_block_the_second_is_told_who_was_before_him()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.SavedAsync(InOneBlock(Six));
        var stamp = await StampAsync(house);
        var handler = house.Get<LayOutBlockHandler>();
        var first = await handler.HandleAsync(new(Flow, "block", stamp, ["SYJ", "GSJ"], [new("GSJ", "SYJ")]), house.Designer, Cancellation);
        first.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        var second = await handler.HandleAsync(new(Flow, "block", stamp, ["SYJ"]), house.Designer, Cancellation);
        second.FirstError.Code.ShouldBe("definition_changed_by_other");
        (await house.OpenedAsync(Flow)).Activity("block")["waits"]!["expression"]!["value"]!.GetValue<string>().ShouldBe("GSJ: SYJ");
    }

    [Fact]
    public async Task A_circle_and_a_stranger_are_refused_beside_the_field_and_an_unknown_block_by_its_name()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.SavedAsync(InOneBlock(Six));
        async Task<string> CodeAsync(string block, string[] lanes, params LaneWait[] waits) =>
            (
                await house
                    .Get<LayOutBlockHandler>()
                    .HandleAsync(new(Flow, block, await StampAsync(house), lanes, waits), house.Designer, Cancellation)
            )
                .FirstError
                .Code;
        (await CodeAsync("block", ["SYJ", "GSJ"], new("SYJ", "GSJ"), new("GSJ", "SYJ"))).ShouldBe("block_waits_in_circle");
        (await CodeAsync("block", ["SYJ"], new LaneWait("SYJ", "GSJ"))).ShouldBe("block_waits_for_strangers");
        (await CodeAsync("finish", ["SYJ"])).ShouldBe("flow_block_not_found");
        (await DrawOutAsync(house, "nothing")).FirstError.Code.ShouldBe("flow_block_not_found");
    }

    private static JsonObject InOneBlock(string lanes, string waits = "")
    {
        var model = Designing.Created("一个并联块");
        (model["definitionId"], model["root"]!["activities"], model["root"]!["connections"]) = (Flow, new JsonArray(), new JsonArray());
        foreach (
            var (id, type) in ((string, string)[])
                [
                    ("intake", "OneWindowIntake"),
                    ("copy", "CopyNotice"),
                    ("block", "ApproveInParallel"),
                    ("issue", "IssueCertificates"),
                    ("deliver", "Deliver"),
                    ("finish", "FinishCase"),
                ]
        )
            model.Activities.Add(Designing.Dragged(id, "ParallelApproval." + type, id));
        Give(model, lanes, waits);
        model.Connect("intake", "Accepted", "copy");
        model.Connect("copy", "Done", "block");
        foreach (var way in (string[])["Approved", "PartlyApproved", "Refused", "Withdrawn", "TimedOut"])
            model.Connect("block", way, "issue");
        model.Connect("issue", "Done", "deliver");
        model.Connect("deliver", "Delivered", "finish");
        return model;
    }

    private static void Give(JsonObject model, string lanes, string waits)
    {
        Input(model.Activity("block"), "departments", "Object", lanes);
        Input(model.Activity("block"), "waits", "Literal", waits);
    }

    private static void Input(JsonObject step, string name, string type, string value) =>
        step[name] = new JsonObject
        {
            ["expression"] = new JsonObject { ["type"] = type, ["value"] = value },
        };

    private static async Task<TrialOutcome> TryAsync(TestHouse house, JsonObject model, params int[] refuse)
    {
        await house.SavedAsync(model);
        return await TryAsync(house, Flow, refuse);
    }

    private static async Task<TrialOutcome> TryAsync(TestHouse house, string flow, params int[] refuse)
    {
        var workflow = await house.Get<FlowOnTrial>().PrepareAsync(flow, null, Cancellation);
        workflow.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        var item = flow == Designing.Catering ? Catering.Item : Catering.Drill;
        return house.Get<TrialRunHandler>().Handle(new(workflow.Value, item, new(2026, 3, 2), Refuse: refuse)).Value;
    }

    private static async Task<string> StampAsync(TestHouse house, string flow = Flow) =>
        DefinitionStamp.Of((await house.Get<DefinitionQueries>().FindAsync(flow, new("Latest"), Cancellation))!);

    private static async Task<ErrorOr<RedrawnFlow>> DrawOutAsync(TestHouse house, string block) =>
        await house.Get<DrawBlockOutHandler>().HandleAsync(new(Flow, block, await StampAsync(house)), house.Designer, Cancellation);

    private static async Task<ErrorOr<RedrawnFlow>> GatherAsync(TestHouse house, string fork, string flow = Flow) =>
        await house.Get<GatherBlockHandler>().HandleAsync(new(flow, fork, await StampAsync(house, flow)), house.Designer, Cancellation);
}
