using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Who may sign, for whom, and who must keep his hands off.</summary>
public sealed class AuthorityTests(TestCluster cluster)
{
    private const string Allowance = "610104-JF-201";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_letter_nobody_signs_and_the_branch_raises_an_alarm()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var letter = LetterOf(house, "approver-syj");
        (await EndAsync(house, letter, "岗位调整")).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("not_authorised");
        var alarms = await house.Get<AuthorityAlarms>().FindAsync(new(2026, 3, 2), Cancellation);
        alarms.ShouldHaveSingleItem().ShouldBe(new(number.ToString(), 1, "SYJ", alarms[0].Result, Catering.Drill));

        (await GrantAsync(house, "样区授〔2026〕001号", "SYJ", "approver-syj", [Catering.Item])).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("not_authorised", "the letter names another item");
        (await GrantAsync(house, "样区授〔2026〕002号", "SYJ", "approver-syj", [Catering.Drill], mayRefuse: false)).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 1, Verdict.Refuse)).FirstError.Code.ShouldBe("not_authorised", "the letter lets him grant only");
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await house.Database.AskAsync<string>("SELECT letter FROM decisions", Cancellation)).ShouldBe("样区授〔2026〕002号");
        (await house.Get<AuthorityAlarms>().FindAsync(new(2026, 3, 2), Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_authorises_himself_and_no_letter_leaves_a_gap()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await GrantAsync(house, "甲", "XZSP", "manager", [])).FirstError.Code.ShouldBe("authorisation_to_himself");
        (await GrantAsync(house, "乙", "SYJ", "approver-syj", [], from: new(2031, 1, 1), to: new(2031, 12, 31))).IsError.ShouldBeFalse(
            "it begins on the day after the other ends"
        );
        var gap = await GrantAsync(house, "丙", "SYJ", "approver-syj", [], from: new(2032, 1, 2), to: new(2032, 12, 31));
        (gap.FirstError.Code, gap.FirstError.Metadata!["covered"]).ShouldBe(("authorisation_gap", new DateOnly(2031, 12, 31)));
        (await house.Database.AskAsync<long>("SELECT count(*) FROM authorisations WHERE number = '丙'", Cancellation)).ShouldBe(0);
        (await GrantAsync(house, "乙", "GSJ", "approver-gsj", [])).FirstError.Code.ShouldBe("authorisation_number_taken");
        (await GrantAsync(house, "丁", "SYJ", "approver-syj", [], from: new(2026, 3, 1))).FirstError.Code.ShouldBe(
            "authorisation_period_wrong"
        );
    }

    [Fact]
    public async Task A_deputy_signs_for_the_absent_officer_within_his_letter_and_the_row_says_so()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAllowanceAsync(house);
        var task = new TaskNumber(number, 1, 1);
        KeepOfficer deputy = new("deputy-mzj", "代理人", "Deputy", "MZJ", [Role.Approver], 0);
        (await house.Get<KeepOfficerHandler>().HandleAsync(deputy, house.By("admin", "XZSP"), Cancellation)).IsError.ShouldBeFalse();
        await ReviewAsync("approver-mzj");
        (await SignAsync(house, task, "deputy-mzj")).FirstError.Code.ShouldBe("not_authorised");

        var appoint = house.Get<AppointDeputyHandler>();
        AppointDeputy absence = new("approver-mzj", "deputy-mzj", new(2026, 3, 2), new(2026, 3, 6), "休假");
        (await appoint.HandleAsync(absence, house.By("deputy-mzj", "MZJ"), Cancellation)).FirstError.Code.ShouldBe(
            "deputy_not_his_to_appoint"
        );
        (
            await appoint.HandleAsync(absence with { Deputy = "approver-syj" }, house.By("manager", "XZSP"), Cancellation)
        ).FirstError.Code.ShouldBe("deputy_unfit");
        (await appoint.HandleAsync(absence, house.By("approver-mzj", "MZJ"), Cancellation)).IsError.ShouldBeFalse();
        (await SignAsync(house, task, "deputy-mzj")).FirstError.Code.ShouldBe("not_authorised", "he whose name it would bear has reviewed");
        await ReviewAsync("reviewer-mzj");
        var signed = await SignAsync(house, task, "deputy-mzj");
        signed.ErrorsOrEmptyList.ShouldBeEmpty();
        signed.Value.OnBehalfOf.ShouldBe("approver-mzj");
        (await house.Database.AskAsync<string>("SELECT on_behalf_of FROM decisions WHERE branch = 1", Cancellation)).ShouldBe(
            "approver-mzj"
        );

        async Task ReviewAsync(string userName) =>
            (
                await house
                    .Get<ReviewBranchHandler>()
                    .HandleAsync(new(task, Verdict.Approve, "经审查，符合条件。"), house.By(userName, "MZJ"), Cancellation)
            ).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_two_signatures_are_wanted_the_reviewer_is_not_the_signer()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAllowanceAsync(house);
        var task = new TaskNumber(number, 1, 1);
        (await SignAsync(house, task, "approver-mzj")).FirstError.Code.ShouldBe("review_missing");
        (
            await house
                .Get<ReviewBranchHandler>()
                .HandleAsync(new(task, Verdict.Approve, "符合条件。"), house.By("reviewer-mzj", "MZJ"), Cancellation)
        ).Value.ReviewedBy.ShouldBe("reviewer-mzj");
        (await SignAsync(house, task, "reviewer-mzj")).FirstError.Code.ShouldBe("reviewer_signs");
        (await SignAsync(house, task, "approver-mzj")).IsError.ShouldBeFalse();

        var drill = await house.ReceiveAsync(Catering.Drill);
        (
            await house
                .Get<ReviewBranchHandler>()
                .HandleAsync(new(new(drill, 1, 1), Verdict.Approve, "符合条件。"), house.Approver("SYJ"), Cancellation)
        ).FirstError.Code.ShouldBe("one_signature_enough");
    }

    [Theory]
    [InlineData("610104189001010013", null, null, "idNumber")]
    [InlineData(null, "13800001234", null, "phone")]
    [InlineData(null, null, "长安路 1 号", "address")]
    public async Task An_officer_with_the_applicants_number_telephone_or_address_is_kept_off_and_supervision_hears_of_it(
        string? id,
        string? phone,
        string? address,
        string common
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house
                .Get<RegisterInterestsHandler>()
                .HandleAsync(new("approver-syj", id, phone, address), house.By("admin", "XZSP"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        var application = house.Application(Catering.Drill) with { Form = new JsonObject { ["address"] = "长安路1号" } };
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), Cancellation)
        );
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("conflict_of_interest");
        (
            await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation)
        ).FirstError.Code.ShouldBe("conflict_of_interest");
        (
            await house.Database.AskAsync<long>(
                $"SELECT count(*) FROM case_events WHERE kind = 'ConflictOfInterestFound' AND data->>'by' = '{common}'",
                Cancellation
            )
        ).ShouldBe(1);
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Excluded.ShouldBe(["approver-syj"]);
        (await house.DecideAsync(number, 2)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_clerk_neither_receives_nor_accepts_what_he_asks_for_himself()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Catering.Drill)), house.Clerk(), Cancellation)
        );
        RegisterInterests own = new("clerk", Catering.Applicant.IdNumber, null, null);
        (
            await house.Get<RegisterInterestsHandler>().HandleAsync(own, house.By("admin", "XZSP"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();

        (
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(Catering.Item)), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("conflict_of_interest");
        (await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "conflict_of_interest"
        );
        (await house.StoryAsync(number, Cancellation))
            .Count(kind => kind == nameof(ConflictOfInterestFound))
            .ShouldBe(1, "refused and noted in one transaction");
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Received);
    }

    [Fact]
    public async Task An_officer_asked_to_withdraw_waits_for_the_head_who_decides_within_a_day()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var (ask, decide, manager) = (house.Get<AskRecusalHandler>(), house.Get<DecideRecusalHandler>(), house.By("manager", "XZSP"));
        (await ask.HandleAsync(new(number, 1, "approver-syj", "系申请人邻居"), house.Clerk(), Cancellation)).FirstError.Code.ShouldBe(
            "interested_party_missing"
        );
        (await ask.HandleAsync(new(number, 1, "approver-syj", "系申请人邻居", "李四"), house.Clerk(), Cancellation)).Value.Due.ShouldBe(
            new(2026, 3, 3)
        );
        (await house.DecideAsync(number, 1)).FirstError.Code.ShouldBe("recusal_pending");
        house.GoTo(3, 4);
        await house.SweepAsync(Cancellation);
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(LimitMissed));
        (await decide.HandleAsync(new(number, 1, Withdraws: false, "不影响公正办理"), manager, Cancellation)).IsError.ShouldBeFalse();
        (
            await ask.HandleAsync(new(number, 2, "approver-gsj", "近亲属", null), house.Approver("GSJ"), Cancellation)
        ).IsError.ShouldBeFalse();
        (await decide.HandleAsync(new(number, 2, Withdraws: true, "应当回避"), manager, Cancellation)).Value.Holder.ShouldBeNull();
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 2)).FirstError.Code.ShouldBe("officer_recused");
        (await house.FileAsync(number, Cancellation)).Clocks.ShouldNotContain(clock => clock.Kind == ClockKind.Recusal && !clock.IsEnded);
    }

    private static async Task<CaseNumber> ReceiveAllowanceAsync(TestHouse house)
    {
        var number = await house.ReceiveAsync(Allowance);
        (await house.InspectAsync(number, 1, "MZJ")).ErrorsOrEmptyList.ShouldBeEmpty();
        return number;
    }

    private static Task<ErrorOr<Decided>> SignAsync(TestHouse house, TaskNumber task, string userName) =>
        house.Get<DecideBranchHandler>().HandleAsync(new(task, Verdict.Approve, "同意。"), house.By(userName, "MZJ"), Cancellation);

    private static Authorisation LetterOf(TestHouse house, string userName) =>
        house.Get<OfficerRegister>().LettersOf(house.Get<OfficerRegister>().Find(userName)!.Id).Single();

    private static Task<ErrorOr<Authorisation>> EndAsync(TestHouse house, Authorisation letter, string reason) =>
        house.Get<EndAuthorisationHandler>().HandleAsync(new(letter.Id, reason), house.By("manager", "XZSP"), Cancellation);

    private static Task<ErrorOr<Authorisation>> GrantAsync(
        TestHouse house,
        string number,
        string department,
        string userName,
        string[] items,
        DateOnly? from = null,
        DateOnly? to = null,
        bool mayRefuse = true
    ) =>
        house
            .Get<GrantAuthorisationHandler>()
            .HandleAsync(
                new(number, department, userName, items, from ?? new(2026, 3, 2), to ?? new(2026, 12, 31), MayRefuse: mayRefuse),
                house.By("manager", "XZSP"),
                Cancellation
            );
}
