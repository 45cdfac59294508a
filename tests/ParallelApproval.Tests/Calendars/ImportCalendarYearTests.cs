using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Testing;

namespace ParallelApproval.Calendars;

public class ImportCalendarYearTests(TestCluster cluster)
{
    // 2027 as a notice might have it: the six statutory days that fall on weekends are given back.
    private static readonly CalendarYear Notice2027 = KnownYears.Read().Single(year => year.Year == 2027) with
    {
        Status = CalendarYearStatus.Published,
        NoticeNumber = "国办发明电〔2026〕1号",
        Holidays =
        [
            new("元旦", "New Year's Day", new(2027, 1, 1), new(2027, 1, 3)),
            new("春节", "Spring Festival", new(2027, 2, 5), new(2027, 2, 11)),
            new("清明节", "Qingming Festival", new(2027, 4, 3), new(2027, 4, 5)),
            new("劳动节", "Labour Day", new(2027, 5, 1), new(2027, 5, 5)),
            new("端午节", "Dragon Boat Festival", new(2027, 6, 9), new(2027, 6, 9)),
            new("中秋节", "Mid-Autumn Festival", new(2027, 9, 15), new(2027, 9, 15)),
            new("国庆节", "National Day", new(2027, 10, 1), new(2027, 10, 7)),
        ],
        MakeUpDays = [new(2027, 1, 30), new(2027, 2, 20), new(2027, 5, 8), new(2027, 10, 9)],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Year_is_in_force_when_a_second_person_has_entered_the_same_days()
    {
        await using var node = await NodeAsync();
        (await ImportAsync(node, Notice2027, "admin")).Value.ShouldBe(new(2027, InForce: false, "admin"));
        Calendar(node).StatusOf(2027).ShouldBe(CalendarYearStatus.Missing);
        var shuffled = Notice2027 with { MakeUpDays = [.. Notice2027.MakeUpDays.Reverse()], Holidays = [.. Notice2027.Holidays.Reverse()] };
        (await ImportAsync(node, shuffled, "deputy")).Value.ShouldBe(new(2027, InForce: true, "admin"));
        Calendar(node).StatusOf(2027).ShouldBe(CalendarYearStatus.Published);
        Calendar(node).Years.Single(year => year.Year == 2027).ConfirmedBy.ShouldBe("deputy");
        Calendar(node).WorkingDaysBetween(new(2027, 1, 1), new(2027, 12, 31)).Value.ShouldBe(248);
    }

    [Fact]
    public async Task Nobody_confirms_himself_and_other_days_start_anew()
    {
        await using var node = await NodeAsync();
        await ImportAsync(node, Notice2027, "admin");
        (await ImportAsync(node, Notice2027, "admin")).Value.InForce.ShouldBeFalse();
        var other = Notice2027 with { MakeUpDays = [new(2027, 1, 31), .. Notice2027.MakeUpDays.Skip(1)] };
        (await ImportAsync(node, other, "deputy")).Value.ShouldBe(new(2027, InForce: false, "deputy"));
        (await ImportAsync(node, Notice2027, "third")).Value.InForce.ShouldBeFalse("what the first entered was replaced");
    }

    [Fact]
    public async Task Published_year_can_be_corrected_but_not_taken_back()
    {
        await using var node = await NodeAsync();
        await ImportAsync(node, Notice2027, "admin");
        await ImportAsync(node, Notice2027, "deputy");
        (await ImportAsync(node, KnownYears.Read().Single(year => year.Year == 2027), "admin")).FirstError.Code.ShouldBe(
            "calendar_year_unpublished"
        );
        var second = Notice2027 with
        {
            NoticeNumber = "国办发明电〔2027〕2号",
            MakeUpDays = [new(2027, 1, 31), .. Notice2027.MakeUpDays.Skip(1)],
        };
        await ImportAsync(node, second, "admin");
        await ImportAsync(node, second, "deputy");
        Calendar(node).IsWorkingDay(new(2027, 1, 31)).Value.ShouldBeTrue();
        Calendar(node).IsWorkingDay(new(2027, 1, 30)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_who_enter_at_once_put_it_in_force_once()
    {
        await using var node = await NodeAsync();
        var answers = await Task.WhenAll(ImportAsync(node, Notice2027, "admin"), ImportAsync(node, Notice2027, "deputy"));
        answers.Count(answer => answer.Value.InForce).ShouldBe(1);
    }

    [Fact]
    public async Task A_notice_with_a_day_both_off_and_worked_is_refused() =>
        (
            await ImportAsync(await NodeAsync(), Notice2027 with { MakeUpDays = [new(2027, 2, 10)] }, "admin")
        ).FirstError.Description.ShouldContain("2027-02-10");

    [Fact]
    public async Task The_notices_of_twenty_years_go_in_as_they_were_published()
    {
        await using var node = await NodeAsync();
        foreach (var notice in PublishedNotices.Read())
        {
            (await ImportAsync(node, notice.Days(), "admin")).IsError.ShouldBeFalse($"{notice.Year} {notice.IssuedOn}");
            (await ImportAsync(node, notice.Days(), "deputy")).Value.InForce.ShouldBeTrue($"{notice.Year} {notice.IssuedOn}");
        }

        Calendar(node)
            .Years.ToDictionary(year => year.Year, year => year.WorkingDays())
            .ShouldBe(PublishedNotices.WorkingDays, ignoreOrder: true);
        DateOnly[] off = [new(2007, 12, 31), new(2015, 9, 3), new(2018, 12, 31), new(2019, 5, 2), new(2020, 2, 1)];
        DateOnly[] worked = [new(2011, 12, 31), new(2015, 9, 6), new(2018, 12, 29), new(2019, 5, 5), new(2020, 2, 3)];
        off.ShouldAllBe(day => !Calendar(node).IsWorkingDay(day).Value);
        worked.ShouldAllBe(day => Calendar(node).IsWorkingDay(day).Value);
        Calendar(node).Years.Where(year => year.Amendments.Count > 0).Select(year => year.Year).ShouldBe([2015, 2019, 2020]);
    }

    [Fact]
    public async Task The_order_in_which_notices_are_entered_does_not_matter()
    {
        await using var node = await NodeAsync();
        foreach (
            var notice in PublishedNotices.Read().Where(notice => notice.Year is 2018 or 2019).OrderByDescending(notice => notice.Year)
        )
        foreach (var person in (string[])["admin", "deputy"])
            (await ImportAsync(node, notice.Days(), person)).IsError.ShouldBeFalse();
        Calendar(node).Years.Single(year => year.Year == 2018).WorkingDays().ShouldBe(250);
        Calendar(node).IsWorkingDay(new(2018, 12, 31)).Value.ShouldBeFalse("the notice of 2019 says so");
    }

    [Fact]
    public async Task A_year_is_amended_and_amended_back()
    {
        await using var node = await NodeAsync();
        var amendment = Notice2027 with
        {
            NoticeNumber = "国办发明电〔2027〕2号",
            Holidays = [new("抗战胜利纪念日", "Victory Day", new(2027, 9, 3), new(2027, 9, 3))],
            MakeUpDays = [new(2027, 9, 4)],
        };
        foreach (var notice in (CalendarYear[])[Notice2027, amendment])
        foreach (var person in (string[])["admin", "deputy"])
            (await ImportAsync(node, notice, person)).IsError.ShouldBeFalse();
        Calendar(node).IsWorkingDay(new(2027, 9, 3)).Value.ShouldBeFalse();
        Calendar(node).IsWorkingDay(new(2027, 2, 8)).Value.ShouldBeFalse("what it does not name stays");
        Calendar(node).WorkingDaysBetween(new(2027, 1, 1), new(2027, 12, 31)).Value.ShouldBe(248);

        var back = amendment with
        {
            NoticeNumber = "国办发明电〔2027〕3号",
            Holidays = [new("周末", "Weekend", new(2027, 9, 4), new(2027, 9, 4))],
            MakeUpDays = [new(2027, 9, 3)],
        };
        await ImportAsync(node, back, "admin");
        (await ImportAsync(node, back, "deputy")).Value.InForce.ShouldBeTrue();
        Calendar(node).IsWorkingDay(new(2027, 9, 3)).Value.ShouldBeTrue();
        Calendar(node).IsWorkingDay(new(2027, 9, 4)).Value.ShouldBeFalse();
        (await ImportAsync(node, back, "third")).Value.InForce.ShouldBeTrue("it is in force already");
    }

    [Fact]
    public async Task Other_days_under_the_same_number_are_refused_with_the_day_unless_they_amend_it()
    {
        await using var node = await NodeAsync();
        await ImportAsync(node, Notice2027, "admin");
        await ImportAsync(node, Notice2027, "deputy");
        var other = Notice2027 with { MakeUpDays = [new(2027, 1, 31), .. Notice2027.MakeUpDays.Skip(1)] };
        (await ImportAsync(node, other, "admin")).FirstError.ShouldSatisfyAllConditions(
            refusal => refusal.Code.ShouldBe("calendar_notice_differs"),
            refusal => refusal.Description.ShouldContain("2027-01-30")
        );
        (await ImportAsync(node, other with { Amends = Notice2027.NoticeNumber }, "admin")).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_provisional_year_has_its_statutory_days_whatever_was_entered()
    {
        await using var node = await NodeAsync();
        CalendarYear bare = new()
        {
            Year = 2029,
            Status = CalendarYearStatus.Provisional,
            Holidays = [],
        };
        await ImportAsync(node, bare, "admin");
        await ImportAsync(node, bare, "deputy");
        Calendar(node).IsWorkingDay(new(2029, 1, 1)).Value.ShouldBeFalse();
        var held = Calendar(node).Years.Single(year => year.Year == 2029);
        held.OffDays().Count().ShouldBe(13);
        held.WorkingDays().ShouldBe(CalendarYear.DaysOf(2029).Count(day => CalendarYear.IsWeekday(day) && !held.OffDays().Contains(day)));
    }

    private async Task<ServiceProvider> NodeAsync()
    {
        var database = await cluster.CopyAsync(Template.Tables, Stop);
        return new ServiceCollection()
            .AddPool(database.Source)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<RegisterCache>()
            .AddSingleton<HouseStore>()
            .AddCalendars()
            .AddSingleton<ImportCalendarYearHandler>()
            .BuildServiceProvider();
    }

    private static WorkingCalendar Calendar(ServiceProvider node) => node.GetRequiredService<CalendarRegister>().Current;

    private static async Task<ErrorOr<CalendarImport>> ImportAsync(ServiceProvider node, CalendarYear year, string userName)
    {
        await using var scope = node.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ImportCalendarYearHandler>()
            .HandleAsync(new(year), Act.By(userName, userName, "XZSP", TimeProvider.System), Stop);
    }
}
