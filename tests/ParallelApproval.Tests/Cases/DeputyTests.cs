using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Supervision;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>AB岗: while an officer is absent his deputy acts for him, and the record says for whom.</summary>
public sealed class DeputyTests(TestCluster cluster)
{
    [Fact]
    public async Task A_deputy_signs_for_the_absent_officer_and_the_decision_names_both()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await DeputyAsync(house, from: 2, to: 4, cancellation);
        var number = await house.ReceiveAsync();
        await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), cancellation);

        (await house.InspectAsync(number, 1, "SYJ")).ErrorsOrEmptyList.ShouldBeEmpty();

        // What the screen says before the signature is what the decision says after it.
        (await SignsForAsync(house, number, house.By("deputy-syj", "SYJ"))).ShouldBe("approver-syj");

        var signed = await house
            .Get<DecideBranchHandler>()
            .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "同意。"), house.By("deputy-syj", "SYJ"), cancellation);

        signed.IsError.ShouldBeFalse();
        (await house.Database.AskAsync<string>("SELECT on_behalf_of FROM decisions", cancellation)).ShouldBe("approver-syj");
        (await house.Database.AskAsync<string>("SELECT signed_by FROM decisions", cancellation)).ShouldBe("deputy-syj");
        (
            await house.Database.AskAsync<string>("SELECT data->>'onBehalfOf' FROM case_events WHERE kind = 'BranchDecided'", cancellation)
        ).ShouldBe("approver-syj");
    }

    [Fact]
    public async Task What_bars_the_absent_officer_bars_his_deputy()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await DeputyAsync(house, from: 2, to: 4, cancellation);
        var number = await house.ReceiveAsync();
        await house.Get<AskRecusalHandler>().HandleAsync(new(number, 1, "approver-syj", "亲属关系", "李四"), house.Clerk(), cancellation);
        (await DecideAsync(house, number, "deputy-syj")).ShouldBe("not_authorised");

        await house
            .Get<DecideRecusalHandler>()
            .HandleAsync(new(number, 1, true, "确有亲属关系"), house.By("manager", "XZSP"), cancellation);
        (await DecideAsync(house, number, "deputy-syj")).ShouldBe("not_authorised");
        (await SignsForAsync(house, number, house.By("deputy-syj", "SYJ"))).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_signs_on_a_day_on_which_he_is_away()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await DeputyAsync(house, from: 2, to: 4, cancellation);
        var number = await house.ReceiveAsync();
        (await DecideAsync(house, number, "approver-syj")).ShouldBe("signer_absent");
    }

    private static async Task<string> DecideAsync(TestHouse house, CaseNumber number, string userName) =>
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "同意。"), house.By(userName, "SYJ"), CancellationToken.None)
        )
            .FirstError
            .Code;

    private static async Task<string?> SignsForAsync(TestHouse house, CaseNumber number, Act reader)
    {
        var file = (await house.Get<CaseStore>().ReadAsync(number, reader, TestContext.Current.CancellationToken))!;
        return house.Get<Powers>().SignsFor(file, file.FindBranch(1)!);
    }

    [Fact]
    public async Task Before_and_after_the_absence_the_task_is_its_holders()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await DeputyAsync(house, from: 3, to: 4, cancellation);
        var number = await house.ReceiveAsync();
        await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), cancellation);

        (await SignAsync()).ShouldBe("task_claimed_by_other");
        house.GoTo(3, 5);
        (await SignAsync()).ShouldBe("task_claimed_by_other");
        house.GoTo(3, 5, 10);

        async Task<string> SignAsync() =>
            (
                await house
                    .Get<DecideBranchHandler>()
                    .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "同意。"), house.By("deputy-syj", "SYJ"), cancellation)
            )
                .FirstError
                .Code;
    }

    [Fact]
    public async Task Whoever_signs_his_own_task_signs_for_nobody_else()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        var number = await house.ReceiveAsync();
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await house.Database.AskAsync<bool>("SELECT on_behalf_of IS NULL FROM decisions", cancellation)).ShouldBeTrue();
        (
            await house.Database.AskAsync<bool>(
                "SELECT data->'onBehalfOf' IS NULL FROM case_events WHERE kind = 'BranchDecided'",
                cancellation
            )
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task A_deputy_of_a_deputy_does_not_sign_for_the_first_whose_task_goes_back_to_the_pool()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await house.AddApproverAsync("second-syj", "SYJ");
        await house.AddApproverAsync("third-syj", "SYJ");
        var number = await house.ReceiveAsync();
        await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), cancellation);
        (await AppointAsync("approver-syj", "second-syj")).ShouldSucceed();
        (await AppointAsync("second-syj", "third-syj")).ShouldSucceed();

        house.GoTo(3, 3, 9);
        (await DecideAsync(house, number, "third-syj")).ShouldBe("task_claimed_by_other");
        (await house.Get<FreeTasks>().RunOnceAsync(cancellation)).ShouldBe(1);
        (await SignsForAsync(house, number, house.By("third-syj", "SYJ"))).ShouldBeNull();
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Refuse, "不同意。", "不符合条件。"), house.By("third-syj", "SYJ"), cancellation)
        ).ShouldSucceed();

        Task<ErrorOr<Absence>> AppointAsync(string absent, string deputy) =>
            house
                .Get<AppointDeputyHandler>()
                .HandleAsync(new(absent, deputy, new(2026, 3, 3), new(2026, 3, 6), "休假"), house.By("manager", "XZSP"), cancellation);
    }

    [Fact]
    public async Task Two_who_are_away_do_not_stand_in_for_each_other()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await house.AddApproverAsync("second-syj", "SYJ");
        (await AppointAsync("approver-syj", "second-syj", 3)).ShouldSucceed();
        (await AppointAsync("second-syj", "approver-syj", 6)).FirstError.Code.ShouldBe("deputy_away");
        (await AppointAsync("second-syj", "approver-syj", 9)).ShouldSucceed();

        Task<ErrorOr<Absence>> AppointAsync(string absent, string deputy, int from) =>
            house
                .Get<AppointDeputyHandler>()
                .HandleAsync(
                    new(absent, deputy, new(2026, 3, from), new(2026, 3, from + 3), "休假"),
                    house.By("manager", "XZSP"),
                    cancellation
                );
    }

    [Fact]
    public async Task A_letter_that_ends_between_claim_and_signature_ends_the_power_and_frees_the_task()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var house = await TestHouse.BuildAsync(cluster, cancellation);
        await house.AddApproverAsync("second-syj", "SYJ");
        var number = await house.ReceiveAsync();
        (
            await house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.By("second-syj", "SYJ"), cancellation)
        ).ShouldSucceed();
        var letter = house.Get<OfficerRegister>().LettersOf("SYJ").Single(letter => letter.Number == "授权-second-syj");
        (
            await house.Get<EndAuthorisationHandler>().HandleAsync(new(letter.Id, "职责调整"), house.By("manager", "XZSP"), cancellation)
        ).ShouldSucceed();

        (await DecideAsync(house, number, "second-syj")).ShouldBe("not_authorised");
        (await house.Get<FreeTasks>().RunOnceAsync(cancellation)).ShouldBe(1);
        (await house.DecideAsync(number, 1)).ShouldSucceed();
    }

    private static async Task DeputyAsync(TestHouse house, int from, int to, CancellationToken cancellation)
    {
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(cancellation);
        var absent = await db.Set<Officer>().SingleAsync(officer => officer.UserName == "approver-syj", cancellation);
        var deputy = new Officer
        {
            Id = Guid.NewGuid(),
            UserName = "deputy-syj",
            Name = "代理",
            NameEn = "Deputy",
            DepartmentCode = "SYJ",
            Roles = [Role.Approver],
            SecurityStamp = Guid.NewGuid(),
        };
        db.Add(deputy);
        db.Add(
            new Absence
            {
                Id = Guid.NewGuid(),
                OfficerId = absent.Id,
                DeputyId = deputy.Id,
                From = new(2026, 3, from),
                To = new(2026, 3, to),
                Reason = "休假",
            }
        );
        await db.SaveChangesAsync(cancellation);
        await RegisterCache.RaiseVersionAsync(db, OfficerRegister.Name, cancellation);
        await house.Get<RegisterCache>().RefreshAsync(cancellation);
    }
}
