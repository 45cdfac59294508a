using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Calendars;

public sealed class KeepLocalDaysTests(TestCluster cluster)
{
    private static readonly LocalDayEntry Flood = new(new(2026, 3, 4), IsWorking: false, "防汛停工");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_free_day_of_one_department_moves_its_open_clocks_and_those_of_nobody_else()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var before = await DueAsync(house, number);

        (await KeepAsync(house, "SYJ", Flood)).ShouldBe(["SYJ"]);
        await house.Get<RecountClocks>().RunOnceAsync(Cancellation);

        var after = await DueAsync(house, number);
        after[1].ShouldBe(before[1].AddDays(1));
        after.Where(due => due.Key != 1).ShouldBe(before.Where(due => due.Key != 1));
        (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation))
            .Last(line => line.Kind == nameof(ClockRecounted))
            .Data.ShouldContain("陕汛〔2026〕3号");
        (await house.FileAsync(await house.ReceiveAsync(Catering.Drill), Cancellation))
            .LatestClock(1, ClockKind.Promised)!
            .DueOn.ShouldBe(after[1]);
    }

    [Fact]
    public async Task A_day_of_the_whole_district_holds_for_every_body_in_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var bodies = await KeepAsync(house, BodiesOfArea.WholeDistrict, Flood);
        bodies.Count.ShouldBe((int)await house.Database.AskAsync<long>("SELECT count(*) FROM departments", Cancellation));
        house.Get<CalendarRegister>().Current.In("GSJ").IsWorkingDay(Flood.Date).Value.ShouldBeFalse();

        (await KeepAsync(house, BodiesOfArea.WholeDistrict)).Count.ShouldBe(bodies.Count);
        house
            .Get<CalendarRegister>()
            .Current.In("GSJ")
            .IsWorkingDay(Flood.Date)
            .Value.ShouldBeTrue("what is kept takes the place of what was kept");
    }

    [Fact]
    public async Task Days_that_make_no_sense_are_refused_and_change_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await CodesAsync("NOBODY", "陕汛〔2026〕3号", Flood)).ShouldBe(["area_unknown"]);
        (await CodesAsync("SYJ", " ", Flood with { Reason = "" })).ShouldBe(["local_day_without_reason", "local_day_without_reason"]);
        (await CodesAsync("SYJ", "文", Flood, Flood, Flood with { Date = new(2027, 1, 4) })).ShouldBe([
            "local_day_twice",
            "local_day_of_other_year",
        ]);
        (await house.Database.AskAsync<long>("SELECT count(*) FROM calendar_local_days", Cancellation)).ShouldBe(0);

        async Task<string[]> CodesAsync(string area, string basis, params LocalDayEntry[] days) =>
            [
                .. (await Handler(house).HandleAsync(new(2026, area, days, basis), house.By("admin", "XZSP"), Cancellation)).Errors.Select(
                    error => error.Code
                ),
            ];
    }

    [Fact]
    public async Task A_day_that_is_past_is_neither_added_nor_taken_away()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await KeepAsync(house, "SYJ", Flood);
        house.GoTo(3, 6);
        var late = Flood with { Date = new(2026, 3, 5) };
        foreach (var (days, field) in ((LocalDayEntry[], string)[])[([Flood, late], "days[1].date"), ([], "days")])
        {
            var refused = (await EnterAsync(house, "admin", "SYJ", days)).FirstError;
            (refused.Code, refused.Metadata![Refusal.FieldKey]).ShouldBe(("local_day_past", field));
        }

        (await KeepAsync(house, "SYJ", Flood, Flood with { Date = new(2026, 3, 9) })).ShouldBe(["SYJ"]);
    }

    [Fact]
    public async Task One_person_alone_names_no_day_however_often_he_says_so()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        foreach (var _ in (int[])[1, 2])
            (await EnterAsync(house, "admin", "SYJ", Flood)).Value.InForce.ShouldBeFalse();
        IsFree(house, "SYJ").ShouldBeFalse();

        (await EnterAsync(house, "admin2", "SYJ", Flood with { IsWorking = true })).Value.InForce.ShouldBeFalse("it is not the same");
        (await EnterAsync(house, "admin2", "SYJ", Flood)).Value.InForce.ShouldBeFalse("what he said before took the place of the first");
        var kept = (await EnterAsync(house, "admin", "SYJ", Flood with { Reason = "防汛" })).Value;
        (kept.InForce, kept.EnteredBy).ShouldBe((true, "admin2"));
        IsFree(house, "SYJ").ShouldBeTrue();
        (await house.Get<CalendarEntries>().WaitingLocalDaysAsync(Cancellation)).ShouldBeEmpty();
        (await house.Get<AuditQueries>().OfHouseAsync(null, 100, Cancellation))
            .Reverse()
            .Select(line => (line.Kind, line.UserName))
            .ShouldBe([
                (nameof(LocalDaysProposed), "admin"),
                (nameof(LocalDaysProposed), "admin"),
                (nameof(LocalDaysProposed), "admin2"),
                (nameof(LocalDaysProposed), "admin2"),
                (nameof(LocalDaysReplaced), "admin"),
            ]);
    }

    [Fact]
    public async Task What_was_proposed_in_time_is_not_confirmed_when_its_day_is_past()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await EnterAsync(house, "admin", "SYJ", Flood);
        house.GoTo(3, 5);
        (await EnterAsync(house, "admin2", "SYJ", Flood)).FirstError.Code.ShouldBe("local_day_past");
        IsFree(house, "SYJ").ShouldBeFalse();
    }

    [Fact]
    public async Task Today_changes_until_something_has_ended_in_it_or_the_office_has_closed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var today = Flood with { Date = new(2026, 3, 2) };
        (await LookAsync(house, "SYJ", today)).IsError.ShouldBeFalse();

        var number = await house.ReceiveAsync(Catering.Drill);
        await house.Database.DoAsync(
            $"UPDATE clocks SET ended_on = '2026-03-02' WHERE case_key = {number.Key} AND branch = 1",
            Cancellation
        );
        (await LookAsync(house, "SYJ", today)).FirstError.Code.ShouldBe("local_day_ended");
        (await LookAsync(house, "GSJ", today)).IsError.ShouldBeFalse("nothing of this body has ended");

        house.Clock.SetUtcNow(new(2026, 3, 2, 17, 0, 0, TimeSpan.FromHours(8)));
        (await LookAsync(house, "GSJ", today)).FirstError.Code.ShouldBe("local_day_ended");
        (await EnterAsync(house, "admin", "GSJ", today)).FirstError.Code.ShouldBe("local_day_ended");
    }

    [Fact]
    public async Task What_the_preview_says_is_what_moves()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var before = await DueAsync(house, number);
        var outlook = (await LookAsync(house, "SYJ", Flood)).Value;
        var moves = await house
            .Get<RecountPreview>()
            .OfAsync(new KeepLocalDays(2026, "SYJ", [Flood], "陕汛〔2026〕3号"), outlook.Bodies, Cancellation);
        (await DueAsync(house, number)).ShouldBe(before, "a look moves nothing");

        await KeepAsync(house, "SYJ", Flood);
        await house.Get<RecountClocks>().RunOnceAsync(Cancellation);
        var after = await DueAsync(house, number);
        var promised = moves.First.Where(move => move.Clock is ClockKind.Promised).ToList();
        promised.ShouldNotBeEmpty();
        promised
            .Select(move => (move.CaseNumber, move.Branch, move.OldDue, move.NewDue))
            .ShouldBe(
                after.Where(due => due.Value != before[due.Key]).Select(due => (number.ToString(), due.Key, before[due.Key], due.Value)),
                ignoreOrder: true
            );
    }

    private static bool IsFree(TestHouse house, string area) =>
        !house.Get<CalendarRegister>().Current.In(area).IsWorkingDay(Flood.Date).Value;

    private static KeepLocalDaysHandler Handler(TestHouse house) => new(house.Get<HouseStore>(), house.Services.GetServices<ICountDays>());

    private static Task<ErrorOr<LocalDaysOutlook>> LookAsync(TestHouse house, string area, params LocalDayEntry[] days) =>
        house.Get<LocalDaysOutlooks>().OfAsync(new(2026, area, days, "陕汛〔2026〕3号"), Cancellation);

    private static Task<ErrorOr<LocalDaysEntered>> EnterAsync(TestHouse house, string person, string area, params LocalDayEntry[] days) =>
        Handler(house).HandleAsync(new(2026, area, days, "陕汛〔2026〕3号"), house.By(person, "XZSP"), Cancellation);

    private static async Task<IReadOnlyList<string>> KeepAsync(TestHouse house, string area, params LocalDayEntry[] days)
    {
        (await EnterAsync(house, "admin", area, days)).Value.InForce.ShouldBeFalse();
        var kept = (await EnterAsync(house, "admin2", area, days)).Value;
        kept.InForce.ShouldBeTrue();
        return kept.Bodies;
    }

    private static async Task<Dictionary<int, DateOnly>> DueAsync(TestHouse house, CaseNumber number) =>
        (await house.FileAsync(number, Cancellation))
            .Clocks.Where(clock => clock.Kind is ClockKind.Promised)
            .ToDictionary(clock => clock.Branch, clock => clock.DueOn);
}
