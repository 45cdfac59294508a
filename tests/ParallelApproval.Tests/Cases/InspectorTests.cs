using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Two officers are named for an inspection within five working days of the acceptance (行政许可法 art. 55).</summary>
public sealed class InspectorTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Named_in_time_they_leave_a_paper_and_no_card()
    {
        await using var house = await HouseAsync();
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Inspectors)!.DueOn.ShouldBe(new(2026, 3, 9));
        (await NameAsync(house, number, "刘芳", " 刘芳 ")).FirstError.Code.ShouldBe("visit_officers_missing", "one person twice");
        (await NameAsync(house, number, "刘芳", "赵强")).Value.Officers.ShouldBe(["刘芳", "赵强"]);
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Inspectors.ShouldBe(["刘芳", "赵强"]);
        house.GoTo(3, 10);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E22")).ShouldBeEmpty();
        var papers = house.Get<DocumentQueries>();
        var paper = (await papers.OfCaseAsync(number, Cancellation)).Single(made => made.Kind is DocumentKind.InspectorsNotice);
        (await papers.BodyAsync(paper, Cancellation)).Value.ShouldContain("刘芳、赵强");
    }

    [Fact]
    public async Task Not_named_in_five_days_the_department_gets_a_card_and_may_still_name_them()
    {
        await using var house = await HouseAsync();
        var number = await house.ReceiveAsync(Catering.Drill);
        house.GoTo(3, 10);
        await house.SweepAsync(Cancellation);
        await house.SweepAsync(Cancellation);
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, "E22", 1)).ShouldSatisfyAllConditions(
            card => card.Department.ShouldBe("SYJ"),
            card => card.Facts["due"].ShouldBe("2026-03-09")
        );
        (await NameAsync(house, number, "刘芳", "赵强")).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_branch_that_needs_no_inspection_names_nobody()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await NameAsync(house, number, "刘芳", "赵强")).FirstError.Code.ShouldBe("inspection_not_needed");
        (await house.FileAsync(number, Cancellation)).LatestClock(1, ClockKind.Inspectors).ShouldBeNull();
    }

    private async Task<TestHouse> HouseAsync()
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, draft =>
            draft with
            {
                Branches = [.. draft.Branches.Select(branch => branch with { NeedsInspectors = branch.Number == 1 })],
            }
        );
        return house;
    }

    private static Task<ErrorOr<NamedInspectors>> NameAsync(TestHouse house, CaseNumber number, params string[] officers) =>
        house.Get<NameInspectorsHandler>().HandleAsync(new(new(number, 1, 1), officers), house.Approver("SYJ"), Cancellation);
}
