using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Community, street, district: what goes up, what comes back, and who sees it.</summary>
public sealed class TierTests(TestCluster cluster)
{
    private const string Allowance = "610104-JF-201";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_goes_from_community_to_street_to_district_and_its_result_back_to_the_station()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        (await DecideAsync(house, number)).FirstError.Code.ShouldBe(
            "task_not_found",
            "the district is not asked before the tiers below have reviewed"
        );
        (await SendUpAsync(house, number, "clerk-street", "STREET")).FirstError.Code.ShouldBe("nothing_to_send_up");
        (await SendUpAsync(house, number, "clerk-community", "COMM")).ErrorsOrEmptyList.ShouldBeEmpty();

        house.GoTo(3, 6);
        (await SendUpAsync(house, number, "approver-street", "STREET", agrees: false)).ErrorsOrEmptyList.ShouldBeEmpty();
        var sent = (await EventsAsync<SentUp>(house, number)).ToList();
        sent.ShouldBe([
            new(2, "COMM", "STREET", true, new(2026, 3, 3), new(2026, 3, 2)),
            new(3, "STREET", "XZSP", false, new(2026, 3, 4), new(2026, 3, 6)),
        ]);
        (await house.FileAsync(number, Cancellation))
            .LatestClock(1, ClockKind.Promised)!
            .DueOn.ShouldBe(new(2026, 3, 11), "what is left of the seven days");

