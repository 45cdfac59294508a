using ParallelApproval.Calendars;

namespace ParallelApproval.Bookings;

/// <summary>When something is offered, who may book and until when a booked time may be changed, in memory.</summary>
public sealed class BookingRulesTests
{
    // A Monday, a Saturday, and the first of January.
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly DateOnly Saturday = new(2026, 3, 7);
    private static readonly DateOnly Holiday = new(2026, 1, 1);

    private static readonly WorkingCalendar Calendar = new(KnownYears.Read());

    [Fact]
    public void A_window_is_offered_within_office_hours_and_never_over_lunch()
    {
        var times = Offer(BookingKind.Window).SlotsOf(Monday, Calendar, OfficeHours.Standard);
        times.Count.ShouldBe(14);
        times[0].ShouldBe(new(new(9, 0), new(9, 30)));
        times[5].ShouldBe(new(new(11, 30), new(12, 0)));
        times[6].ShouldBe(new(new(13, 0), new(13, 30)));
        times[^1].End.ShouldBe(new(17, 0));
    }

    [Theory]
    [InlineData(BookingKind.Window, true, false)]
    [InlineData(BookingKind.Midday, true, false)]
    [InlineData(BookingKind.Extended, true, false)]
    [InlineData(BookingKind.HomeVisit, true, false)]
    [InlineData(BookingKind.OffPeak, false, true)]
    public void Service_on_closed_days_is_offered_on_those_and_all_other_on_working_days(BookingKind kind, bool onMonday, bool onOthers)
    {
        (Offer(kind).SlotsOf(Monday, Calendar, OfficeHours.Standard).Count > 0).ShouldBe(onMonday);
        (Offer(kind).SlotsOf(Saturday, Calendar, OfficeHours.Standard).Count > 0).ShouldBe(onOthers);
        (Offer(kind).SlotsOf(Holiday, Calendar, OfficeHours.Standard).Count > 0).ShouldBe(onOthers);
    }

    [Fact]
    public void A_year_without_a_calendar_offers_nothing() =>
        Offer(BookingKind.OffPeak).SlotsOf(new(2090, 3, 4), Calendar, OfficeHours.Standard).ShouldBeEmpty();

    [Fact]
    public void A_time_that_does_not_end_within_the_hours_is_none_and_midnight_ends_the_day()
    {
        var late = Offer(BookingKind.Extended) with { From = new(22, 30), To = new(23, 59), Minutes = 45 };
        late.SlotsOf(Monday, Calendar, OfficeHours.Standard).ShouldBe([new(new(22, 30), new(23, 15))]);
    }

    [Fact]
    public void What_is_closed_offers_no_time() =>
        (Offer(BookingKind.Window) with { IsOpen = false }).SlotsOf(Monday, Calendar, OfficeHours.Standard).ShouldBeEmpty();

    [Fact]
    public void Who_missed_three_times_is_barred_for_thirty_days_since_the_last_one()
    {
        DateOnly[] missed = [new(2026, 2, 2), new(2026, 2, 9), new(2026, 2, 16)];
        var settings = new BookingSettings();
        BookingRules.BarredUntil(missed, Monday, settings).ShouldBe(new(2026, 3, 18));
        BookingRules.BarredUntil(missed, new(2026, 3, 19), settings).ShouldBeNull();
        BookingRules.BarredUntil(missed[..2], Monday, settings).ShouldBeNull();
        BookingRules.BarredUntil(missed, Monday, settings with { MostMissed = 0 }).ShouldBeNull();
        BookingRules.BarredUntil([.. missed[..2], new(2025, 1, 6)], Monday, settings).ShouldBeNull("what is long past does not count");
    }

    [Fact]
    public void A_time_may_be_changed_until_two_hours_before_it_begins()
    {
        var booking = Booked();
        BookingRules.RefusesChange(booking, BookingVerb.CancelBooking, booking.Starts.AddHours(-2), new()).ShouldBeNull();
        BookingRules
            .RefusesChange(booking, BookingVerb.CancelBooking, booking.Starts.AddMinutes(-119), new())!
            .Value.Code.ShouldBe("booking_too_late");
        booking.Move(BookingVerb.MissBooking);
        BookingRules
            .RefusesChange(booking, BookingVerb.CancelBooking, booking.Starts.AddHours(-9), new())!
            .Value.Code.ShouldBe("booking_status_conflict");
    }

    [Fact]
    public void The_smallest_free_place_is_given()
    {
        BookingRules.FreePlace([1, 3], 3).ShouldBe(2);
        BookingRules.FreePlace([1, 2, 3], 3).ShouldBeNull();
    }

    [Fact]
    public void A_calendar_file_has_the_instants_in_utc_and_lines_of_at_most_75_bytes()
    {
        var text = BookingInvitation.Of(Booked(), "综合窗口预约综合窗口预约综合窗口预约", "莲湖区政务大厅, 一楼; 东侧");
        text.ShouldContain("DTSTART:20260302T013000Z\r\n");
        text.ShouldContain("DTEND:20260302T020000Z\r\n");
        text.ShouldContain(@"一楼\; 东侧");
        text.Split("\r\n").ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75);
        text.ShouldEndWith("END:VCALENDAR\r\n");
    }

    private static BookingOffer Offer(BookingKind kind) =>
        new()
        {
            Code = "A",
            Name = "预约",
            NameEn = "Booking",
            Kind = kind,
            From = new(9, 0),
            To = new(12, 0),
            Minutes = 30,
            Places = 2,
        };

    private static Booking Booked() =>
        new()
        {
            Number = 7,
            Code = "00000000",
            Offer = "A",
            Day = Monday,
            StartsAt = new(9, 30),
            EndsAt = new(10, 0),
            Place = 1,
            Name = "张三",
            Phone = "13800001234",
            MadeAt = Monday.At(new(8, 0)),
        };
}
