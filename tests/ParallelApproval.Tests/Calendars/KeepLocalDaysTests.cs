using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
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
        foreach (
            var days in (LocalDayEntry[][])
                [
                    [Flood, late],
                    [],
                ]
        )
            (
                await Handler(house).HandleAsync(new(2026, "SYJ", days, "陕汛〔2026〕3号"), house.By("admin", "XZSP"), Cancellation)
            ).FirstError.Code.ShouldBe("local_day_past");
        (await KeepAsync(house, "SYJ", Flood, Flood with { Date = new(2026, 3, 9) })).ShouldBe(["SYJ"]);
    }

    private static KeepLocalDaysHandler Handler(TestHouse house) => new(house.Get<HouseStore>(), house.Clock);

    private static async Task<IReadOnlyList<string>> KeepAsync(TestHouse house, string area, params LocalDayEntry[] days) =>
        (await Handler(house).HandleAsync(new(2026, area, days, "陕汛〔2026〕3号"), house.By("admin", "XZSP"), Cancellation)).Value;

    private static async Task<Dictionary<int, DateOnly>> DueAsync(TestHouse house, CaseNumber number) =>
        (await house.FileAsync(number, Cancellation))
            .Clocks.Where(clock => clock.Kind is ClockKind.Promised)
            .ToDictionary(clock => clock.Branch, clock => clock.DueOn);
}
