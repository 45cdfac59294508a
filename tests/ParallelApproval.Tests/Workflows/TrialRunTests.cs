using System.Text.Json.Nodes;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Testing;
using ParallelApproval.Trials;

namespace ParallelApproval.Workflows;

public sealed class TrialRunTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_branch_finishes_on_its_promised_day_by_the_calendar()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var trial = await TryAsync(house, Designing.Catering);
        var (item, calendar) = (
            house.Get<CatalogueRegister>().InForce(Catering.Item, new(2026, 3, 2))!,
            house.Get<CalendarRegister>().Current
        );

        trial.Status.ShouldBe(CaseStatus.Decided);
        trial.StoppedBecause.ShouldBeNull();
        foreach (var branch in trial.Branches)
            branch.FinishesOn.ShouldBe(
                calendar.AddWorkingDays(new(2026, 3, 2), item.Branch(branch.Number).PromisedDay).Value.Due,
                $"branch {branch.Number}"
            );
        trial.DecidedOn.ShouldBe(trial.Branches.Max(branch => branch.FinishesOn));
        trial.Steps.ShouldContain(step => step.ActivityId == "join" && step.EndedOn == trial.DecidedOn);
    }

    [Fact]
    public async Task In_series_the_same_case_takes_longer()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (parallel, serial) = (await TryAsync(house, Designing.Catering), await TryAsync(house, "serial-approval"));
        serial.StoppedBecause.ShouldBeNull();
        serial.DecidedOn!.Value.ShouldBeGreaterThan(parallel.DecidedOn!.Value);
    }

    [Fact]
    public async Task A_draft_can_be_tried_before_it_is_published_and_nothing_is_stored()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.AddSeventhDepartment();
        await house.SavedAsync(model);
        var trial = await TryAsync(house, Designing.Catering);

        trial.Version.ShouldBe(2);
        trial
            .Branches.Single(branch => branch.Department == "XFDD")
            .FinishesOn.ShouldBe(house.Get<CalendarRegister>().Current.AddWorkingDays(new(2026, 3, 2), 3).Value.Due);
        (
            await house.Database.AskAsync<long>(
                "SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM workflow_instances) + (SELECT count(*) "
                    + "FROM case_events) + (SELECT count(*) FROM case_number_blocks)",
                Cancellation
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_blocks_what_depends_on_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var trial = await TryAsync(house, Designing.Catering, refuse: 3);
        trial.Branches.Single(branch => branch.Number == 3).Status.ShouldBe(BranchStatus.Refused);
        trial.Branches.ShouldContain(branch => branch.Status == BranchStatus.Blocked);
        trial.StoppedBecause.ShouldBeNull();
    }

    [Fact]
    public async Task A_year_without_a_calendar_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var workflow = (await house.Get<FlowOnTrial>().PrepareAsync(Designing.Catering, null, Cancellation)).Value;
        house
            .Get<TrialRunHandler>()
            .Handle(new(workflow, Catering.Item, new DateOnly(2039, 3, 2)))
            .FirstError.Code.ShouldBe("calendar_year_missing");
        (await house.Get<FlowOnTrial>().PrepareAsync("nothing", null, Cancellation)).FirstError.Code.ShouldBe("definition_not_found");
    }

    [Theory]
    [InlineData(200, 5, 0)]
    [InlineData(400, 6, 1)]
    public async Task A_trial_takes_each_way_with_a_refusal_and_a_late_department(int area, int branches, int cards)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(model =>
        {
            model.AskOnlyWhen(6, "Condition", "form.areaSquareMetres > 300");
            model.CardAfter(
                Designing.Dragged("wait", "ParallelApproval.WaitWorkingDays", "承诺过后", ("days", "1"), ("direction", "After")),
                "Due"
            );
        });
        var workflow = await house.Get<FlowOnTrial>().PrepareAsync(flow, null, Cancellation);
        var trial = house
            .Get<TrialRunHandler>()
            .Handle(
                new(
                    workflow.Value,
                    Catering.Drill,
                    new(2026, 3, 2),
                    Refuse: [1],
                    Late: [6],
                    Form: new() { ["areaSquareMetres"] = area, ["premisesName"] = "小餐馆" }
                )
            )
            .Value;
        trial.StoppedBecause.ShouldBeNull();
        trial.Branches.Count.ShouldBe(branches);
        trial.Branches[0].Status.ShouldBe(BranchStatus.Refused);
        trial.Status.ShouldBe(CaseStatus.Decided);
        (trial.DecidedOn > trial.PromisedDue).ShouldBe(branches == 6, "the sixth is late");
        trial.Steps.Count(step => step.ActivityId == "card").ShouldBe(cards, "only who is late waits for the last promised day");
    }

    [Fact]
    public async Task A_department_asks_for_a_paper_and_another_stops_its_clock_and_all_the_same_each_comes_to_its_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var workflow = (await house.Get<FlowOnTrial>().PrepareAsync("parallel-approval", null, Cancellation)).Value;
        TrialOutcome Played(int[] correct, int[] stop) =>
            house.Get<TrialRunHandler>().Handle(new(workflow, Catering.Drill, new(2026, 3, 2), Correct: correct, Stop: stop)).Value;
        var smooth = Played([], []);
        var trial = Played([1], [2]);
        trial.StoppedBecause.ShouldBeNull();
        trial.Status.ShouldBe(smooth.Status);
        trial.Branches.ShouldAllBe(branch => branch.Status == BranchStatus.Approved);
        trial
            .Acts.Where(act => act.Branch == 1)
            .Select(act => act.Verb)
            .ShouldBe([BranchVerb.RequestCorrection, BranchVerb.PapersCameIn, BranchVerb.DecideBranch]);
        trial.Acts.Where(act => act.Branch == 2).Select(act => act.Verb).ShouldBe([BranchVerb.StopBranch, BranchVerb.DecideBranch]);
        trial
            .Branches[1]
            .FinishesOn.ShouldBe(
                house.Get<CalendarRegister>().Current.AddWorkingDays(smooth.Branches[1].FinishesOn!.Value, 5).Value.Due,
                "five days of experts are not counted"
            );
    }

    [Fact]
    public async Task A_kept_trial_is_played_at_every_publication_and_one_that_ends_otherwise_stops_it_until_it_is_kept_anew()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(_ => { });
        var keep = new KeepTrial(flow, "大面积", Catering.Drill, Form: new() { ["areaSquareMetres"] = 200, ["premisesName"] = "小餐馆" });
        var kept = await house.Get<KeepTrialHandler>().HandleAsync(keep, house.Designer, Cancellation);
        kept.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        kept.Value.End.Branches.Count.ShouldBe(6);

        var model = await house.OpenedAsync(flow);
        var published = await house.SaveAsync(model, publish: true);
        published.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        published.Value.Warnings.Select(warning => warning.Code).ShouldContain("flow_trials_held");

        model = await house.OpenedAsync(flow);
        model.AskOnlyWhen(6, "Condition", "form.areaSquareMetres > 300");
        var refused = await house.SaveAsync(model, publish: true);
        refused.Errors.Select(error => error.Code).ShouldBe(["flow_trial_asks_others"]);
        refused.FirstError.Description.ShouldContain("大面积");

        await house.SavedAsync(model);
        (await house.Get<KeepTrialHandler>().HandleAsync(keep, house.Designer, Cancellation)).Value.End.Branches.Count.ShouldBe(5);
        var anew = await house.SaveAsync(await house.OpenedAsync(flow), publish: true);
        anew.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty("the new end is right");

        (await house.Get<DropTrialHandler>().HandleAsync(new(flow, "大面积"), house.Designer, Cancellation)).IsError.ShouldBeFalse();
        (await house.Get<DropTrialHandler>().HandleAsync(new(flow, "大面积"), house.Designer, Cancellation)).FirstError.Code.ShouldBe(
            "trial_not_kept"
        );
    }

    [Theory]
    [InlineData("7", "flow_trials_unreadable")]
    [InlineData("[null]", "flow_trials_unreadable")]
    [InlineData("""[{"name":"a"}]""", "flow_trials_unreadable")]
    [InlineData("""[{"name":"a","itemCode":"x","end":{"status":"Bogus","branches":{},"told":[]}}]""", "flow_trials_unreadable")]
    [InlineData("""[{"name":"a","itemCode":"x","end":{"status":"Decided","branches":{},"told":[]}}]""", "flow_trial_not_played")]
    [InlineData(
        """[{"name":"a","itemCode":"610104-YJS-900","branches":[99],"end":{"status":"Decided","branches":{},"told":[]}}]""",
        "flow_trial_not_played"
    )]
    public async Task What_somebody_wrote_into_the_property_by_hand_is_told_and_breaks_nothing(string written, string code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(_ => { });
        var model = await house.OpenedAsync(flow);
        model["customProperties"]![KeptTrial.Property] = JsonNode.Parse(written);
        model["description"] = "changed";
        var saved = await house.SaveAsync(model, publish: true);
        saved.ErrorsOrEmptyList.Concat(saved.IsError ? [] : saved.Value.Warnings).Select(error => error.Code).ShouldContain(code);
    }

    private static async Task<TrialOutcome> TryAsync(TestHouse house, string definition, params int[] refuse)
    {
        var workflow = (await house.Get<FlowOnTrial>().PrepareAsync(definition, null, Cancellation)).Value;
        var trial = house.Get<TrialRunHandler>().Handle(new(workflow, Catering.Item, new DateOnly(2026, 3, 2), Refuse: refuse));
        trial.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
        return trial.Value;
    }
}
