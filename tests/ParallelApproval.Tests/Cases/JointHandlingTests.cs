using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>
/// Several departments on one application: who decides for whom, who looks at the place together, and what a new paper does to an old
/// decision.
/// </summary>
public sealed class JointHandlingTests(TestCluster cluster)
{
    private const string Restaurant = "610104-YJS-002";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_unified_handling_the_lead_decides_as_one_when_every_opinion_is_in()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, Unified);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 2)).FirstError.Code.ShouldBe("branch_waits_for", "GSJ leads");
        foreach (var branch in (int[])[1, 3, 4, 5])
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 6, Verdict.Refuse)).Value.CaseStatus.ShouldBe(CaseStatus.InApproval, "an opinion refuses nothing");
        var bare = await house
            .Get<DecideBranchHandler>()
            .HandleAsync(new(new(number, 2, 1), Verdict.Approve, "准予。"), house.Approver("GSJ"), Cancellation);
        bare.FirstError.Code.ShouldBe("overruling_reasons_missing");
        var granted = await house
            .Get<DecideBranchHandler>()
            .HandleAsync(
                new(new(number, 2, 1), Verdict.Approve, "准予。", "统计意见与许可条件无关。"),
                house.Approver("GSJ"),
                Cancellation
            );
        granted.Value.CaseStatus.ShouldBe(CaseStatus.Decided);
        var delivered = await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        (delivered.Value.Status, delivered.Value.Certificates.Length).ShouldBe((CaseStatus.Finished, 1));
    }

    [Fact]
    public async Task In_unified_handling_the_refusal_of_the_lead_refuses_the_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Drill, draft => Unified(draft) with { OnBranchRefusal = OnBranchRefusal.Continue });
        var number = await house.ReceiveAsync(Catering.Drill);
        foreach (var branch in (int[])[1, 3, 4, 5, 6])
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 2, Verdict.Refuse)).Value.CaseStatus.ShouldBe(CaseStatus.Decided);
        (await house.FileAsync(number, Cancellation)).Case.Result.ShouldBe(CaseStatus.Refused);
    }

    [Theory]
    [InlineData("true", new[] { 1, 2, 3, 4 })]
    [InlineData("false", new[] { 1, 2, 3 })]
    public async Task The_form_chooses_the_optional_branches(string answer, int[] branches)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveRestaurantAsync(house, new() { ["isPublicGatheringPlace"] = JsonNode.Parse(answer) });
        (await house.FileAsync(number, Cancellation)).Branches.Select(branch => branch.Number).ShouldBe(branches);
    }

    [Fact]
    public async Task A_soft_dependency_is_signed_without_and_added_later()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveRestaurantAsync(house, []);
        var task = new TaskNumber(number, 3, 1);
        (await DecideAsync(house, task, "CGJ")).IsError.ShouldBeFalse();
        (await house.FileAsync(number, Cancellation)).FindBranch(3)!.AwaitsResults.ShouldBe([1]);
        var add = house.Get<AddResultLaterHandler>();
        (await add.HandleAsync(new(task, 1, "补录营业执照"), house.Approver("CGJ"), Cancellation)).FirstError.Code.ShouldBe(
            "result_not_there"
        );
        (await DecideAsync(house, new(number, 1, 1), "SJJ")).IsError.ShouldBeFalse();
        (await add.HandleAsync(new(task, 1, "补录营业执照"), house.Approver("CGJ"), Cancellation)).Value.StillAwaited.ShouldBeEmpty();
        (await add.HandleAsync(new(task, 1, "再补"), house.Approver("CGJ"), Cancellation)).FirstError.Code.ShouldBe(
            "result_not_awaited_later"
        );
    }

    [Fact]
    public async Task One_joint_visit_one_record_one_list_of_defects_and_one_re_visit()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Restaurant, draft => draft with { OnVisitAbsence = OnVisitAbsence.NoObjection });
        var number = await ReceiveRestaurantAsync(house, new() { ["isPublicGatheringPlace"] = true, ["sellsTobacco"] = true });
        var (call, record, close) = (
            house.Get<CallSiteVisitHandler>(),
            house.Get<RecordSiteVisitHandler>(),
            house.Get<CloseSiteVisitHandler>()
        );
        DateTimeOffset At(int day) => new(2026, 3, day, 14, 0, 0, ShanghaiTime.Offset);
        (await call.HandleAsync(new(number, At(4), "长安路1号"), house.Approver("CGJ"), Cancellation)).FirstError.Code.ShouldBe(
            "visit_not_the_lead"
        );
        (await call.HandleAsync(new(number, At(5), "长安路1号"), house.Approver("SJJ"), Cancellation)).FirstError.Code.ShouldBe(
            "visit_time_out_of_range"
        );
        (await call.HandleAsync(new(number, At(4), "长安路1号"), house.Approver("SJJ"), Cancellation)).Value.Participants.ShouldBe([
            2,
            4,
            5,
        ]);
        (await call.HandleAsync(new(number, At(4), "长安路1号"), house.Approver("SJJ"), Cancellation)).FirstError.Code.ShouldBe(
            "visit_called_already"
        );
        (
            await record.HandleAsync(new(number, 2, ["甲", "乙"], true, "合格", []), house.Approver("SJJ"), Cancellation)
        ).FirstError.Code.ShouldBe("visit_not_yet");

        house.GoTo(3, 4, 16);
        (await record.HandleAsync(new(number, 2, ["甲"], true, "合格", []), house.Approver("SJJ"), Cancellation)).FirstError.Code.ShouldBe(
            "visit_officers_missing"
        );
        (
            await record.HandleAsync(new(number, 3, ["甲", "乙"], true, "合格", []), house.Approver("CGJ"), Cancellation)
        ).FirstError.Code.ShouldBe("visit_no_part");
        (
            await record.HandleAsync(new(number, 2, ["甲", "乙"], false, "有问题", ["排烟口过近"]), house.Approver("SJJ"), Cancellation)
        ).Value.StillOpen.ShouldBe([4, 5]);
        (
            await record.HandleAsync(new(number, 4, ["丙", "丁"], false, "有问题", ["疏散门上锁"]), house.Approver("XFDD"), Cancellation)
        ).IsError.ShouldBeFalse();
        var closed = await close.HandleAsync(new(number), house.Approver("SJJ"), Cancellation);
        closed.Value.Defects.Select(defect => defect.Text).ShouldBe(["排烟口过近", "疏散门上锁"]);
        (closed.Value.Absent.Single(), closed.Value.MayCallAgain).ShouldBe((5, true));
        (
            await record.HandleAsync(new(number, 5, ["戊", "己"], false, "重来", ["x"]), house.Approver("YCJ"), Cancellation)
        ).FirstError.Code.ShouldBe("visit_not_open");
        (await house.FileAsync(number, Cancellation))
            .SiteVisits[0]
            .Conclusions.Single(conclusion => conclusion.IsAbsent)
            .ShouldSatisfyAllConditions(absent => absent.Passes.ShouldBeTrue(), absent => absent.Text.ShouldBe("缺席默认"));

        var again = await call.HandleAsync(new(number, At(6), "长安路1号"), house.Approver("SJJ"), Cancellation);
        (again.Value.Round, again.Value.Participants.Length).ShouldBe((2, 2));
        house.GoTo(3, 6, 16);
        foreach (var (branch, department) in ((int, string)[])[(2, "SJJ"), (4, "XFDD")])
            (
                await record.HandleAsync(new(number, branch, ["甲", "乙"], true, "已整改", []), house.Approver(department), Cancellation)
            ).IsError.ShouldBeFalse();
        (await close.HandleAsync(new(number), house.Approver("SJJ"), Cancellation)).Value.MayCallAgain.ShouldBeFalse();
        (await call.HandleAsync(new(number, At(9), "长安路1号"), house.Approver("SJJ"), Cancellation)).FirstError.Code.ShouldBe(
            "visit_called_already"
        );
    }

    [Fact]
    public async Task A_paper_replaced_after_the_decision_must_be_confirmed_or_the_branch_is_taken_up_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var paper = (await house.FileAsync(number, Cancellation)).Materials[0].Code;
        foreach (var branch in (int[])[1, 2])
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(paper)]), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(MaterialChanged)).ShouldBe(2);

        var confirm = house.Get<ConfirmDecisionHandler>();
        (await confirm.HandleAsync(new(new(number, 3, 1), true, "无影响"), house.Approver("ZJJ"), Cancellation)).FirstError.Code.ShouldBe(
            "nothing_to_confirm"
        );
        (await confirm.HandleAsync(new(new(number, 1, 1), true, "无影响"), house.Approver("SYJ"), Cancellation)).Value.Status.ShouldBe(
            BranchStatus.Approved
        );
        house.GoTo(3, 4);
        await house.SweepAsync(Cancellation);
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(LimitMissed));
        for (var branch = 3; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();

        // All have decided, and yet the case is not: one of them has still to say whether its decision stands.
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.InApproval);
        (await house.FileAsync(number, Cancellation)).Certificates.ShouldBeEmpty();
        (await confirm.HandleAsync(new(new(number, 2, 1), true, "无影响"), house.Approver("GSJ"), Cancellation)).IsError.ShouldBeFalse();
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Decided);
        (
            await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(paper)]), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("paper_after_decision");
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).Value.Status.ShouldBe(
            CaseStatus.Finished
        );
    }

    [Fact]
    public async Task A_decision_that_does_not_stand_on_the_new_paper_is_withdrawn_with_its_paper_and_made_anew()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var paper = (await house.FileAsync(number, Cancellation)).Materials[0].Code;
        for (var branch = 1; branch <= 5; branch++)
            await house.DecideAsync(number, branch);
        await house.HearAsync(Cancellation);
        await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(paper)]), house.Clerk(), Cancellation);
        await house.DecideAsync(number, 6);
        foreach (var (branch, department) in Catering.Departments.Index().Skip(1).Take(4))
            await ConfirmAsync(branch + 1, department, stands: true);

        (await ConfirmAsync(1, "SYJ", stands: false)).Value.Status.ShouldBe(BranchStatus.InReview);
        await house.HearAsync(Cancellation);
        var withdrawal = (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation)).Single(document =>
            document.Kind is DocumentKind.DecisionWithdrawal
        );
        ((string?)JsonNode.Parse(withdrawal.Facts)!["withdrawnPaper"]).ShouldBe(
            await house.Database.AskAsync<string>("SELECT number FROM documents WHERE kind = 'Grant' AND branch = 1", Cancellation)
        );
        (await house.DecideAsync(number, 1, round: 2)).Value.CaseStatus.ShouldBe(CaseStatus.Decided);
        (await house.FileAsync(number, Cancellation)).Certificates.Count.ShouldBe(6);

        Task<ErrorOr<ConfirmedDecision>> ConfirmAsync(int branch, string department, bool stands) =>
            house
                .Get<ConfirmDecisionHandler>()
                .HandleAsync(new(new(number, branch, 1), stands, "平面图变了"), house.Approver(department), Cancellation);
    }

    [Fact]
    public async Task What_rests_on_a_decision_that_does_not_stand_falls_with_it_and_is_signed_after_it_again()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var file = await house.FileAsync(number, Cancellation);
        var first = file.Branches.First(branch => file.DependantsOf(branch).Any() && branch.HardDependencies.Length == 0);
        var dependants = file.DependantsOf(first).Select(branch => branch.Number).ToArray();
        var paper = house.Get<CatalogueRegister>().ItemOf(file).MaterialsOf(first.Number).First().Code;
        (await house.DecideAsync(number, first.Number)).IsError.ShouldBeFalse();
        var signed = dependants.First(number => file.FindBranch(number)!.HardDependencies is [_]);
        (await house.DecideAsync(number, signed)).IsError.ShouldBeFalse();
        await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(paper)]), house.Clerk(), Cancellation);
        var confirm = house.Get<ConfirmDecisionHandler>();

        (
            await confirm.HandleAsync(
                new(new(number, first.Number, 1), false, "材料变了"),
                house.Approver(Catering.Departments[first.Number - 1]),
                Cancellation
            )
        ).IsError.ShouldBeFalse();

        var after = await house.FileAsync(number, Cancellation);
        after.FindBranch(signed)!.Status.ShouldBe(BranchStatus.InReview);
        after
            .Branches.Where(branch => branch.HardDependencies.Contains(first.Number))
            .ShouldAllBe(branch => branch.Status == BranchStatus.InReview);
        (await house.DecideAsync(number, signed, round: 2)).FirstError.Code.ShouldBe("branch_waits_for");
        (await house.DecideAsync(number, first.Number, round: 2)).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, signed, round: 2)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_request_for_an_old_fault_needs_a_supervisors_leave_and_a_missed_one_withdraws_the_branch()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var papers = (await house.FileAsync(number, Cancellation)).Materials.Select(paper => paper.Code).ToArray();
        async Task<ErrorOr<CorrectionAsked>> Ask(string paper) =>
            await house
                .Get<RequestCorrectionHandler>()
                .HandleAsync(new(new(number, 1, 1), [new(paper, "不清晰", "请重交")]), house.Approver("SYJ"), Cancellation);
        (await Ask(papers[0])).IsError.ShouldBeFalse();
        await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new(papers[0])]), house.Clerk(), Cancellation);
        (await Ask(papers[1])).FirstError.Code.ShouldBe("correction_only_once");
        (
            await house.Get<GrantSecondCorrectionHandler>().HandleAsync(new(number, "新情况"), house.By("supervisor", "XZSP"), Cancellation)
        ).IsError.ShouldBeFalse();
        (await Ask(papers[1])).IsError.ShouldBeFalse();
        house.GoTo(3, 17);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(BranchStatus.Withdrawn);
    }

    private static ItemDraft Unified(ItemDraft draft) =>
        draft with
        {
            JointForm = JointForm.Unified,
            Branches =
            [
                .. draft.Branches.Select(branch =>
                    branch.DepartmentCode == draft.LeadDepartmentCode ? branch : branch with { Kind = BranchKind.Opinion }
                ),
            ],
        };

    private static async Task<CaseNumber> ReceiveRestaurantAsync(TestHouse house, JsonObject form) =>
        Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(WithAll(house, form), Accept: true), house.Clerk(), Cancellation)
        );

    // Papers of branches that the form leaves out are on the item's list, so they may be there.
    private static Application WithAll(TestHouse house, JsonObject form) => house.Application(Restaurant) with { Form = form };

    private static Task<ErrorOr<Decided>> DecideAsync(TestHouse house, TaskNumber task, string department) =>
        house.Get<DecideBranchHandler>().HandleAsync(new(task, Verdict.Approve, "同意。"), house.Approver(department), Cancellation);
}
