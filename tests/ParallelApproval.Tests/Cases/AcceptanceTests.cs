using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>What the window may do with an application besides accepting it.</summary>
public sealed class AcceptanceTests(TestCluster cluster)
{
    private const string Signboard = "610104-QT-106";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_window_asks_for_leave_with_its_reason_after_the_first_notice_only()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Catering.Item, "M05")), house.Clerk(), Cancellation)
        );
        var ask = house.Get<AskSecondCorrectionHandler>();
        (await ask.HandleAsync(new(number, "漏看"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("case_status_conflict");
        (await house.Get<NotifyCorrectionHandler>().HandleAsync(new(number, []), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (await ask.HandleAsync(new(number, " "), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("reason_missing");
        (await ask.HandleAsync(new(number, "漏看"), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (
            await house
                .Get<NotifyCorrectionHandler>()
                .HandleAsync(new(number, [new("M01", "未签字", "请签字")]), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("correction_only_once", "asking allows nothing");
        (
            await house.Get<GrantSecondCorrectionHandler>().HandleAsync(new(number, "准"), house.By("supervisor", "XZSP"), Cancellation)
        ).IsError.ShouldBeFalse();
        (await ask.HandleAsync(new(number, "漏看"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("correction_allowed_already");
    }

    [Fact]
    public async Task A_second_notice_of_an_old_fault_needs_a_supervisors_leave_and_uses_it_up()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house, Catering.Item, "M07");
        (await NotifyAsync(house, number)).Value.AnswerDue.ShouldBe(new(2026, 3, 16), "ten working days");
        (await NotifyAsync(house, number, "M02")).FirstError.Code.ShouldBe("correction_only_once");

        var grant = house.Get<GrantSecondCorrectionHandler>();
        (await grant.HandleAsync(new(number, "漏看"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe("correction_exception_own");
        (
            await grant.HandleAsync(new(number, "身份证件系伪造线索，需重新核验"), house.By("supervisor", "XZSP"), Cancellation)
        ).IsError.ShouldBeFalse();
        (await NotifyAsync(house, number, "M02")).IsError.ShouldBeFalse();
        (await NotifyAsync(house, number, "M03")).FirstError.Code.ShouldBe("correction_only_once");
        var notice = (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation)).Last(line =>
            line.Kind == nameof(CorrectionNotified)
        );
        notice.Data.ShouldContain("\"isByException\":true");
    }

    [Theory]
    [InlineData(OnSupplementTimeout.Withdrawn, CaseStatus.Withdrawn)]
    [InlineData(OnSupplementTimeout.NotAccepted, CaseStatus.Declined)]
    [InlineData(OnSupplementTimeout.Refused, CaseStatus.Refused)]
    public async Task An_applicant_who_never_answers_is_reminded_and_then_the_items_rule_holds(OnSupplementTimeout rule, CaseStatus end)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync(Catering.Item, draft => draft with { OnSupplementTimeout = rule });
        var number = await ReceiveAsync(house, Catering.Item, "M07");
        await NotifyAsync(house, number);

        house.GoTo(3, 10);
        await house.SweepAsync(Cancellation);
        (await house.StoryAsync(number, Cancellation)).ShouldNotContain(nameof(LimitReminded));
        house.GoTo(3, 11);
        await house.SweepAsync(Cancellation);
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(LimitReminded)).ShouldBe(1);
        house.GoTo(3, 16, 23);
        await house.SweepAsync(Cancellation);
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.CorrectionRequested);
        house.GoTo(3, 17);
        await house.SweepAsync(Cancellation);
        var file = await house.FileAsync(number, Cancellation);
        file.Case.Status.ShouldBe(end);
        file.Case.ClosedAt.ShouldNotBeNull();
        file.Clocks.ShouldAllBe(clock => clock.IsEnded);
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(SupplementUnanswered));
    }

    [Fact]
    public async Task A_case_is_accepted_without_a_deferrable_paper_and_only_the_branch_that_uses_it_waits()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house, Catering.Item, "M12");
        var defer = house.Get<AcceptDeferringHandler>();
        (await defer.HandleAsync(new(number, ["M12"], null, IsSigned: false), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "promise_not_signed"
        );
        (await defer.HandleAsync(new(number, ["M12"], 6, IsSigned: true), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "deferral_out_of_range"
        );
        (await defer.HandleAsync(new(number, ["M02"], null, IsSigned: true), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "paper_not_deferrable"
        );

        var deferred = await defer.HandleAsync(new(number, ["M12"], null, IsSigned: true), house.Clerk(), Cancellation);
        deferred.Value.DeferredUntil.ShouldBe(new(2026, 3, 9));
        var item = house.Get<CatalogueRegister>().InForce(Catering.Item, new(2026, 3, 2))!;
        item.Materials.Single(paper => paper.Code == "M12").UsedBy.ShouldBe([1]);
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("deferred_papers_missing");

        var supplied = await house.Get<SupplyMaterialsHandler>().HandleAsync(new(number, [new("M12")]), house.Clerk(), Cancellation);
        supplied.Value.ReceiptNumber.ShouldStartWith($"{number}-R");
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(DeferralKept));
        (await house.FileAsync(number, Cancellation)).ClocksOf(Clock.OfCase).ShouldNotContain(clock => clock.Kind == ClockKind.Deferral);
    }

    [Fact]
    public async Task Deferred_papers_that_never_come_end_the_branches_that_use_them()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house, Catering.Item, "M12");
        (
            await house.Get<AcceptDeferringHandler>().HandleAsync(new(number, ["M12"], 2, IsSigned: true), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        house.GoTo(3, 5);
        await house.SweepAsync(Cancellation);
        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(1)!.Status.ShouldBe(BranchStatus.AcceptanceRevoked, "nobody withdrew it");
        file.FindBranch(2)!.Status.ShouldBe(BranchStatus.AcceptanceRevoked, "the licence waits for the permit, and nobody refused it");
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(Cases.DeferralMissed));
    }

    [Theory]
    [InlineData(OnDeferralTimeout.RevokeAcceptance, CaseStatus.AcceptanceRevoked)]
    [InlineData(OnDeferralTimeout.Withdrawn, CaseStatus.Withdrawn)]
    [InlineData(OnDeferralTimeout.Refused, CaseStatus.Refused)]
    public async Task When_every_branch_uses_the_paper_the_whole_case_ends_by_the_items_rule(OnDeferralTimeout rule, CaseStatus end)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishAsync("610104-XK-101", draft => draft with { OnDeferralTimeout = rule });
        var number = await ReceiveAsync(house, "610104-XK-101", "M14");
        (
            await house.Get<AcceptDeferringHandler>().HandleAsync(new(number, ["M14"], 1, IsSigned: true), house.Clerk(), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        house.GoTo(3, 4);
        await house.SweepAsync(Cancellation);
        var file = await house.FileAsync(number, Cancellation);
        (file.Case.Status, file.Branches.Single().Status).ShouldBe(
            (
                end,
                rule switch
                {
                    OnDeferralTimeout.RevokeAcceptance => BranchStatus.AcceptanceRevoked,
                    OnDeferralTimeout.Refused => BranchStatus.Refused,
                    _ => BranchStatus.Withdrawn,
                }
            )
        );
    }

    [Fact]
    public async Task A_grant_on_promise_is_due_at_once_checked_later_and_revoked_when_it_was_false()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var other = await ReceiveAsync(house, Catering.Item, "M07");
        (
            await house.Get<AcceptOnCommitmentHandler>().HandleAsync(new(other, IsSigned: true), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("commitment_not_allowed");

        var number = await ReceiveAsync(house, Signboard, "M24");
        var accepted = await house.Get<AcceptOnCommitmentHandler>().HandleAsync(new(number, IsSigned: true), house.Clerk(), Cancellation);
        accepted.Value.PromisedDue.ShouldBe(new(2026, 3, 2), "the decision is due on the same day");
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "承诺符合条件，准予。"), house.Approver("CGJ"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        var file = await house.FileAsync(number, Cancellation);
        file.LatestClock(Clock.OfCase, ClockKind.FollowUp)!.BudgetDays.ShouldBe(60);

        house.GoTo(6, 10);
        await house.SweepAsync(Cancellation);
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(LimitMissed), "a check that is late is told, and stays due");
        (await CheckAsync(house, number, isMet: false, "张一")).FirstError.Code.ShouldBe("inspectors_missing");
        (await CheckAsync(house, number, isMet: false, "张一", "李二")).Value.FixBy.ShouldNotBeNull();
        (await CheckAsync(house, number, isMet: false, "张一", "李二")).Value.Status.ShouldBe(CaseStatus.Revoked);
        (await CheckAsync(house, number, isMet: true, "张一", "李二")).FirstError.Code.ShouldBe("follow_up_not_due");
        (await house.StoryAsync(number, Cancellation))[^1].ShouldBe(nameof(GrantRevoked));
    }

    [Fact]
    public async Task Small_errors_are_put_right_at_the_window_and_use_no_notice_up()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house, Catering.Item);
        var correct = house.Get<CorrectOnTheSpotHandler>();
        (
            await correct.HandleAsync(new(number, [], new JsonObject { ["premisesAddress"] = "长安路2号" }), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("field_decides_branches");
        (
            await correct.HandleAsync(
                new(number, [new("M02", "姓名写错", "已改正")], new JsonObject { ["shopName"] = "大餐馆" }),
                house.Clerk(),
                Cancellation
            )
        ).Value.Missing.ShouldBeEmpty();
        var file = await house.FileAsync(number, Cancellation);
        file.Form["shopName"]!.GetValue<string>().ShouldBe("大餐馆");
        file.Materials.Single(paper => paper.Code == "M02").Version.ShouldBe(2);
        (await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Declining_says_whether_no_permit_is_needed_or_who_is_competent()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var decline = house.Get<DeclineCaseHandler>();
        var number = await ReceiveAsync(house, Catering.Item);
        (
            await decline.HandleAsync(new(number, "不属本机关职权", null, DeclineGround.NotCompetent), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("competent_body_missing");
        (await decline.HandleAsync(new(number, "无需许可"), house.Clerk(), Cancellation)).Value.Ground.ShouldBe(
            DeclineGround.NoPermitNeeded
        );
    }

    [Fact]
    public async Task Two_windows_at_the_same_instant_open_one_case_and_the_second_is_told_its_number()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        async Task<ErrorOr<Receipt>> At(TestHouse node, string place) =>
            await node.Get<ReceiveCaseHandler>()
                .HandleAsync(
                    new(node.Application() with { Form = new JsonObject { ["premisesAddress"] = place } }),
                    node.Clerk(),
                    Cancellation
                );
        var outcomes = await Task.WhenAll(At(house, "长安路 1 号"), At(second, "长安路1号"), At(house, "长安路１号"));
        var first = outcomes.Single(outcome => !outcome.IsError).Value;
        outcomes
            .Where(outcome => outcome.IsError)
            .ShouldAllBe(outcome =>
                outcome.FirstError.Code == "application_open_already" && outcome.FirstError.Description.Contains(first.CaseNumber)
            );
        (await At(house, "长安路 2 号")).IsError.ShouldBeFalse();

        (
            await house.Get<DeclineCaseHandler>().HandleAsync(new(Catering.Number(first), "无需许可"), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        (await At(house, "长安路1号")).IsError.ShouldBeFalse("the first case is closed");
    }

    [Fact]
    public async Task Somebody_on_the_block_list_cannot_apply_until_it_is_lifted_or_ends()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var block = house.Get<BlockApplicantHandler>();
        var (manager, id) = (house.By("manager", "XZSP"), Catering.Applicant.IdNumber);
        (await block.HandleAsync(new("123", null, BlockGround.FalsePapers, "虚假材料"), manager, Cancellation)).FirstError.Code.ShouldBe(
            "block_number_unknown"
        );
        (await block.HandleAsync(new(id, null, BlockGround.BadCredit, "失信"), manager, Cancellation)).FirstError.Code.ShouldBe(
            "block_end_out_of_range"
        );
        var line = await block.HandleAsync(new(id, Catering.Item, BlockGround.FalsePapers, "提供虚假租赁合同"), manager, Cancellation);
        line.Value.Until.ShouldBe(new(2027, 3, 2));
        (await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application()), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "applicant_blocked"
        );
        (
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Catering.Drill)), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse("another item");

        var lift = house.Get<LiftBlockHandler>();
        (await lift.HandleAsync(new(line.Value.Id, "查证不实"), manager, Cancellation)).FirstError.Code.ShouldBe("block_lifted_by_itself");
        (await lift.HandleAsync(new(line.Value.Id, "查证不实"), house.By("supervisor", "XZSP"), Cancellation)).IsError.ShouldBeFalse();
        (await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application()), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();

        (
            await block.HandleAsync(new(id, null, BlockGround.BadCredit, "失信", new(2026, 12, 31)), manager, Cancellation)
        ).IsError.ShouldBeFalse();
        var number = await ReceiveAsync(house, Catering.Item, "M12");
        (
            await house.Get<AcceptDeferringHandler>().HandleAsync(new(number, ["M12"], null, IsSigned: true), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("applicant_not_trusted");
    }

    private static async Task<CaseNumber> ReceiveAsync(TestHouse house, string item, params string[] without) =>
        Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(item, without)), house.Clerk(), Cancellation)
        );

    private static Task<ErrorOr<CorrectionNotice>> NotifyAsync(TestHouse house, CaseNumber number, params string[] papers) =>
        house
            .Get<NotifyCorrectionHandler>()
            .HandleAsync(
                new(number, [.. papers.Select(paper => new MaterialFault(paper, "不清晰", "请重交"))]),
                house.Clerk(),
                Cancellation
            );

    private static Task<ErrorOr<FollowUp>> CheckAsync(TestHouse house, CaseNumber number, bool isMet, params string[] inspectors) =>
        house
            .Get<RecordFollowUpHandler>()
            .HandleAsync(new(number, isMet, "现场与承诺不符", inspectors), house.Approver("CGJ"), Cancellation);
}
