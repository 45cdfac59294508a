using ParallelApproval.Branches;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
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
        for (var branch = 1; branch <= 6; branch++) (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.FileAsync(number, Cancellation)).Case.Result.ShouldBe(CaseStatus.Finished);
    }

    [Fact]
    public async Task An_arrow_of_lateness_that_leads_on_is_not_followed_while_there_is_no_decision()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill, workflow: "single-department");
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
        if (!isLawful) published.FirstError.Code.ShouldBe("item_timeout_rule_unlawful");
    }

    [Fact]
    public async Task An_opinion_that_is_not_given_in_time_counts_as_consent_and_is_shown_as_such()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await PublishAsync(house, OnTimeout.OpinionDeemedConsent, BranchKind.Opinion)).IsError.ShouldBeFalse();
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 5; branch++) (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        house.GoTo(4, 1);
        await house.SweepAsync(Cancellation);

        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(6)!.Status.ShouldBe(BranchStatus.TimedOut);
        file.Case.Result.ShouldBe(CaseStatus.Finished);
        file.Branches.ShouldAllBe(branch => branch.Bookmark == null, "the flow went on");
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(ConsentDeemed));
        (await house.DecideAsync(number, 6)).FirstError.Code.ShouldBe("branch_already_decided");
        (await house.Database.AskAsync<long>($"SELECT count(*) FROM decisions WHERE case_key = {number.Key} AND branch = 6", Cancellation)).ShouldBe(0);
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

    private static async Task<ErrorOr.ErrorOr<ServiceItem>> PublishAsync(TestHouse house, OnTimeout rule, BranchKind kind)
    {
        var draft = SampleDistrict.Items().Single(item => item.ItemCode == Catering.Drill);
        draft = draft with { EffectiveFrom = new(2026, 3, 2), Branches = [.. draft.Branches.Take(5), draft.Branches[5] with { OnTimeout = rule, Kind = kind }] };
        await using var db = house.Database.NewContext();
        var published = await new PublishItemHandler(db, house.Get<Library>()).HandleAsync(new(draft, 1, Guid.Empty), house.By("designer", "XZSP"), Cancellation);
        await house.Get<Library>().RefreshAsync(Cancellation);
        return published;
    }
}
