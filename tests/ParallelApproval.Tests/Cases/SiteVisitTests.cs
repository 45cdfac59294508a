using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>A look at the place that an item asks for binds those who sign (现场踏勘), and the applicant hears of what was found.</summary>
public sealed class SiteVisitTests(TestCluster cluster)
{
    private const string Restaurant = "610104-YJS-002";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_granted_before_the_department_has_looked_at_the_place()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (await ApproveAsync(house, number, 1, "SYJ")).FirstError.Code.ShouldBe("visit_missing");
        (
            await house
                .Get<RecordSiteVisitHandler>()
                .HandleAsync(new(number, 2, ["甲", "乙"], true, "合格", [], Place: "西大街1号"), house.Approver("GSJ"), Cancellation)
        ).FirstError.Code.ShouldBe("visit_not_open", "the licence asks for no look at the place");
        (await house.InspectAsync(number, 1, "SYJ")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await ApproveAsync(house, number, 1, "SYJ")).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_needs_no_look_at_the_place()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (await house.DecideAsync(number, 1, Verdict.Refuse)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).SiteVisits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(new[] { "刘芳", "刘 芳" }, "visit_officers_missing")]
    [InlineData(new[] { "Liu Fang", "liu fang" }, "visit_officers_missing")]
    [InlineData(new[] { "刘芳", "王强" }, null)]
    public async Task Two_different_officers_look(string[] officers, string? refusal)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var recorded = await house
            .Get<RecordSiteVisitHandler>()
            .HandleAsync(new(number, 1, officers, true, "合格", [], Place: "西大街1号"), house.Approver("SYJ"), Cancellation);
        (recorded.IsError ? recorded.FirstError.Code : null).ShouldBe(refusal);
    }

    [Fact]
    public async Task Nobody_signs_between_the_called_visit_and_its_record()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        // The food authority alone must look, so it may call the visit itself.
        var called = await house
            .Get<CallSiteVisitHandler>()
            .HandleAsync(new(number, At(3), "西大街1号"), house.Approver("SYJ"), Cancellation);
        called.Value.Participants.ShouldBe([1]);
        (await house.DecideAsync(number, 1, Verdict.Refuse)).FirstError.Code.ShouldBe("visit_pending");
        house.GoTo(3, 3, 15);
        (await house.Get<CloseSiteVisitHandler>().HandleAsync(new(number), house.Approver("GSJ"), Cancellation)).FirstError.Code.ShouldBe(
            "visit_not_recorded"
        );
        (await house.InspectAsync(number, 1, "SYJ", "操作间无纱窗")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).SiteVisits[0].ClosedAt.ShouldNotBeNull("nobody else is waited for");
        (await ApproveAsync(house, number, 1, "SYJ")).FirstError.Code.ShouldBe("visit_reasons_missing");

        // A second look that was called must be held.
        (
            await house.Get<CallSiteVisitHandler>().HandleAsync(new(number, At(4), "西大街1号"), house.Approver("SYJ"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("visit_pending");
        house.GoTo(3, 4, 15);
        (await house.InspectAsync(number, 1, "SYJ")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).SiteVisits[1].IsRevisit.ShouldBeTrue();
        (await ApproveAsync(house, number, 1, "SYJ")).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_go_together_unless_the_lead_does_not_call()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(
                    new(house.Application(Restaurant) with { Branches = [1, 2, 3, 4, 5] }, Accept: true),
                    house.Clerk(),
                    Cancellation
                )
        );
        (await house.InspectAsync(number, 2, "SJJ")).FirstError.Code.ShouldBe("visit_together");
        house.GoTo(3, 5, 10);
        (await house.InspectAsync(number, 4, "XFDD")).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_visit_is_on_a_day_off()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        house.GoTo(3, 6, 10);
        var number = await house.ReceiveAsync();
        (
            await house.Get<CallSiteVisitHandler>().HandleAsync(new(number, At(7), "西大街1号"), house.Approver("SYJ"), Cancellation)
        ).FirstError.Code.ShouldBe("visit_on_day_off");
        house.GoTo(3, 7, 10);
        (await house.InspectAsync(number, 1, "SYJ")).FirstError.Code.ShouldBe("visit_on_day_off");
    }

    [Fact]
    public async Task The_applicant_gets_what_was_found_in_writing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (await house.InspectAsync(number, 1, "SYJ", "操作间无纱窗", "冷藏柜无温度计")).ErrorsOrEmptyList.ShouldBeEmpty();
        await house.HearAsync(Cancellation);
        var papers = await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation);
        papers.Count(paper => paper.Kind is DocumentKind.VisitRecord).ShouldBe(1);
        var list = papers.Single(paper => paper.Kind is DocumentKind.DefectNotice);
        var body = (await house.Get<DocumentQueries>().BodyAsync(list, Cancellation)).Value;
        body.ShouldContain("操作间无纱窗");
        body.ShouldContain("冷藏柜无温度计");
        list.Seal.ShouldNotBeNull();
    }

    private static Task<ErrorOr<Decided>> ApproveAsync(TestHouse house, CaseNumber number, int branch, string department) =>
        house
            .Get<DecideBranchHandler>()
            .HandleAsync(new(new(number, branch, 1), Verdict.Approve, "同意。"), house.Approver(department), Cancellation);

    private static DateTimeOffset At(int day) => new(2026, 3, day, 14, 0, 0, ShanghaiTime.Offset);
}
