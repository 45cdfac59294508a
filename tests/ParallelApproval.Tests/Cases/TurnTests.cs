using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Whoever is not there is nobody's only hope: whose turn it is then is told to somebody who can come.</summary>
public sealed class TurnTests(TestCluster cluster)
{
    private const string Allowance = "610104-JF-201";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_everybody_of_a_department_is_kept_off_the_heads_are_told_of_that_branch_alone()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (number, other) = (await house.ReceiveAsync(Catering.Drill), await house.ReceiveAsync());
        (
            await house
                .Get<AskRecusalHandler>()
                .HandleAsync(new(number, 1, "approver-syj", "系近亲属"), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        (await VacanciesOfAsync(house, "manager")).ShouldBeEmpty("the head has not decided yet, and may refuse");
        (
            await house.Get<DecideRecusalHandler>().HandleAsync(new(number, 1, true, "属实"), house.By("manager", "XZSP"), Cancellation)
        ).ShouldSucceed();
        foreach (var watcher in (string[])["manager", "supervisor"])
            (await VacanciesOfAsync(house, watcher)).ShouldBe([(number.ToString(), 1)], $"and not {other}");
        (await VacanciesOfAsync(house, "approver-gsj")).ShouldBeEmpty();

        await house.AddApproverAsync("colleague-syj", "SYJ");
        (await VacanciesOfAsync(house, "manager")).ShouldBeEmpty();
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "同意。"), house.By("colleague-syj", "SYJ"), Cancellation)
        ).ShouldSucceed();
    }

    [Fact]
    public async Task The_open_receipts_of_a_clerk_who_left_are_found_by_his_colleagues()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house
                .Get<KeepOfficerHandler>()
                .HandleAsync(new("clerk-9", "孙九", "Sun Jiu", "XZSP", [Role.Clerk], 0), house.By("admin", "XZSP"), Cancellation)
        ).ShouldSucceed();
        var number = await house.ReceiveAsync(Catering.Drill);
        (await ReceiptsOfAsync(house, "clerk")).ShouldBe([number.ToString()]);
        (await ReceiptsOfAsync(house, "clerk-9")).ShouldBeEmpty("while he is there, they are his");
        await LeaveAsync(house, "clerk");
        (await ReceiptsOfAsync(house, "clerk-9")).ShouldBe([number.ToString()]);
    }

    [Fact]
    public async Task Where_a_station_and_its_street_have_no_clerk_the_centre_hands_the_result_out()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application(Allowance), Accept: true), house.By("clerk-community", "COMM"), Cancellation)
        );
        (await DeliverAsync()).ShouldBe("delivery_elsewhere");
        foreach (
            var clerk in house
                .Get<OfficerRegister>()
                .All.Where(officer => officer.Is(Role.Clerk) && officer.DepartmentCode != "XZSP")
                .ToList()
        )
            await LeaveAsync(house, clerk.UserName);
        (await ReceiptsOfAsync(house, "clerk")).ShouldBe([number.ToString()]);
        (await DeliverAsync()).ShouldBeNull("a clerk of the centre stands in for them");

        async Task<string?> DeliverAsync()
        {
            var file = await house.FileAsync(number, Cancellation);
            file.Act = house.Clerk();
            return house.Get<CaseGuards>().Refusal(Guard.AtItsStation, file, null)?.Code;
        }
    }

    [Fact]
    public async Task What_the_absent_holder_should_have_found_at_the_place_is_asked_of_his_colleagues()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.AddApproverAsync("colleague-syj", "SYJ");
        var (turn, colleague) = (house.Get<WhoseTurn>(), house.Get<OfficerRegister>().Find("colleague-syj")!);
        DateOnly day = new(2026, 3, 4);
        turn.IsAsked(colleague, "SYJ", "approver-syj", day).ShouldBeFalse("he is there himself");
        (
            await house
                .Get<AppointDeputyHandler>()
                .HandleAsync(new("approver-syj", "colleague-syj", day, day, "培训"), house.By("manager", "XZSP"), Cancellation)
        ).ShouldSucceed();
        turn.IsAsked(colleague, "SYJ", "approver-syj", day).ShouldBeTrue();
        turn.IsAsked(colleague, "SYJ", "approver-syj", day.AddDays(1)).ShouldBeFalse();
    }

    [Fact]
    public async Task When_all_who_decide_have_left_the_review_of_the_station_holds_nothing_up()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var act = house.By("clerk-community", "COMM");
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Allowance), Accept: true), act, Cancellation)
        );
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不再申请", [1]), act, Cancellation)).ShouldSucceed();
        (await house.FileAsync(number, Cancellation)).ShouldSatisfyAllConditions(
            file => file.Case.Status.ShouldBe(CaseStatus.Withdrawn),
            file => file.Branches.ShouldAllBe(branch => branch.Status == BranchStatus.Withdrawn)
        );
    }

    [Fact]
    public async Task Where_two_must_sign_and_one_alone_can_the_heads_are_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, drill =>
            drill with
            {
                Branches = [.. drill.Branches.Select(branch => branch with { NeedsTwoSignatures = branch.Number == 3 })],
            }
        );
        var number = await house.ReceiveAsync(Catering.Drill);
        (await VacanciesOfAsync(house, "manager")).ShouldBe([(number.ToString(), 3)]);
        await house.AddApproverAsync("second-zjj", "ZJJ");
        (await VacanciesOfAsync(house, "manager")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_review_that_no_approver_of_the_body_can_send_up_waits_for_its_clerk()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application(Allowance), Accept: true), house.By("clerk-community", "COMM"), Cancellation)
        );
        (
            await house.Get<SendUpHandler>().HandleAsync(new(number, true, "情况属实。"), house.By("clerk-community", "COMM"), Cancellation)
        ).ShouldSucceed();
        foreach (var approver in house.Get<OfficerRegister>().Of("STREET").Where(other => other.Is(Role.Approver)).ToList())
            await LeaveAsync(house, approver.UserName);

        var clerk = house.Get<OfficerRegister>().Of("STREET").First(other => other.Is(Role.Clerk));
        var waiting = await house.Get<WaitingQueries>().ForAsync(clerk, house.Get<TimeProvider>().OfficialNow(), Cancellation);
        waiting
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(act => act.Kind.ShouldBe(WaitingKind.Review), act => act.CaseNumber.ShouldBe(number.ToString()));
        (
            await house.Get<SendUpHandler>().HandleAsync(new(number, true, "情况属实。"), house.By(clerk.UserName, "STREET"), Cancellation)
        ).ShouldSucceed();
        (await house.Get<WaitingQueries>().ForAsync(clerk, house.Get<TimeProvider>().OfficialNow(), Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_of_an_officer_and_the_file_say_the_same()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.AddApproverAsync("colleague-syj", "SYJ");
        var number = await house.ReceiveAsync();
        (await house.DecideAsync(number, 2)).FirstError.Code.ShouldBe("branch_waits_for");
        (
            await house
                .Get<AskExtensionHandler>()
                .HandleAsync(new(new(number, 1, 1), 5, "现场情况复杂"), house.Approver("SYJ"), Cancellation)
        ).ShouldSucceed();
        (
            await house
                .Get<AskRecusalHandler>()
                .HandleAsync(new(number, 3, "approver-zjj", "系近亲属"), house.Approver("ZJJ"), Cancellation)
        ).ShouldSucceed();
        await LeaveAsync(house, "approver-tjj");
        var file = await house.FileAsync(number, Cancellation);
        var (turn, said) = (house.Get<WhoseTurn>(), 0);
        foreach (var officer in house.Get<OfficerRegister>().All.Where(officer => officer.IsEnabled))
        {
            file.Act = house.By(officer.UserName, officer.DepartmentCode!);
            var listed = (
                await house.Get<WaitingQueries>().ForAsync(officer, house.Get<TimeProvider>().OfficialNow(), Cancellation)
            ).Select(act => (act.Kind, act.Branch));
            listed.ShouldBe(turn.Of(file, officer, _ => null), ignoreOrder: true, officer.UserName);
            said += listed.Count();
        }

        said.ShouldBeGreaterThan(3, "an extension, a recusal and a vacancy wait");
    }

    private static async Task<List<(string, int)>> VacanciesOfAsync(TestHouse house, string userName) =>
        [
            .. (
                await house
                    .Get<WaitingQueries>()
                    .ForAsync(house.Get<OfficerRegister>().Find(userName)!, house.Get<TimeProvider>().OfficialNow(), Cancellation)
            )
                .Where(act => act.Kind is WaitingKind.Vacancy)
                .Select(act => (act.CaseNumber!, act.Branch!.Value)),
        ];

    private static async Task<List<string>> ReceiptsOfAsync(TestHouse house, string userName) =>
        [
            .. (
                await house
                    .Get<CaseQueries>()
                    .ReceiptsAsync(house.Get<OfficerRegister>().Find(userName)!, 100, house.Get<TimeProvider>().OfficialNow(), Cancellation)
            ).Cases.Select(line => line.CaseNumber),
        ];

    private static async Task LeaveAsync(TestHouse house, string userName)
    {
        var officer = house.Get<OfficerRegister>().Find(userName)!;
        (
            await house
                .Get<CloseAccountHandler>()
                .HandleAsync(new(userName, "调离", officer.Revision), house.By("admin", "XZSP"), Cancellation)
        ).ShouldSucceed();
    }
}
