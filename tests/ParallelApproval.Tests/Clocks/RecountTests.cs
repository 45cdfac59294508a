using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Calendars;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Clocks;

/// <summary>A notice changes the calendar after due dates have been told.</summary>
public sealed class RecountTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly CalendarYear Year2026 = KnownYears.Read().Single(year => year.Year == 2026);

    [Fact]
    public async Task Promised_date_never_moves_earlier_and_the_legal_limit_takes_the_new_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var (promised, legal) = await DueAsync(house, number);
        // One working day more before both dates: the weekend of 7 March is worked, and a day in November is free in its stead.
        await PutInForceAsync(house, Moved(worked: new(2026, 3, 7), free: new(2026, 11, 11)));

        (await DueAsync(house, number)).ShouldBe((promised, legal.AddDays(-1)));
        var file = await house.FileAsync(number, Cancellation);
        file.LatestClock(Clock.OfCase, ClockKind.Promised)!
            .ShouldSatisfyAllConditions(
                clock => clock.Ledger[^1].Days.ShouldBe(1),
                clock => clock.Ledger[^1].Ground.ShouldBe("国办发明电〔2026〕99号"),
                clock => clock.Announced.ShouldBe(ClockColour.Blue)
            );
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(ClockRecounted));
        (await house.Database.AskAsync<long>("SELECT count(*) FROM calendar_recounts", Cancellation)).ShouldBe(0);

        var events = (await house.StoryAsync(number, Cancellation)).Length;
        (await house.Get<RecountClocks>().RunOnceAsync(Cancellation)).ShouldBe(0, "it is done");
        (await house.StoryAsync(number, Cancellation)).Length.ShouldBe(events);
    }

    [Fact]
    public async Task A_date_that_moves_later_moves_for_both()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        var before = await DueAsync(house, number);
        var moved = Moved(worked: new(2026, 11, 14), free: new(2026, 3, 5));
        var preview = await house.Get<RecountPreview>().OfAsync(moved, Cancellation);
        preview.Earlier.ShouldBe(0);
        preview.First.ShouldContain(
            new RecountMove(number.ToString(), Clock.OfCase, ClockKind.Promised, before.Promised, before.Promised.AddDays(1))
        );
        (await DueAsync(house, number)).ShouldBe(before, "a preview changes nothing");

        await PutInForceAsync(house, moved);
        (await DueAsync(house, number)).ShouldBe((before.Promised.AddDays(1), new DateOnly(2026, 5, 9)));
        house.GoTo(3, 10, 0);
        await house.SweepAsync(Cancellation);
        (await house.TurnedAsync(number, Cancellation)).ShouldNotContain("0 Red", "the 10th is now the last day");
    }

    [Fact]
    public async Task A_recount_that_breaks_off_is_begun_again_by_the_next_round()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var cases = new[] { await house.ReceiveAsync(), await house.ReceiveAsync(), await house.ReceiveAsync() };
        await ImportAsync(house, Moved(worked: new(2026, 11, 14), free: new(2026, 3, 5)));
        using var kill = new CancellationTokenSource();
        await kill.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => house.Get<RecountClocks>().RunOnceAsync(kill.Token));
        (await house.Get<RecountClocks>().RunOnceAsync(Cancellation)).ShouldBe(3);
        foreach (var number in cases)
            (await DueAsync(house, number)).Promised.ShouldBe(new(2026, 3, 10));
    }

    [Fact]
    public async Task A_day_that_is_both_free_and_worked_is_refused_and_nothing_moves()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var odd = Year2026 with { MakeUpDays = [.. Year2026.MakeUpDays, Year2026.Holidays[1].From] };
        await using var scope = house.Services.CreateAsyncScope();
        (
            await scope
                .ServiceProvider.GetRequiredService<ImportCalendarYearHandler>()
                .HandleAsync(new(odd), house.By("admin", "XZSP"), Cancellation)
        ).FirstError.Code.ShouldBe("calendar_year_unsound");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM calendar_recounts", Cancellation)).ShouldBe(0);
    }

    [Theory]
    [InlineData("2026-10-14", null)]
    [InlineData("2026-10-15", 2027)]
    [InlineData("2027-01-02", 2027)]
    public void The_next_notice_is_wanted_from_the_middle_of_October(string today, int? wanted) =>
        CalendarReminder
            .Wanted(new(KnownYears.Read()), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(wanted);

    private static CalendarYear Moved(DateOnly worked, DateOnly free) =>
        Year2026 with
        {
            NoticeNumber = "国办发明电〔2026〕99号",
            MakeUpDays = [.. Year2026.MakeUpDays, worked],
            Holidays = [.. Year2026.Holidays, new("临时调整", "Adjustment", free, free)],
        };

    private static async Task<(DateOnly Promised, DateOnly Legal)> DueAsync(TestHouse house, CaseNumber number)
    {
        var file = await house.FileAsync(number, Cancellation);
        return (file.LatestClock(Clock.OfCase, ClockKind.Promised)!.DueOn, file.LatestClock(Clock.OfCase, ClockKind.Legal)!.DueOn);
    }

    private static async Task PutInForceAsync(TestHouse house, CalendarYear year)
    {
        await ImportAsync(house, year);
        (await house.Get<RecountClocks>().RunOnceAsync(Cancellation)).ShouldBeGreaterThan(0);
    }

    private static async Task ImportAsync(TestHouse house, CalendarYear year)
    {
        foreach (var person in (string[])["admin", "deputy"])
        {
            await using var scope = house.Services.CreateAsyncScope();
            (
                await scope
                    .ServiceProvider.GetRequiredService<ImportCalendarYearHandler>()
                    .HandleAsync(new(year), house.By(person, "XZSP"), Cancellation)
            ).IsError.ShouldBeFalse();
        }
    }
}
