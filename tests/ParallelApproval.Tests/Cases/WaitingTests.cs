using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>What waits for an officer is told to him, and a task that its holder cannot do goes back to the pool.</summary>
public sealed class WaitingTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recusal_waits_for_the_head_and_late_it_is_his_card()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (
            await house
                .Get<AskRecusalHandler>()
                .HandleAsync(new(number, 1, "approver-syj", "系近亲属"), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        var waiting = (await WaitsForAsync(house, "manager")).ShouldHaveSingleItem();
        (waiting.Kind, waiting.CaseNumber, waiting.Branch).ShouldBe((WaitingKind.Recusal, number.ToString(), 1));
        (await WaitsForAsync(house, "approver-syj")).ShouldBeEmpty();

        await house.WatchAtAsync(3, 4, 0, 1);
        (await WaitsForAsync(house, "manager")).ShouldHaveSingleItem().Colour.ShouldBe(ClockColour.Red);
        (await house.CardAsync(number, "E09", 1)).ShouldSatisfyAllConditions(
            card => card.Department.ShouldBe("XZSP"),
            card => card.Officer.ShouldBe("manager"),
            card => card.Colour.ShouldBe(CardColour.Yellow)
        );
        (
            await house
                .Get<DecideRecusalHandler>()
                .HandleAsync(new(number, 1, false, "无利害关系"), house.By("manager", "XZSP"), Cancellation)
        ).ShouldSucceed();
        (await WaitsForAsync(house, "manager")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_longer_limit_that_is_asked_for_waits_for_the_head_until_the_limit_ends()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var task = new TaskNumber(number, 1, 1);
        (
            await house.Get<AskExtensionHandler>().HandleAsync(new(task, 5, "现场情况复杂"), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        var waiting = (await WaitsForAsync(house, "manager")).ShouldHaveSingleItem();
        (waiting.Kind, waiting.CaseNumber, waiting.Branch).ShouldBe((WaitingKind.BranchExtension, number.ToString(), 1));
        waiting.DueAt.ShouldBe((await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Legal)!.DueAt);
        (await WaitsForAsync(house, "approver-syj")).ShouldBeEmpty();
        (
            await house
                .Get<DecideExtensionHandler>()
                .HandleAsync(new(task, false, "张区长", LeaveLevel.Government, "理由不足"), house.By("manager", "XZSP"), Cancellation)
        ).ShouldSucceed();
        (await WaitsForAsync(house, "manager")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_whose_holder_can_no_longer_sign_goes_back_to_the_pool_and_is_said()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation)).ShouldSucceed();
        (await house.Get<FreeTasks>().RunOnceAsync(Cancellation)).ShouldBe(0);
        var officer = house.Get<OfficerRegister>().Find("approver-syj")!;
        (
            await house
                .Get<CloseAccountHandler>()
                .HandleAsync(new(officer.UserName, "调离", officer.Revision), house.By("admin", "XZSP"), Cancellation)
        ).ShouldSucceed();
        (await house.Get<FreeTasks>().RunOnceAsync(Cancellation)).ShouldBe(1);
        (await house.Get<FreeTasks>().RunOnceAsync(Cancellation)).ShouldBe(0, "it is done once");
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Holder.ShouldBeNull();
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(TaskFreed));
    }

    [Fact]
    public async Task A_task_that_lies_idle_for_more_than_half_of_its_days_goes_back_to_the_pool()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation)).ShouldSucceed();
        var budget = (await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Promised)!.BudgetDays;
        house.GoTo(3, 3, 23);
        (await house.Get<FreeTasks>().RunOnceAsync(Cancellation)).ShouldBe(0);
        house.GoTo(3, 2 + (budget / 2) + 2, 1);
        (await house.Get<FreeTasks>().RunOnceAsync(Cancellation)).ShouldBe(1);
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.HeldBefore.ShouldBe("approver-syj");
    }

    [Fact]
    public async Task Only_a_head_gives_a_task_to_another_and_a_supervisor_only_where_the_holder_cannot_sign()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.AddApproverAsync("colleague-syj", "SYJ");
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation)).ShouldSucceed();
        (
            await house
                .Get<ReassignTaskHandler>()
                .HandleAsync(new(new(number, 1, 1), "colleague-syj", "分流"), house.Supervisor, Cancellation)
        ).ShouldBeRefused("task_claimed_by_other");
        (
            await house
                .Get<ReassignTaskHandler>()
                .HandleAsync(new(new(number, 1, 1), "colleague-syj", "分流"), house.By("manager", "XZSP"), Cancellation)
        ).Value.Holder.ShouldBe("colleague-syj");
    }

    private static Task<IReadOnlyList<WaitingAct>> WaitsForAsync(TestHouse house, string userName) =>
        house
            .Get<WaitingQueries>()
            .ForAsync(house.Get<OfficerRegister>().Find(userName)!, house.Get<TimeProvider>().OfficialNow(), Cancellation);
}
