using CsCheck;

namespace ParallelApproval.Calendars;

public class WorkingCalendarProperties
{
    private static readonly WorkingCalendar China = new(KnownYears.Read());
    private static readonly Gen<DateOnly> Start = Gen.Int[0, 1095].Select(new DateOnly(2024, 1, 1).AddDays);
    private static readonly Gen<int> Days = Gen.Int[1, 120];

    [Fact]
    public void So_many_days_further_lie_so_many_working_days_between() =>
        Gen.Select(Start, Days)
            .Sample(
                (start, days) =>
                {
                    var due = China.AddWorkingDays(start, days).Value;
                    China.WorkingDaysBetween(start, due.Due).Value.ShouldBe(days);
                    China.WorkingDaysBetween(due.Due, start).Value.ShouldBe(-China.WorkingDaysBetween(start, due.Due).Value);
                    China.IsWorkingDay(due.Due).Value.ShouldBeTrue();
                },
                iter: 5_000
            );

    [Fact]
    public void Every_day_of_the_span_is_counted_or_left_out() =>
        Gen.Select(Start, Days)
            .Sample(
                (start, days) =>
                {
                    var due = China.AddWorkingDays(start, days).Value;
                    (due.LeftOut.Count + days).ShouldBe(due.Due.DayNumber - start.DayNumber);
                    due.LeftOut.ShouldAllBe(day => !China.IsWorkingDay(day.Date).Value);
                },
                iter: 5_000
            );

    [Fact]
    public void Later_start_never_ends_earlier_and_one_day_more_never_ends_sooner() =>
        Gen.Select(Start, Start, Days)
            .Sample(
                (one, other, days) =>
                {
                    var (first, second) = one <= other ? (one, other) : (other, one);
                    China.AddWorkingDays(first, days).Value.Due.ShouldBeLessThanOrEqualTo(China.AddWorkingDays(second, days).Value.Due);
                    China.AddWorkingDays(first, days).Value.Due.ShouldBeLessThan(China.AddWorkingDays(first, days + 1).Value.Due);
                },
                iter: 5_000
            );

    [Fact]
    public void Provisional_due_date_is_never_later_than_one_with_more_days_off() =>
        Gen.Select(Start2026, Days)
            .Sample(
                (start, days) =>
                    Provisional2026
                        .AddWorkingDays(start, days)
                        .Value.Due.ShouldBeLessThanOrEqualTo(NoticeLessMakeUpDays2026.AddWorkingDays(start, days).Value.Due),
                iter: 2_000
            );

    [Fact]
    public void Only_a_make_up_day_on_the_way_can_bring_the_real_date_before_the_provisional_one() =>
        Gen.Select(Start2026, Days)
            .Sample(
                (start, days) =>
                {
                    var (real, provisional) = (
                        China.AddWorkingDays(start, days).Value.Due,
                        Provisional2026.AddWorkingDays(start, days).Value.Due
                    );
                    if (real < provisional)
                        MakeUpDays2026.ShouldContain(day => day > start && day <= real);
                },
                iter: 5_000
            );

    private static readonly Gen<DateOnly> Start2026 = Gen.Int[0, 200].Select(new DateOnly(2026, 1, 1).AddDays);

    private static readonly IReadOnlyList<DateOnly> MakeUpDays2026 = KnownYears.Read().Single(year => year.Year == 2026).MakeUpDays;

    private static readonly WorkingCalendar NoticeLessMakeUpDays2026 = new(
        KnownYears.Read().Select(year => year.Year == 2026 ? year with { MakeUpDays = [] } : year)
    );

    // Each holiday cut to its first three days stands for the statutory days alone.
    private static readonly WorkingCalendar Provisional2026 = new(
        KnownYears
            .Read()
            .Select(year =>
                year.Year != 2026
                    ? year
                    : year with
                    {
                        Status = CalendarYearStatus.Provisional,
                        MakeUpDays = [],
                        Holidays =
                        [
                            .. year.Holidays.Select(holiday =>
                                holiday with
                                {
                                    To = holiday.From.AddDays(Math.Min(2, holiday.To.DayNumber - holiday.From.DayNumber)),
                                }
                            ),
                        ],
                    }
            )
    );
}
