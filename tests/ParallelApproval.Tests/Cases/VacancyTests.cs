using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Notices;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Stations that empty and bodies that are closed: who has their tasks then.</summary>
public sealed class VacancyTests(TestCluster cluster)
{
    private const string Allowance = "610104-JF-201";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_one_of_the_station_can_act_the_street_does_not_speak_in_its_place()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        await LeaveAsync(house, "approver-community");
        (await house.Get<TakeOverTasks>().RunOnceAsync(Cancellation)).ShouldBe(0, "the clerk is still there, and may send up");
        (await SendUpAsync(house, number, "approver-street", "STREET")).FirstError.Code.ShouldBe("nothing_to_send_up");
        (await house.FileAsync(number, Cancellation)).FindBranch(2)!.Department.ShouldBe("COMM");
    }

    [Fact]
    public async Task The_street_takes_over_what_an_empty_station_has_and_its_inbox_shows_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        var due = (await house.FileAsync(number, Cancellation)).LatestClock(2, ClockKind.Promised)!.DueOn;
        await LeaveAsync(house, "approver-community");
        await LeaveAsync(house, "clerk-community");
        (await house.Get<AuthorityAlarms>().FindAsync(new(2026, 3, 2), Cancellation))
            .Select(alarm => (alarm.CaseNumber, alarm.Department))
            .ShouldBe([(number.ToString(), "COMM")]);

        (await house.Get<TakeOverTasks>().RunOnceAsync(Cancellation)).ShouldBe(1);
        (await house.Get<TakeOverTasks>().RunOnceAsync(Cancellation)).ShouldBe(0, "it is done once");
        var file = await house.FileAsync(number, Cancellation);
        file.FindBranch(2)!
            .ShouldSatisfyAllConditions(
                branch => branch.Department.ShouldBe("STREET"),
                branch => branch.TakenFrom.ShouldBe("COMM"),
                branch => branch.Status.ShouldBe(BranchStatus.InReview)
            );
        file.LatestClock(2, ClockKind.Promised)!.DueOn.ShouldBe(due, "the clock does not restart");
        var inbox = await house.Get<TaskQueries>().InboxAsync(new("STREET"), house.Clock.GetUtcNow(), Cancellation);
        inbox.Tasks.ShouldHaveSingleItem().CaseNumber.ShouldBe(number.ToString());
        await house.HearAsync(Cancellation);
        (
            await house.Services.NoticesAsync(
                notice => notice.Kind == NoticeKind.TaskTakenOver && notice.Recipient == "approver-street",
                Cancellation
            )
        )[0]
            .Text.ShouldContain(number.ToString());
        (await house.Get<AuthorityAlarms>().FindAsync(new(2026, 3, 2), Cancellation)).ShouldBeEmpty();

        // First in the place of the station, then for itself: no step is left out.
        (await SendUpAsync(house, number, "approver-street", "STREET")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(BranchStatus.Waiting);
        (await SendUpAsync(house, number, "approver-street", "STREET")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).ShouldSatisfyAllConditions(
            after => after.FindBranch(1)!.Status.ShouldBe(BranchStatus.InReview),
            after => after.FindBranch(3)!.TakenFrom.ShouldBeNull()
        );
    }

    [Fact]
    public async Task Where_the_street_is_empty_too_the_task_stays_and_the_alarm_tells()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        foreach (var officer in house.Get<OfficerRegister>().Of("STREET").Concat(house.Get<OfficerRegister>().Of("COMM")).ToList())
            await LeaveAsync(house, officer.UserName);
        (await house.Get<TakeOverTasks>().RunOnceAsync(Cancellation)).ShouldBe(0);
        (await house.FileAsync(number, Cancellation)).FindBranch(2)!.Department.ShouldBe("COMM");
        (await house.Get<AuthorityAlarms>().FindAsync(new(2026, 3, 2), Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_station_that_is_closed_names_who_takes_its_work_over_and_is_told_what_stands_open()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        foreach (var officer in house.Get<OfficerRegister>().Of("COMM").ToList())
            await LeaveAsync(house, officer.UserName);
        await CloseWindowsAsync(house, "COMM");

        var refused = await CloseAsync(house, "COMM", null);
        refused
            .Errors.Select(error => error.Code)
            .ShouldBe([
                "department_has_letters",
                "department_has_seals",
                "department_has_items",
                "department_has_cases",
                "department_has_branches",
            ]);
        refused.Errors[^1].Metadata!["tasks"].ShouldBe(new TaskNumber(number, 2, 1).ToString());
        foreach (var (heir, code) in ((string, string)[])[("NOWHERE", "department_unknown"), ("COMM", "heir_unfit")])
            (await CloseAsync(house, "COMM", heir)).FirstError.Code.ShouldBe(code);
        house.Get<OfficerRegister>().Department("COMM")!.ClosedOn.ShouldBeNull("a refusal changes nothing");

        (await CloseAsync(house, "COMM", "STREET")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).FindBranch(2)!.Department.ShouldBe("STREET");
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(TaskTakenOver));
        (await TrailAsync(house)).ShouldContain(nameof(WorkHandedOver));
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        house.Get<StationGate>().Reaches("STREET", "COMM").ShouldBeTrue();

        (await SendUpAsync(house, number, "approver-street", "STREET")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await SendUpAsync(house, number, "approver-street", "STREET")).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.FileAsync(number, Cancellation)).FindBranch(1)!.Status.ShouldBe(BranchStatus.InReview);
    }

    [Fact]
    public async Task The_heir_of_a_department_has_its_tasks_its_items_and_what_is_yet_to_be_copied()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (open, received) = (
            await house.ReceiveAsync(),
            Catering.Number(await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application()), house.Clerk(), Cancellation))
        );
        foreach (var officer in house.Get<OfficerRegister>().Of("TJJ").ToList())
            await LeaveAsync(house, officer.UserName);
        await CloseWindowsAsync(house, "TJJ");
        var tasks = (await house.FileAsync(open, Cancellation)).Branches.Where(branch => branch.Department == "TJJ").ToList();
        tasks.ShouldNotBeEmpty();
        (await CloseAsync(house, "TJJ", "SYJ")).ErrorsOrEmptyList.ShouldBeEmpty();

        (await house.FileAsync(open, Cancellation))
            .FindBranch(tasks[0].Number)!
            .ShouldSatisfyAllConditions(branch => branch.Department.ShouldBe("SYJ"), branch => branch.TakenFrom.ShouldBe("TJJ"));
        house
            .Get<CatalogueRegister>()
            .Current.AllInForce(new(2026, 3, 2))
            .SelectMany(item => item.Branches.Select(branch => branch.DepartmentCode).Append(item.LeadDepartmentCode))
            .ShouldNotContain("TJJ");
        (await house.Get<AcceptCaseHandler>().HandleAsync(new(received), house.Clerk(), Cancellation)).ErrorsOrEmptyList.ShouldBeEmpty();
        var later = await house.FileAsync(received, Cancellation);
        later.Branches.ShouldAllBe(branch => branch.Status != BranchStatus.Waiting || branch.HardDependencies.Length > 0);
        later.Branches.Select(branch => branch.Department).ShouldNotContain("TJJ");
        house.Get<OfficerRegister>().LettersOf("TJJ").ShouldAllBe(letter => letter.LastDay < new DateOnly(2026, 3, 2));
        house.Get<OfficerRegister>().SealOf("TJJ", new(2026, 3, 2)).ShouldBeNull();
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(open, tasks[0].Number, 1), Verdict.Approve, "同意。"), house.Approver("SYJ"), Cancellation)
        ).FirstError.Code.ShouldNotBe("task_not_found");
    }

    [Fact]
    public async Task A_case_that_somebody_has_in_hand_keeps_the_body_open_with_everything_it_has()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await ReceiveAsync(house);
        foreach (var officer in house.Get<OfficerRegister>().Of("COMM").ToList())
            await LeaveAsync(house, officer.UserName);
        await CloseWindowsAsync(house, "COMM");
        await using var hand = await house.Database.Source.OpenConnectionAsync(Cancellation);
        await using var held = await hand.BeginTransactionAsync(Cancellation);
        await using (var take = hand.CreateCommand())
        {
            take.CommandText = $"SELECT 1 FROM case_files WHERE case_key = {number.Key} FOR UPDATE";
            await take.ExecuteNonQueryAsync(Cancellation);
        }

        (await CloseAsync(house, "COMM", "STREET")).FirstError.Code.ShouldBe("case_busy");
        await held.RollbackAsync(Cancellation);
        house.Get<OfficerRegister>().Department("COMM")!.ClosedOn.ShouldBeNull();
        (await house.FileAsync(number, Cancellation)).FindBranch(2)!.Department.ShouldBe("COMM");
    }

    private static async Task<CaseNumber> ReceiveAsync(TestHouse house) =>
        Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(house.Application(Allowance), Accept: true), house.By("clerk-community", "COMM"), Cancellation)
        );

    private static Task<ErrorOr<Decided>> SendUpAsync(TestHouse house, CaseNumber number, string userName, string department) =>
        house.Get<SendUpHandler>().HandleAsync(new(number, true, "情况属实，同意上报。"), house.By(userName, department), Cancellation);

    private static async Task LeaveAsync(TestHouse house, string userName)
    {
        var officer = house.Get<OfficerRegister>().Find(userName)!;
        (
            await house
                .Get<CloseAccountHandler>()
                .HandleAsync(new(userName, "调离", officer.Revision), house.By("admin", "XZSP"), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    private static async Task CloseWindowsAsync(TestHouse house, string department)
    {
        foreach (var window in house.Get<OfficerRegister>().Windows.Where(window => window.DepartmentCode == department).ToList())
            (
                await house
                    .Get<KeepWindowHandler>()
                    .HandleAsync(
                        new(window.Number, department, window.IsComprehensive, false, window.Revision),
                        house.By("admin", "XZSP"),
                        Cancellation
                    )
            ).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    private static Task<ErrorOr<Department>> CloseAsync(TestHouse house, string code, string? heir) =>
        house
            .Get<CloseDepartmentHandler>()
            .HandleAsync(
                new(code, "机构改革", house.Get<OfficerRegister>().Department(code)!.Revision, heir),
                house.By("admin", "XZSP"),
                Cancellation
            );

    private static async Task<List<string>> TrailAsync(TestHouse house)
    {
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        return await db.Set<HouseEventRow>().Select(row => row.Kind).ToListAsync(Cancellation);
    }
}
