using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Testing;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

public sealed class CorrectionTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_department_waits_for_a_better_floor_plan_while_five_go_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var paper = await AnyPaperAsync(house, number);

        (await AskAsync(house, number, paper)).Value.Status.ShouldBe(BranchStatus.CorrectionRequested);
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("branch_not_open");
        for (var branch = 2; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();

        (await SupplyAsync(house, number, paper)).Value.Missing.ShouldBeEmpty();
        (await house.DecideAsync(number, 1)).Value.CaseStatus.ShouldBe(CaseStatus.InApproval, "five signed on the plan that was replaced");
        for (var branch = 2; branch <= 6; branch++)
            (
                await house
                    .Get<ConfirmDecisionHandler>()
                    .HandleAsync(
                        new(new(number, branch, 1), true, "无影响"),
                        house.Approver(Catering.Departments[branch - 1]),
                        Cancellation
                    )
            ).IsError.ShouldBeFalse();
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Decided);
    }

    [Fact]
    public async Task Where_a_designer_has_drawn_a_loop_the_correction_leads_back_to_the_same_department_as_a_new_round()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, OfOneDepartment);
        var number = await house.ReceiveAsync(Catering.Drill);
        var paper = await AnyPaperAsync(house, number);

        await AskAsync(house, number, paper);
        var waiting = (await house.Get<CaseStore>().ReadAsync(number, house.Clerk(), Cancellation))!;
        waiting.WorkflowState.Bookmarks.ShouldContain(bookmark => bookmark.ActivityId == "await");
        await SupplyAsync(house, number, paper);

        (await house.DecideAsync(number, 1, round: 1)).FirstError.Code.ShouldBe("task_not_found");
        (await house.DecideAsync(number, 1, round: 2)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_branch_that_stood_still_meanwhile_comes_back_to_the_papers_that_it_waits_for()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, OfOneDepartment);
        var number = await house.ReceiveAsync(Catering.Drill);
        var paper = await AnyPaperAsync(house, number);
        await AskAsync(house, number, paper);
        (await StopAsync(house, number, 5)).Value.Status.ShouldBe(BranchStatus.Stopped);
        (await ResumeAsync(house, number)).Value.Status.ShouldBe(BranchStatus.CorrectionRequested);
        await SupplyAsync(house, number, paper);
        (await house.DecideAsync(number, 1, round: 2)).IsError.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Papers_may_come_in_while_the_branch_stands_still(bool isDrawn)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        if (isDrawn)
            await house.PublishAsync(Catering.Drill, OfOneDepartment);
        var number = await house.ReceiveAsync(Catering.Drill);
        var paper = await AnyPaperAsync(house, number);
        await AskAsync(house, number, paper);
        await StopAsync(house, number, 5);
        await SupplyAsync(house, number, paper);
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(BranchStatus.Stopped);
        (await ResumeAsync(house, number)).Value.Status.ShouldBe(BranchStatus.InReview);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
    }

    [Theory]
    [InlineData(OnSupplementTimeout.Withdrawn, BranchStatus.Withdrawn)]
    [InlineData(OnSupplementTimeout.Refused, BranchStatus.Stopped)]
    public async Task Papers_that_do_not_come_while_it_stands_still_have_not_come(OnSupplementTimeout rule, BranchStatus then)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, drill => OfOneDepartment(drill) with { OnSupplementTimeout = rule });
        var number = await house.ReceiveAsync(Catering.Drill);
        await AskAsync(house, number, await AnyPaperAsync(house, number));
        await StopAsync(house, number, 60);
        house.GoTo(4, 20, 9);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(then);
        if (then is not BranchStatus.Stopped)
            return;
        (await ResumeAsync(house, number)).Value.Status.ShouldBe(BranchStatus.InReview);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_paper_is_noted_in_the_form_in_which_it_is_asked_for_unless_the_window_says_another()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var item = house.Get<CatalogueRegister>().InForce(Catering.Item, new(2026, 3, 2))!;
        var copies = item.Materials.Where(paper => paper.IsAsked && paper.Form is not MaterialForm.Original).Take(2).ToList();
        var application = house.Application(Catering.Item, copies[1].Code);
        application = application with { Materials = [.. application.Materials!.Select(paper => new SuppliedMaterial(paper.Code))] };
        var number = Catering.Number(await house.Get<ReceiveCaseHandler>().HandleAsync(new(application), house.Clerk(), Cancellation));
        (await FormAsync(copies[0].Code)).ShouldBe((copies[0].Form, copies[0].Copies));

        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(copies[1].Code)]), house.Clerk(), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (await FormAsync(copies[1].Code)).ShouldBe((copies[1].Form, copies[1].Copies));
        await house
            .Get<SupplyMaterialsHandler>()
            .HandleAsync(new(number, [new(copies[1].Code, MaterialForm.Original, 2)]), house.Clerk(), Cancellation);
        (await FormAsync(copies[1].Code)).ShouldBe((MaterialForm.Original, 2));

        async Task<(MaterialForm?, int)> FormAsync(string code)
        {
            var paper = (await house.FileAsync(number, Cancellation)).Materials.Single(paper => paper.Code == code);
            return (paper.Form, paper.Copies);
        }
    }

    [Fact]
    public async Task A_case_with_a_paper_missing_is_received_but_not_accepted()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var application = house.Application(Catering.Item, without: "M07");
        (
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("materials_missing");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation)).ShouldBe(0);

        var receipt = await house.Get<ReceiveCaseHandler>().HandleAsync(new(application), house.Clerk(), Cancellation);
        receipt.Value.Missing.ShouldBe(["M07"]);
        var number = Catering.Number(receipt);

        var notice = await house
            .Get<NotifyCorrectionHandler>()
            .HandleAsync(new(number, [new("M11", "平面图不清晰", "请补交清晰平面图")]), house.Clerk(), Cancellation);
        notice.Value.Faults.Select(fault => fault.MaterialCode).ShouldBe(["M11", "M07"]);
        (
            await house
                .Get<NotifyCorrectionHandler>()
                .HandleAsync(new(number, [new("M02", "看错了", "请重交")]), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("correction_only_once");
        (await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "materials_missing"
        );

        house.Clock.Advance(TimeSpan.FromDays(1));
        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new("M07"), new("M11")]), house.Clerk(), Cancellation)
        ).Value.Missing.ShouldBeEmpty();
        house.Clock.Advance(TimeSpan.FromDays(1));
        var accepted = await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        accepted.Value.ShouldSatisfyAllConditions(
            case_ => case_.AcceptedAt.Day.ShouldBe(3, "the day the last paper came in"),
            case_ => case_.PromisedDue.ShouldBe(new(2026, 3, 10))
        );
    }

    [Fact]
    public async Task A_declined_case_names_its_reason_and_is_over()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(accept: false);
        (await house.Get<DeclineCaseHandler>().HandleAsync(new(number, " "), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "reason_missing"
        );

        var declined = await house
            .Get<DeclineCaseHandler>()
            .HandleAsync(new(number, "不属于本机关职权范围", "市卫生健康委员会"), house.Clerk(), Cancellation);
        declined.Value.Status.ShouldBe(CaseStatus.Declined);
        (await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "case_status_conflict"
        );
    }

    private static async Task<string> AnyPaperAsync(TestHouse house, CaseNumber number) =>
        (await house.Get<CaseStore>().ReadAsync(number, house.Clerk(), Cancellation))!.Materials[0].Code;

    private static Task<ErrorOr<CorrectionAsked>> AskAsync(TestHouse house, CaseNumber number, string paper) =>
        house
            .Get<RequestCorrectionHandler>()
            .HandleAsync(new(new(number, 1, 1), [new(paper, "平面图不清晰", "请补交清晰平面图")]), house.Approver("SYJ"), Cancellation);

    private static Task<ErrorOr<BranchClocks>> StopAsync(TestHouse house, CaseNumber number, int days) =>
        house
            .Get<StopBranchHandler>()
            .HandleAsync(new(new(number, 1, 1), StopGround.Inspection, days, NoticeDelivered: true), house.Approver("SYJ"), Cancellation);

    private static Task<ErrorOr<BranchClocks>> ResumeAsync(TestHouse house, CaseNumber number) =>
        house.Get<ResumeBranchHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation);

    private static Task<ErrorOr<Supplied>> SupplyAsync(TestHouse house, CaseNumber number, string paper) =>
        house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(paper)]), house.Clerk(), Cancellation);

    private static ItemDraft OfOneDepartment(ItemDraft drill) =>
        drill with
        {
            WorkflowDefinitionId = "single-department",
            Branches = [drill.Branches[0]],
            Materials = [.. drill.Materials.Where(paper => paper.UsedBy.Contains(1)).Select(paper => paper with { UsedBy = [1] })],
        };
}
