using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Notices;
using ParallelApproval.Testing;

namespace ParallelApproval.Bookings;

/// <summary>Booked times on a real database: who asks at once, what a round does, what is told.</summary>
public sealed class BookingTests(TestCluster cluster)
{
    // The clock of the house stands at nine on a Monday.
    private static readonly DateOnly Tuesday = new(2026, 3, 3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_ask_at_once_as_many_get_a_place_as_there_are()
    {
        await using var house = await OpenAsync(places: 2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => BookAsync(house, phone: $"1380000000{at}")));
        answers.Count(answer => !answer.IsError).ShouldBe(2);
        answers.Where(answer => answer.IsError).ShouldAllBe(answer => answer.FirstError.Code == "booking_full");
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        (await db.Set<Booking>().OrderBy(row => row.Place).Select(row => row.Place).ToListAsync(Cancellation)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_cancelled_place_is_free_again_and_a_moved_one_too()
    {
        await using var house = await OpenAsync(places: 1);
        var first = Number(await BookAsync(house));
        (await BookAsync(house, "13900000000")).FirstError.Code.ShouldBe("booking_full");
        var moved = await house
            .Get<MoveBookingHandler>()
            .HandleAsync(new(first, Tuesday, new(10, 0)), Act.OfPublic(house.Clock), Cancellation);
        moved.Value.StartsAt.ShouldBe(new(10, 0));
        var second = Number(await BookAsync(house, "13900000000"));
        await house.Get<CancelBookingHandler>().HandleAsync(new(second), Act.OfPublic(house.Clock), Cancellation);
        (await BookAsync(house, "13700000000")).IsError.ShouldBeFalse();
    }

    [Theory]
    [InlineData(9, 10)]
    [InlineData(12, 0)]
    public async Task Only_a_time_that_is_offered_is_given(int hour, int minute)
    {
        await using var house = await OpenAsync();
        var refused = await house
            .Get<BookTimeHandler>()
            .HandleAsync(new("A", Tuesday, new(hour, minute), "张三", "13800001234"), Act.OfPublic(house.Clock), Cancellation);
        refused.FirstError.Code.ShouldBe("booking_no_such_time");
    }

    [Fact]
    public async Task Who_does_not_come_is_marked_and_who_is_noted_is_not()
    {
        await using var house = await OpenAsync();
        var (came, missed) = (Number(await BookAsync(house)), Number(await BookAsync(house, "13900000000")));
        house.Clock.Advance(TimeSpan.FromDays(1));
        (await house.Get<MarkArrivalHandler>().HandleAsync(new(came), house.Clerk(), Cancellation)).Value.Status.ShouldBe(
            BookingStatus.Arrived
        );
        house.Clock.Advance(TimeSpan.FromHours(1));
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        (await house.Get<BookingQueries>().FindAsync(missed, Cancellation))!.Status.ShouldBe(BookingStatus.Missed);
        var figure = (await house.Get<BookingQueries>().FiguresAsync(Tuesday, Tuesday, Cancellation)).ShouldHaveSingleItem();
        figure.ShouldBe(new(BookingKind.Window, 2, 1, 1));
        (await house.Get<MarkArrivalHandler>().HandleAsync(new(missed), house.Clerk(), Cancellation)).IsError.ShouldBeFalse(
            "who comes late has come"
        );
    }

    [Fact]
    public async Task Who_is_noted_while_a_round_looks_is_not_taken_for_missing()
    {
        await using var house = await OpenAsync();
        var came = Number(await BookAsync(house));
        house.Clock.Advance(TimeSpan.FromDays(2));
        await house.Database.OvertakeAsync(
            $"UPDATE bookings SET status = 'Arrived' WHERE number = {came.Serial}",
            async () =>
            {
                await house.Get<BookingRound>().RunOnceAsync(Cancellation);
                return true;
            },
            Cancellation
        );
        (await house.Get<BookingQueries>().FindAsync(came, Cancellation))!.Status.ShouldBe(BookingStatus.Arrived);
    }

    [Fact]
    public async Task A_time_that_is_offered_no_more_is_called_off_with_a_message()
    {
        await using var house = await OpenAsync();
        var number = Number(await BookAsync(house));
        await KeepAsync(house, 3, isOpen: false, revision: 1);
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        (await house.Get<BookingQueries>().FindAsync(number, Cancellation))!.Status.ShouldBe(BookingStatus.CalledOff);
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        (await db.Set<CitizenMessage>().ToListAsync(Cancellation)).Count(row => row.Text.Contains("停办")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_booked_long_before_is_reminded_once_on_the_day_before()
    {
        await using var house = await OpenAsync();
        await house
            .Get<BookTimeHandler>()
            .HandleAsync(new("A", Tuesday.AddDays(3), new(9, 0), "张三", "13800001234"), Act.OfPublic(house.Clock), Cancellation);
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        house.Clock.Advance(TimeSpan.FromDays(3.5));
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        (await db.Set<CitizenMessage>().ToListAsync(Cancellation)).Count(row => row.Text.Contains("预约提醒")).ShouldBe(1);
    }

    [Fact]
    public async Task One_telephone_has_no_more_times_than_it_may_however_many_are_asked_for_at_once()
    {
        await using var house = await OpenAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(at => BookAsync(house, day: Tuesday.AddDays(at % 3), start: new(9 + (at / 3), 0)))
        );
        answers.Count(answer => !answer.IsError).ShouldBe(new BookingSettings().MostOfPhone);
        answers.Where(answer => answer.IsError).ShouldAllBe(answer => answer.FirstError.Code == "booking_too_many");
    }

    [Fact]
    public async Task Of_many_who_move_to_the_last_place_at_once_one_has_it_and_the_others_keep_theirs()
    {
        await using var house = await OpenAsync(places: 1);
        var booked = new List<BookingNumber>();
        for (var at = 0; at < 4; at++)
            booked.Add(Number(await BookAsync(house, $"1390000000{at}", start: new(9 + (at / 2), at % 2 * 30))));
        var answers = await Task.WhenAll(
            booked.Select(number =>
                house.Get<MoveBookingHandler>().HandleAsync(new(number, Tuesday, new(15, 0)), Act.OfPublic(house.Clock), Cancellation)
            )
        );
        answers.Count(answer => !answer.IsError).ShouldBe(1);
        var stand = new List<TimeOnly>();
        foreach (var number in booked)
            stand.Add((await house.Get<BookingQueries>().FindAsync(number, Cancellation))!.StartsAt);
        stand.Distinct().Count().ShouldBe(4, "nobody has lost his");
    }

    [Fact]
    public async Task Who_cancels_while_the_round_marks_the_missing_is_one_or_the_other()
    {
        await using var house = await OpenAsync();
        var number = Number(await BookAsync(house));
        house.Clock.Advance(TimeSpan.FromHours(22));
        var (cancelling, round) = (
            house.Get<CancelBookingHandler>().HandleAsync(new(number), Act.OfPublic(house.Clock), Cancellation),
            house.Get<BookingRound>().RunOnceAsync(Cancellation)
        );
        await round;
        (await cancelling).IsError.ShouldBeFalse("two hours before is in time");
        (await house.Get<BookingQueries>().FindAsync(number, Cancellation))!.Status.ShouldBe(BookingStatus.Cancelled);
    }

    [Fact]
    public async Task Who_missed_three_times_is_refused_with_the_day_until_which_and_served_after_it()
    {
        await using var house = await OpenAsync();
        for (var at = 0; at < 3; at++)
            Number(await BookAsync(house, start: new(9 + at, 0)));
        house.Clock.Advance(TimeSpan.FromDays(2));
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        var next = house.Clock.GetUtcNow().OfficialDate().AddDays(2);
        var refused = await BookAsync(house, day: next);
        refused.FirstError.Code.ShouldBe("booking_barred");
        refused.FirstError.Metadata!["day"].ShouldBe(Tuesday.AddDays(30));
        (await BookAsync(house, "13900000009", next)).IsError.ShouldBeFalse("others are served");
        house.Clock.Advance(TimeSpan.FromDays(30));
        (await BookAsync(house, day: house.Clock.GetUtcNow().OfficialDate().AddDays(4))).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Service_outside_of_the_hours_is_counted_by_its_kind_as_it_was_when_it_was_booked()
    {
        await using var house = await OpenAsync();
        BookingKind[] outside = [BookingKind.Midday, BookingKind.Extended, BookingKind.HomeVisit];
        foreach (var (at, kind) in outside.Index())
        {
            await KeepAsync(house, 2, code: $"K{at}", kind: kind);
            (await BookAsync(house, $"1370000000{at}", offer: $"K{at}", start: new(9, 0))).IsError.ShouldBeFalse(kind.ToString());
        }

        await KeepAsync(house, 2, code: "SAT", kind: BookingKind.OffPeak);
        (await BookAsync(house, "13700000004", Tuesday.AddDays(4), "SAT")).IsError.ShouldBeFalse();
        Number(await BookAsync(house, "13700000005"));
        var cancelled = Number(await BookAsync(house, "13700000006"));
        await house.Get<CancelBookingHandler>().HandleAsync(new(cancelled), Act.OfPublic(house.Clock), Cancellation);
        await KeepAsync(house, 2, revision: 1, code: "K0", kind: BookingKind.Extended);
        var figures = await house.Get<BookingQueries>().FiguresAsync(Tuesday, Tuesday.AddDays(4), Cancellation);
        figures
            .Select(figure => (figure.Kind, figure.Booked))
            .ShouldBe([
                (BookingKind.Window, 1),
                (BookingKind.Midday, 1),
                (BookingKind.OffPeak, 1),
                (BookingKind.Extended, 1),
                (BookingKind.HomeVisit, 1),
            ]);
    }

    [Fact]
    public async Task A_day_off_of_the_place_offers_nothing_and_what_was_booked_on_it_is_called_off()
    {
        await using var house = await OpenAsync();
        var number = Number(await BookAsync(house));
        foreach (var officer in (string[])["admin", "admin-2"])
            (
                await house
                    .Get<KeepLocalDaysHandler>()
                    .HandleAsync(
                        new(Tuesday.Year, "*", [new(Tuesday, IsWorking: false, "停电")], "区政办〔2026〕3号"),
                        house.By(officer, "XZSP"),
                        Cancellation
                    )
            ).IsError.ShouldBeFalse();
        (await BookAsync(house, "13700000001")).FirstError.Code.ShouldBe("booking_no_such_time");
        var offer = (await house.Get<BookingQueries>().OffersAsync(onlyOpen: true, Cancellation)).Single(known => known.Code == "A");
        (await house.Get<BookingQueries>().DaysAsync(offer, Cancellation)).ShouldNotContain(day => day.Day == Tuesday);
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        (await house.Get<BookingQueries>().FindAsync(number, Cancellation))!.Status.ShouldBe(BookingStatus.CalledOff);
    }

    [Fact]
    public async Task Where_hours_are_cut_what_was_booked_in_what_is_cut_is_called_off_and_the_rest_stays()
    {
        await using var house = await OpenAsync();
        await KeepAsync(house, 2, code: "EVE", kind: BookingKind.Extended);
        var early = Number(await BookAsync(house, "13700000001", offer: "EVE", start: new(9, 0)));
        var late = Number(await BookAsync(house, "13700000002", offer: "EVE", start: new(11, 0)));
        await KeepAsync(house, 2, revision: 1, code: "EVE", kind: BookingKind.Extended, until: 10);
        await house.Get<BookingRound>().RunOnceAsync(Cancellation);
        (await house.Get<BookingQueries>().FindAsync(early, Cancellation))!.Status.ShouldBe(BookingStatus.Booked);
        (await house.Get<BookingQueries>().FindAsync(late, Cancellation))!.Status.ShouldBe(BookingStatus.CalledOff);
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_booked_time()
    {
        await using var house = await OpenAsync();
        var act = Act.OfPublic(house.Clock, new("0123456789abcdef0123456789abcdef", [1, 2, 3]));
        BookTime command = new("A", Tuesday, new(9, 0), "张三", "13800001234");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => house.Get<BookTimeHandler>().HandleAsync(command, act, Cancellation))
        );
        answers.Select(answer => answer.Value).Distinct().ShouldHaveSingleItem();
        var other = Act.OfPublic(house.Clock, new("0123456789abcdef0123456789abcdef", [3, 2, 1]));
        (
            await house.Get<BookTimeHandler>().HandleAsync(command with { Day = Tuesday.AddDays(1) }, other, Cancellation)
        ).FirstError.Code.ShouldBe("idempotency_key_reused");
        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Cancellation);
        (await db.Set<Booking>().CountAsync(Cancellation)).ShouldBe(1);
    }

    private async Task<TestHouse> OpenAsync(int places = 3)
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await KeepAsync(house, places);
        return house;
    }

    private static async Task KeepAsync(
        TestHouse house,
        int places,
        bool isOpen = true,
        int revision = 0,
        string code = "A",
        BookingKind kind = BookingKind.Window,
        int until = 12
    ) =>
        (
            await house
                .Get<KeepOfferHandler>()
                .HandleAsync(
                    new(code, "窗口", "Window", kind, null, new(9, 0), new(until, 0), 30, places, isOpen, revision),
                    house.By("admin", "XZSP"),
                    Cancellation
                )
        ).IsError.ShouldBeFalse();

    private static Task<ErrorOr.ErrorOr<BookedTime>> BookAsync(
        TestHouse house,
        string phone = "13800001234",
        DateOnly? day = null,
        string offer = "A",
        TimeOnly? start = null
    ) =>
        house
            .Get<BookTimeHandler>()
            .HandleAsync(
                new(offer, day ?? Tuesday, start ?? new(9, 0), "张三", phone, Address: "莲湖路1号"),
                Act.OfPublic(house.Clock),
                Cancellation
            );

    private static BookingNumber Number(ErrorOr.ErrorOr<BookedTime> booked) =>
        BookingNumber.TryParse(booked.Value.Booking, out var number) ? number : throw new FormatException(booked.Value.Booking);
}
