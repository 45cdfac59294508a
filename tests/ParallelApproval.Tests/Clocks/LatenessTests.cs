using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Events;
using ParallelApproval.Testing;
using ParallelApproval.Workflows;

namespace ParallelApproval.Clocks;

/// <summary>What a department's silence means: never a grant, unless the item says so of an opinion.</summary>
public sealed class LatenessTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_department_still_has_to_decide_and_the_flow_waits_for_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        house.GoTo(4, 1);
        await house.SweepAsync(Cancellation);
        var file = await house.FileAsync(number, Cancellation);
        file.Branches.ShouldAllBe(branch => branch.Status == BranchStatus.InReview && branch.Bookmark != null);
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.FileAsync(number, Cancellation)).Case.Result.ShouldBe(CaseStatus.Finished);
    }

    [Fact]
    public async Task An_arrow_of_lateness_that_leads_on_is_not_followed_while_there_is_no_decision()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, OfOneDepartment);
        var number = await house.ReceiveAsync(Catering.Drill);
        house.GoTo(4, 1);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).WorkflowState.Bookmarks.ShouldContain(bookmark => bookmark.ActivityId == "approve");
    }

    [Theory]
    [InlineData("OpinionDeemedConsent", BranchKind.Opinion, true)]
    [InlineData("OpinionDeemedConsent", BranchKind.Certificate, false)]
    [InlineData("PilotDeemedConsent", BranchKind.Opinion, false)]
    [InlineData("EscalateOnly", BranchKind.Certificate, true)]
    public async Task Silence_may_count_as_consent_for_an_opinion_only(string rule, BranchKind kind, bool isLawful)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var published = await PublishAsync(house, Enum.Parse<OnTimeout>(rule), kind);
        published.IsError.ShouldBe(!isLawful);
        if (!isLawful)
            published.FirstError.Code.ShouldBe("item_timeout_rule_unlawful");
    }

    [Fact]
    public async Task An_opinion_that_is_not_given_in_time_counts_as_consent_and_is_shown_as_such()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await PublishAsync(house, OnTimeout.OpinionDeemedConsent, BranchKind.Opinion)).IsError.ShouldBeFalse();
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 5; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        house.GoTo(4, 1);
        await house.SweepAsync(Cancellation);

        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(6)!.Status.ShouldBe(BranchStatus.TimedOut);
        file.Case.Result.ShouldBe(CaseStatus.Finished);
        file.Branches.ShouldAllBe(branch => branch.Bookmark == null, "the flow went on");
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(ConsentDeemed));
        (await house.DecideAsync(number, 6)).FirstError.Code.ShouldBe("branch_already_decided");
        (
            await house.Database.AskAsync<long>(
                $"SELECT count(*) FROM decisions WHERE case_key = {number.Key} AND branch = 6",
                Cancellation
            )
        ).ShouldBe(0);
    }

    [Theory]
    [InlineData("泰政办发〔2022〕58号", true, "610104-YJS-900", true)]
    [InlineData("泰政办发〔2022〕58号", true, "610104-YJS-001", false)] // another item is on the list
    [InlineData("泰政办发〔2022〕58号", false, "610104-YJS-900", false)] // people's health is at stake
    [InlineData(" ", true, "610104-YJS-900", false)] // by no document
    public async Task Silence_may_grant_only_by_a_local_rule_for_an_item_on_the_list_that_touches_no_safety(
        string document,
        bool touchesNoSafety,
        string listed,
        bool isLawful
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await PublishAsync(house, OnTimeout.PilotDeemedConsent, BranchKind.Certificate, new(document, touchesNoSafety), listed)
        ).IsError.ShouldBe(!isLawful);
    }

    [Fact]
    public async Task Silence_grants_by_a_pilot_rule_after_a_day_of_grace_and_a_person_seals_the_certificate()
    {
        await using var house = await PilotAsync();
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 5; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (
            await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 6, 1)), house.Approver("TJJ"), Cancellation)
        ).IsError.ShouldBeFalse();

        house.GoTo(3, 10, 0);
        await house.SweepAsync(Cancellation);
        house.GoTo(3, 11, 16, 59);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation))
            .FindBranch(6)!
            .Status.ShouldBe(BranchStatus.InReview, "told on the 10th, it has the 11th");
        house.GoTo(3, 11, 17);
        await house.SweepAsync(Cancellation);

        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(6)!.Status.ShouldBe(BranchStatus.TimedOut);
        file.Case.Result.ShouldBe(CaseStatus.Finished);
        (await house.StoryAsync(number, Cancellation))
            .Where(kind => kind is nameof(GraceBegun) or nameof(GrantDeemed))
            .ShouldBe([nameof(GraceBegun), nameof(GrantDeemed)]);
        file.Certificates.Select(made => made.Branch).ShouldBe([1, 2, 3, 4, 5], "no certificate without a human seal");

        var seal = house.Get<SealDeemedGrantHandler>();
        (await seal.HandleAsync(new(new(number, 6, 1)), house.Approver("SYJ"), Cancellation)).FirstError.Code.ShouldBe("branch_not_yours");
        (await seal.HandleAsync(new(new(number, 5, 1)), house.Approver("DSS"), Cancellation)).FirstError.Code.ShouldBe(
            "branch_not_deemed_granted"
        );
        (await seal.HandleAsync(new(new(number, 6, 1)), house.Approver("TJJ"), Cancellation)).IsError.ShouldBeFalse();
        (await seal.HandleAsync(new(new(number, 6, 1)), house.Approver("TJJ"), Cancellation)).FirstError.Code.ShouldBe(
            "certificate_sealed_already"
        );
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Silence_grants_nothing_where_nobody_signed_for_the_task_or_the_department_decides_within_grace(
        bool isClaimed,
        bool decides
    )
    {
        await using var house = await PilotAsync();
        var number = await house.ReceiveAsync(Catering.Drill);
        if (isClaimed)
            await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 6, 1)), house.Approver("TJJ"), Cancellation);
        house.GoTo(3, 10, 10);
        await house.SweepAsync(Cancellation);
        if (decides)
            (await house.DecideAsync(number, 6)).IsError.ShouldBeFalse();
        house.GoTo(3, 20);
        await house.SweepAsync(Cancellation);

        (await house.FileAsync(number, Cancellation))
            .FindBranch(6)!
            .Status.ShouldBe(decides ? BranchStatus.Approved : BranchStatus.InReview);
        (await house.StoryAsync(number, Cancellation)).ShouldNotContain(nameof(GrantDeemed));
    }

    [Fact]
    public async Task The_limit_of_a_joint_case_is_extended_once_by_at_most_fifteen_days()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var extend = house.Get<ExtendCaseHandler>();
        Task<ErrorOr.ErrorOr<CaseExtension>> ExtendAsync(int days, string leave = "区长") =>
            extend.HandleAsync(new(number, days, "案情复杂", leave), house.By("manager", "XZSP"), Cancellation);
        (await ExtendAsync(16)).FirstError.Code.ShouldBe("extension_out_of_range");
        (await ExtendAsync(15, " ")).FirstError.Code.ShouldBe("extension_leave_missing");
        (await ExtendAsync(15)).Value.LegalDue.ShouldBe(new(2026, 5, 28));
        (await ExtendAsync(1)).FirstError.Code.ShouldBe("case_extended_already");
        var file = await house.FileAsync(number, Cancellation);
        file.LatestClock(1, ClockKind.Legal)!.DueOn.ShouldBe(new(2026, 3, 30), "no branch gets longer");
    }

    private async Task<TestHouse> PilotAsync()
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var published = await PublishAsync(
            house,
            OnTimeout.PilotDeemedConsent,
            BranchKind.Certificate,
            new("泰政办发〔2022〕58号", TouchesNoSafety: true),
            Catering.Drill
        );
        published.IsError.ShouldBeFalse();
        return house;
    }

    private static async Task<ErrorOr.ErrorOr<ServiceItem>> PublishAsync(
        TestHouse house,
        OnTimeout rule,
        BranchKind kind,
        PilotRule? pilot = null,
        params string[]? pilots
    )
    {
        var draft = SampleDistrict.Items().Single(item => item.ItemCode == Catering.Drill);
        draft = draft with
        {
            EffectiveFrom = new(2026, 3, 2),
            Branches = [.. draft.Branches.Take(5), draft.Branches[5] with { OnTimeout = rule, Kind = kind, Pilot = pilot }],
        };
        var published = await new PublishItemHandler(house.Get<HouseStore>(), new PilotList(pilots ?? []), []).HandleAsync(
            new(draft, 1, Guid.Empty),
            house.By("designer", "XZSP"),
            Cancellation
        );
        return published;
    }

    private static ItemDraft OfOneDepartment(ItemDraft drill) =>
        drill with
        {
            WorkflowDefinitionId = "single-department",
            Branches = [drill.Branches[0]],
            Materials = [.. drill.Materials.Where(paper => paper.UsedBy.Contains(1)).Select(paper => paper with { UsedBy = [1] })],
        };
}
