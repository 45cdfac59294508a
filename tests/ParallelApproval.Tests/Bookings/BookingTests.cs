using Microsoft.EntityFrameworkCore;
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

    private async Task<TestHouse> OpenAsync(int places = 3)
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await KeepAsync(house, places);
        return house;
    }

    private static async Task KeepAsync(TestHouse house, int places, bool isOpen = true, int revision = 0) =>
        (
            await house
                .Get<KeepOfferHandler>()
                .HandleAsync(
                    new("A", "窗口", "Window", BookingKind.Window, null, default, default, 30, places, isOpen, revision),
                    house.By("admin", "XZSP"),
                    Cancellation
                )
        ).IsError.ShouldBeFalse();

    private static Task<ErrorOr.ErrorOr<BookedTime>> BookAsync(TestHouse house, string phone = "13800001234") =>
        house.Get<BookTimeHandler>().HandleAsync(new("A", Tuesday, new(9, 0), "张三", phone), Act.OfPublic(house.Clock), Cancellation);

    private static BookingNumber Number(ErrorOr.ErrorOr<BookedTime> booked) =>
        BookingNumber.TryParse(booked.Value.Booking, out var number) ? number : throw new FormatException(booked.Value.Booking);
}