        (await DecideAsync(house, number)).Value.CaseStatus.ShouldBe(CaseStatus.Decided);
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(ResultReturned));
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "delivery_elsewhere"
        );
        var delivered = await house.Get<DeliverCaseHandler>().HandleAsync(new(number), Community(house), Cancellation);
        delivered.Value.Status.ShouldBe(CaseStatus.Finished, "the contrary opinion of the street refuses nothing");
        delivered.Value.Certificates.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_return_downwards_starts_no_clock_anew_and_comes_up_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        await SendUpAsync(house, number, "clerk-community", "COMM");
        await SendUpAsync(house, number, "approver-street", "STREET");
        var before = (await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Promised)!.DueOn;

        house.GoTo(3, 5);
        var down = house.Get<SendDownHandler>();
        var back = await down.HandleAsync(new(new(number, 1, 1), "缺入户调查"), house.By("reviewer-mzj", "MZJ"), Cancellation);
        (back.Value.Department, back.Value.PromisedDue, back.Value.Status).ShouldBe(
            ("STREET", new DateOnly(2026, 3, 4), BranchStatus.SentBack)
        );
        (await DecideAsync(house, number)).FirstError.Code.ShouldBe("branch_not_open");
        var further = await down.HandleAsync(new(new(number, 3, 2), "请社区补充"), house.By("approver-street", "STREET"), Cancellation);
        (further.Value.Department, further.Value.PromisedDue).ShouldBe(("COMM", new DateOnly(2026, 3, 3)));

        (await SendUpAsync(house, number, "approver-community", "COMM")).IsError.ShouldBeFalse();
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(BranchStatus.SentBack, "the street still has it");
        (await SendUpAsync(house, number, "approver-street", "STREET")).IsError.ShouldBeFalse();
        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(1)!.Status.ShouldBe(BranchStatus.InReview);
        file.LatestClock(1, ClockKind.Promised)!.DueOn.ShouldBe(before);
        (await EventsAsync<SentUp>(house, number)).Count().ShouldBe(4);
        (await DecideAsync(house, number)).Value.CaseStatus.ShouldBe(CaseStatus.Decided);
    }

    [Fact]
    public async Task The_upper_tier_may_not_ask_again_for_what_the_lower_sent()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        await SendUpAsync(house, number, "clerk-community", "COMM");
        await SendUpAsync(house, number, "approver-street", "STREET");
        var asked = await house
            .Get<RequestCorrectionHandler>()
            .HandleAsync(new(new(number, 1, 1), [new("M02", "请重交", "原件")]), house.By("approver-mzj", "MZJ"), Cancellation);
        asked.FirstError.Code.ShouldBe("sent_by_lower_tier");
    }

    [Fact]
    public async Task The_window_of_a_street_passes_the_community_by()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var receipt = await house
            .Get<ReceiveCaseHandler>()
            .HandleAsync(new(house.Application(Allowance), Accept: true), house.By("clerk-street", "STREET"), Cancellation);
        var number = Catering.Number(receipt);
        var file = await house.FileAsync(number, Cancellation);
        file.Branches.Select(branch => (branch.Department, branch.Status))
            .ShouldBe([("MZJ", BranchStatus.Waiting), ("STREET", BranchStatus.InReview)]);
    }

    [Fact]
    public async Task An_errand_is_received_below_and_run_above()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application("610104-DL-207"), Accept: true), Community(house), Cancellation)
        );
        (await SendUpAsync(house, number, "clerk-community", "COMM")).ErrorsOrEmptyList.ShouldBeEmpty();
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "同意。"), house.Approver("LLB"), Cancellation)
        ).Value.CaseStatus.ShouldBe(CaseStatus.Decided);
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), Community(house), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.Finished
        );
    }

    [Fact]
    public async Task The_authorised_window_decides_on_the_spot_what_it_received()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var spot = house.Get<DecideOnTheSpotHandler>();
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application("610104-FW-206"), Accept: true), Community(house), Cancellation)
        );
        (await spot.HandleAsync(new(number, Verdict.Refuse, "不符合", null), Community(house), Cancellation)).FirstError.Code.ShouldBe(
            "reasons_missing"
        );
        var decided = await spot.HandleAsync(new(number, Verdict.Approve, "材料齐全，当场办结。"), Community(house), Cancellation);
        (decided.Value.Status, decided.Value.Decisions.Count).ShouldBe((CaseStatus.Decided, 1));
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), Community(house), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.Finished
        );

        var catering = await house.ReceiveAsync();
        (await spot.HandleAsync(new(catering, Verdict.Approve, "当场。"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "not_on_the_spot"
        );
        var sign = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application("610104-XK-107"), Accept: true), house.Clerk(), Cancellation)
        );
        (await spot.HandleAsync(new(sign, Verdict.Approve, "当场。"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("four_eyes");
    }

    [Fact]
    public async Task A_station_has_its_own_cases_a_street_those_of_its_stations_and_the_district_all()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Database.AskAsync<int>(
            """
            WITH street AS (INSERT INTO departments (code, name, name_en, tier, kind, parent_code, unified_credit_code, has_authorised_window, is_vertical)
                SELECT 'STREET2', '第二街道', 'Second street', tier, kind, 'XZSP', '11610104MB9X003140', false, false FROM departments WHERE code = 'STREET' RETURNING 1)
            , edition AS (UPDATE registers SET version = version + 1 WHERE name = 'officers' RETURNING 1)
            SELECT 1
            """,
            Cancellation
        );
        await house.Get<RegisterCache>().RefreshAsync(Cancellation);
        var (low, high) = (await ReceiveAsync(house), await house.ReceiveAsync());
        async Task<string[]> SeenBy(string department) =>
            [
                .. (
                    await house
                        .Get<CaseQueries>()
                        .ListAsync(
                            new(Stations: house.Get<StationGate>().StationsOf(department)?.ToArray()),
                            house.Clock.GetUtcNow(),
                            Cancellation
                        )
                ).Cases.Select(line => line.CaseNumber),
            ];
        (await SeenBy("COMM")).ShouldBe([low.ToString()]);
        (await SeenBy("STREET")).ShouldBe([low.ToString()]);
        (await SeenBy("STREET2")).ShouldBeEmpty();
        (await SeenBy("XZSP")).ShouldBe([high.ToString(), low.ToString()], ignoreOrder: true);
        (
            await house.Get<WithdrawCaseHandler>().HandleAsync(new(low, "不办了"), house.By("clerk2", "STREET2"), Cancellation)
        ).FirstError.Code.ShouldBe("case_not_found");
        (await house.Get<WithdrawCaseHandler>().HandleAsync(new(high, "不办了"), Community(house), Cancellation)).FirstError.Code.ShouldBe(
            "case_not_found"
        );
        (
            await house.Get<WithdrawCaseHandler>().HandleAsync(new(low, "不办了"), house.By("clerk-street", "STREET"), Cancellation)
        ).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_station_does_not_receive_what_belongs_above()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application()), Community(house), Cancellation)
        ).FirstError.Code.ShouldBe("item_not_at_this_tier");
    }

    [Fact]
    public async Task A_street_receives_what_the_district_decides_when_it_is_taken_in_at_the_street()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var newborn = new ReceiveCase(house.Application("610104-YJS-008"));
        (await house.Get<ReceiveCaseHandler>().HandleAsync(newborn, Community(house), Cancellation)).FirstError.Code.ShouldBe(
            "item_not_at_this_tier"
        );
        (
            await house.Get<ReceiveCaseHandler>().HandleAsync(newborn, house.By("clerk-street", "STREET"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    private static Act Community(TestHouse house) => house.By("clerk-community", "COMM");

    private static async Task<CaseNumber> ReceiveAsync(TestHouse house) =>
        Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application(Allowance), Accept: true), Community(house), Cancellation)
        );

    private static Task<ErrorOr<Decided>> SendUpAsync(
        TestHouse house,
        CaseNumber number,
        string userName,
        string department,
        bool agrees = true
    ) =>
        house
            .Get<SendUpHandler>()
            .HandleAsync(
                new(number, agrees, agrees ? "情况属实，同意上报。" : "收入偏高，建议复核。"),
                house.By(userName, department),
                Cancellation
            );

    private static async Task<ErrorOr<Decided>> DecideAsync(TestHouse house, CaseNumber number)
    {
        // The household has been visited, unless it has already.
        _ = await house.InspectAsync(number, 1, "MZJ");
        var task = new TaskNumber(number, 1, 1);
        if (
            await house
                .Get<ReviewBranchHandler>()
                .HandleAsync(new(task, Verdict.Approve, "符合条件。"), house.By("reviewer-mzj", "MZJ"), Cancellation) is
            { IsError: true } refused
        )
            return refused.Errors;
        return await house
            .Get<DecideBranchHandler>()
            .HandleAsync(new(task, Verdict.Approve, "同意。"), house.By("approver-mzj", "MZJ"), Cancellation);
    }

    private static async Task<IEnumerable<T>> EventsAsync<T>(TestHouse house, CaseNumber number)
        where T : DomainEvent =>
        (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation))
            .Where(line => line.Kind == typeof(T).Name)
            .Select(line => System.Text.Json.JsonSerializer.Deserialize<T>(line.Data, HouseJson.Options)!);
}
