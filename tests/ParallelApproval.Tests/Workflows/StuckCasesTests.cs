using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>Cases that do not go on by themselves are found and freed; those that do are left alone.</summary>
public sealed class StuckCasesTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_in_hand_of_which_nobody_is_asked_is_found_and_released_and_one_that_goes_on_is_not()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        // A department is asked later, and the timer that would do so is lost: no verb of the house leads there, a repair by hand may.
        var flow = await house.GenericAsync(model =>
        {
            model.Activities.Add(
                Designing.Dragged("wait", "ParallelApproval.WaitWorkingDays", "等", ("days", "1"), ("direction", "After"))
            );
            model.Disconnect("copy", "approve");
            model.Connect("copy", "Done", "wait");
            model.Connect("wait", "Due", "approve");
            model.Connect("wait", "Over", "approve");
        });
        var stuck = await house.ReceiveAsync(Catering.Drill, workflow: flow);
        var other = await house.ReceiveAsync(Catering.Drill);
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty("one waits for its day, six departments are asked");
        (await ReleaseAsync(house, stuck)).ShouldBe("flow_not_stuck");
        (await ReleaseAsync(house, other)).ShouldBe("flow_not_stuck");

        await house.Database.DoAsync(
            $"UPDATE workflow_instances SET timers = NULL, next_at = NULL WHERE case_key = {stuck.Key}",
            Cancellation
        );
        var found = (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldHaveSingleItem();
        (found.Case, found.Because).ShouldBe((stuck, StuckBecause.NobodyAsked));

        (await ReleaseAsync(house, stuck)).ShouldBeNull();
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty();
        (await house.FileAsync(stuck, Cancellation)).Branches.ShouldAllBe(branch => branch.Status.IsOpen());
    }

    [Fact]
    public async Task A_decided_case_whose_flow_waits_for_others_before_it_hands_over_is_found_and_released()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(model =>
        {
            model.Activities.Add(Designing.Dragged("paid", "Elsa.Event", "缴费", ("eventName", "Paid")));
            model.Disconnect("issue", "deliver");
            model.Connect("issue", "Done", "paid");
            model.Connect("paid", "Done", "deliver");
        });
        var number = await house.ReceiveAsync(Catering.Drill, workflow: flow);
        foreach (var branch in Enumerable.Range(1, 6))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        var found = (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldHaveSingleItem();
        (found.Case, found.Because).ShouldBe((number, StuckBecause.WaitsForOthers));
        (await ReleaseAsync(house, number)).ShouldBeNull();
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty();
        var delivered = await house.Get<Certificates.DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        delivered.Value.Status.ShouldBe(CaseStatus.Finished);
    }

    [Fact]
    public async Task A_decided_case_whose_flow_only_tells_the_time_before_it_hands_over_is_found_after_two_weeks_and_released()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(model =>
        {
            model.Activities.Add(Designing.Dragged("tick", "Elsa.Timer", "等", ("interval", "P1D")));
            model.Activities.Add(Designing.Dragged("ask", "Elsa.FlowDecision", "问", ("condition", "false")));
            model.Disconnect("issue", "deliver");
            model.Connect("issue", "Done", "tick");
            model.Connect("tick", "Done", "ask");
            model.Connect("ask", "False", "tick");
            model.Connect("ask", "True", "deliver");
        });
        var number = await house.ReceiveAsync(Catering.Drill, workflow: flow);
        foreach (var branch in Enumerable.Range(1, 6))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty("it may take its time");
        (await ReleaseAsync(house, number)).ShouldBe("flow_not_stuck");
        house.GoTo(3, 17, 9);
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).Single().Because.ShouldBe(StuckBecause.WaitsForOthers);
        (await ReleaseAsync(house, number)).ShouldBeNull();
        var delivered = await house.Get<Certificates.DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        delivered.Value.Status.ShouldBe(CaseStatus.Finished);
    }

    [Fact]
    public async Task A_case_that_waits_for_a_timer_alone_is_found_when_its_promise_has_passed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(model =>
        {
            model.Activities.Add(Designing.Dragged("wait", "Elsa.Delay", "等", ("timeSpan", "300.00:00:00")));
            model.Disconnect("copy", "approve");
            model.Connect("copy", "Done", "wait");
            model.Connect("wait", "Done", "approve");
        });
        var number = await house.ReceiveAsync(Catering.Drill, workflow: flow);
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty();
        house.GoTo(9, 1, 9);
        var found = (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldHaveSingleItem();
        (found.Case, found.Because).ShouldBe((number, StuckBecause.NobodyAsked));
        (await ReleaseAsync(house, number)).ShouldBeNull();
        (await house.FileAsync(number, Cancellation)).Branches.ShouldAllBe(branch => branch.Status.IsOpen());
    }

    [Fact]
    public async Task A_case_that_was_handed_over_may_be_closed_and_is_told_of_when_its_flow_waits_long_after()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var flow = await house.GenericAsync(model =>
        {
            model.Activities.Add(Designing.Dragged("wait", "Elsa.Delay", "等", ("timeSpan", "300.00:00:00")));
            model.Disconnect("deliver", "finish");
            model.Connect("deliver", "Delivered", "wait");
            model.Connect("wait", "Done", "finish");
        });
        var number = await house.ReceiveAsync(Catering.Drill, workflow: flow);
        foreach (var branch in Enumerable.Range(1, 6))
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();
        var delivered = await house.Get<Certificates.DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        delivered.Value.Status.ShouldBe(CaseStatus.Delivered);
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty("it may take its time");
        house.GoTo(4, 15, 9);
        var found = (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldHaveSingleItem();
        (found.Case, found.Because).ShouldBe((number, StuckBecause.WaitsForOthers));
        (await ReleaseAsync(house, number)).ShouldBeNull();
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Finished);
        (await house.Get<StuckCases>().FindAsync(null, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_designer_says_for_which_items_a_flow_is_meant_and_unsays_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        Task<ErrorOr.ErrorOr<FlowMeantFor>> MeanAsync(MeanFlowFor said) =>
            house.Get<MeanFlowForHandler>().HandleAsync(said, house.Designer, Cancellation);
        (await MeanAsync(new(Designing.Catering, MostBranches: 3))).Value.Version.ShouldBe(2, "what is published stays as it is");
        (await house.SaveAsync(await house.OpenedAsync(), publish: true))
            .ErrorsOrEmptyList.Select(error => error.Code)
            .Distinct()
            .ShouldBe(["flow_not_meant_for_item"]);
        var kept = await MeanAsync(new(Designing.Catering, [ItemKind.Promised], [Tier.District], 2, 6));
        kept.Value.Meant.ShouldBe("""{"kinds":["Promised"],"tiers":["District"],"leastBranches":2,"mostBranches":6}""");
        (await MeanAsync(new(Designing.Catering))).Value.Meant.ShouldBe("");
        (await MeanAsync(new(Designing.Catering, LeastBranches: 5, MostBranches: 3))).FirstError.Code.ShouldBe("branches_impossible");
        (await MeanAsync(new("nothing"))).FirstError.Code.ShouldBe("definition_not_found");
    }

    private static async Task<string?> ReleaseAsync(TestHouse house, CaseNumber number)
    {
        var released = await house.Get<ReleaseFromFlowHandler>().HandleAsync(new(number, "没有人被征询。"), house.Designer, Cancellation);
        return released.IsError ? released.FirstError.Code : null;
    }
}
