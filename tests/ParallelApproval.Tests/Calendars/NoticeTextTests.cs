namespace ParallelApproval.Calendars;

public class NoticeTextTests
{
    private const string Of2026 = """
        国务院办公厅关于2026年部分节假日安排的通知
        国办发明电〔2025〕7号
        一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
        三、清明节：4月4日（周六）至6日（周一）放假，共3天。
        四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
        五、端午节：6月19日（周五）至21日（周日）放假，共3天。
        六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
        七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
        节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
        2025年11月4日
        """;

    [Fact]
    public void The_notice_of_2026_is_understood_to_the_day()
    {
        var read = NoticeText.Read(Of2026, 2026);
        read.Warnings.ShouldBeEmpty();
        read.Days!.OffDays().ShouldBe(KnownYears.Read().Single(year => year.Year == 2026).OffDays());
        read.Days.MakeUpDays.ShouldBe(KnownYears.Read().Single(year => year.Year == 2026).MakeUpDays);
        (read.Days.NoticeNumber, read.Days.IssuedOn).ShouldBe(("国办发明电〔2025〕7号", new DateOnly(2025, 11, 4)));
        read.Days.Holidays.Select(holiday => holiday.Name).ShouldContain("中秋节");
    }

    public static TheoryData<int, string> Years =>
        [.. PublishedNotices.Read().Select(notice => (notice.Year, notice.IssuedOn.ToString("yyyy-MM-dd")))];

    /// <summary>The days of every notice since 2007, in the sentences in which notices say them.</summary>
    [Theory]
    [MemberData(nameof(Years))]
    public void The_days_of_every_published_notice_are_understood_from_its_sentences(int year, string issued)
    {
        var notice = PublishedNotices.Read().Single(known => known.Year == year && known.IssuedOn.ToString("yyyy-MM-dd") == issued);
        var sentences = Spans(notice.Off)
            .Select(span => Sentence(year, span.First, span.Last))
            .Append(string.Concat(notice.Worked.Select(day => $"{Day(year, day, true)}（{Weekday(day)}）上班。")));
        var read = NoticeText.Read(string.Join('\n', sentences), year);
        read.Warnings.ShouldBeEmpty();
        read.Days!.OffDays().Order().ShouldBe(notice.Off.Order());
        read.Days.MakeUpDays.Order().ShouldBe(notice.Worked.Order());
    }

    private static string Sentence(int year, DateOnly first, DateOnly last) =>
        first == last
            ? $"节日：{Day(year, first, true)}（{Weekday(first)}）放假，共1天。"
            : $"节日：{Day(year, first, first.Year != last.Year)}（{Weekday(first)}）至{Day(year, last, first.Year != last.Year)}"
                + $"（{Weekday(last)}）放假调休，共{last.DayNumber - first.DayNumber + 1}天。";

    // A day of the neighbouring year is named with its year.
    private static string Day(int year, DateOnly day, bool mayHaveYear) =>
        (mayHaveYear && day.Year != year ? $"{day.Year}年" : "") + $"{day.Month}月{day.Day}日";

    private static string Weekday(DateOnly day) => "周" + "日一二三四五六"[(int)day.DayOfWeek];

    private static List<(DateOnly First, DateOnly Last)> Spans(IEnumerable<DateOnly> days)
    {
        var spans = new List<(DateOnly First, DateOnly Last)>();
        foreach (var day in days.Order())
            if (spans is [.., var last] && last.Last.AddDays(1) == day)
                spans[^1] = (last.First, day);
            else
                spans.Add((day, day));
        return spans;
    }

    [Theory]
    [InlineData(2024, "一、元旦：1月1日放假，与周末连休。", "2024-01-01", "")]
    [InlineData(
        2024,
        "二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。",
        "2024-02-10..2024-02-17",
        "2024-02-04 2024-02-18"
    )]
    [InlineData(2023, "元旦：2022年12月31日至2023年1月2日放假调休，共3天。", "2022-12-31..2023-01-02", "")]
    [InlineData(2019, "元旦：12月30日至1月1日放假调休，共3天。2018年12月29日（星期六）上班。", "2018-12-30..2019-01-01", "2018-12-29")]
    [InlineData(2017, "元旦：1月1日放假，1月2日（星期一）补休。", "2017-01-01..2017-01-02", "")]
    [InlineData(2015, "清明节：４月５日放假，４月６日（星期一）补休。", "2015-04-05..2015-04-06", "")]
    [InlineData(2016, "清明节：4月4日（星期一）放假，与周末连休。", "2016-04-04", "")]
    [InlineData(2011, "元旦：1月1日至3日放假公休，共3天。", "2011-01-01..2011-01-03", "")]
    [InlineData(
        2007,
        "一、元旦：1月1日－3日放假，共3天。其中1月1日为法定假日，将2006年12月30日（星期六）、12月31日（星期日）两个公休日分别调至2007年1月2日（星期二）、1月3日（星期三），2006年12月30日、31日上班。",
        "2007-01-01..2007-01-03",
        "2006-12-30 2006-12-31"
    )]
    [InlineData(
        2007,
        "二、春节：2月18日－24日放假，共7天。其中18日、19日、20日为法定假日，将17日（星期六）、18日（星期日）、25日（星期日）三个公休日分别调至21日（星期三）、22日（星期四）、23日（星期五）；24日（星期六）照常公休，17日、25日上班。",
        "2007-02-18..2007-02-24",
        "2007-02-17 2007-02-25"
    )]
    [InlineData(
        2008,
        "五、端午节：6月7日—9日放假，共3天。其中，6月8日（星期日）为法定节假日，6月7日（星期六）照常公休，6月8日（星期日）公休日调至6月9日（星期一）。",
        "2008-06-07..2008-06-09",
        ""
    )]
    [InlineData(
        2009,
        "二、春节：1月25日至31日放假，共7天。其中，1月25日（星期日，除夕）、1月26日（星期一，春节）、1月27日（星期二，正月初二）为法定节假日，1月31日（星期六）照常公休；1月25日（星期日）公休日调至1月28日（星期三），1月24日（星期六）、2月1日（星期日）两个公休日调至1月29日（星期四）、1月30日（星期五）。1月24日（星期六）、2月1日（星期日）上班。",
        "2009-01-25..2009-01-31",
        "2009-01-24 2009-02-01"
    )]
    [InlineData(
        2010,
        "七、国庆节：10月1日至7日放假公休，共7天。9月26日（星期日）、10月9日（星期六）上班。",
        "2010-10-01..2010-10-07",
        "2010-09-26 2010-10-09"
    )]
    [InlineData(
        2012,
        "二、春节：1月22日至28日放假调休，共7天。1月21日（星期六）、1月29日（星期日）上班。",
        "2012-01-22..2012-01-28",
        "2012-01-21 2012-01-29"
    )]
    [InlineData(
        2012,
        "七、中秋节、国庆节：9月30日至10月7日放假调休，共8天。9月29日（星期六）上班。",
        "2012-09-30..2012-10-07",
        "2012-09-29"
    )]
    [InlineData(2014, "一、元旦：1月1日放假1天。", "2014-01-01", "")]
    [InlineData(2014, "三、清明节：4月5日放假，4月7日（星期一）补休。", "2014-04-05 2014-04-07", "")]
    [InlineData(2018, "五、端午节：6月18日放假，与周末连休。", "2018-06-18", "")]
    [InlineData(
        2019,
        "2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。",
        "2019-05-01..2019-05-04",
        "2019-04-28 2019-05-05"
    )]
    [InlineData(
        2021,
        "二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。",
        "2021-02-11..2021-02-17",
        "2021-02-07 2021-02-20"
    )]
    [InlineData(
        2025,
        "二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。",
        "2025-01-28..2025-02-04",
        "2025-01-26 2025-02-08"
    )]
    [InlineData(2025, "一、元旦：1月1日（周三）放假1天，不调休。", "2025-01-01", "")]
    [InlineData(
        2025,
        "六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。",
        "2025-10-01..2025-10-08",
        "2025-09-28 2025-10-11"
    )]
    [InlineData(
        2008,
        "元旦：2007年12月30日—2008年1月1日放假，共3天。其中，1月1日（星期二）为法定节假日，12月30日（星期日）照常公休，12月29日（星期六）公休日调至12月31日（星期一）。12月29日（星期六）上班。",
        "2007-12-30..2008-01-01",
        "2007-12-29"
    )]
    [InlineData(
        2020,
        "国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。",
        "2020-10-01..2020-10-08",
        "2020-09-27 2020-10-10"
    )]
    [InlineData(
        2015,
        "9月3日至5日调休放假，共3天。其中9月3日（星期四）放假，9月4日（星期五）调休，9月6日（星期日）上班。",
        "2015-09-03..2015-09-05",
        "2015-09-06"
    )]
    public void The_forms_of_other_years_are_understood(int year, string text, string off, string worked)
    {
        var read = NoticeText.Read(text, year);
        read.Warnings.ShouldBeEmpty();
        read.Days!.OffDays().ShouldBe(Days(off));
        read.Days.MakeUpDays.ShouldBe(Days(worked));
    }

    [Fact]
    public void A_holiday_that_is_lengthened_keeps_its_beginning()
    {
        var held = PublishedNotices.Read().First(notice => notice.Year == 2020).Days();
        var read = NoticeText.Read("延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。", 2020, held);
        read.Warnings.ShouldBeEmpty();
        read.Days!.OffDays().ShouldBe(Days("2020-01-24..2020-02-02"));
    }

    [Theory]
    [InlineData("元旦：1月1日（周三）至3日（周六）放假调休。", CalendarOddity.WeekdayDiffers, "2026-01-01")]
    [InlineData("元旦：1月1日至3日放假调休，共4天。", CalendarOddity.CountDiffers, "2026-01-01")]
    [InlineData("春节：2月29日上班。", CalendarOddity.NoSuchDay, null)]
    [InlineData("春节：2月20日至15日放假。", CalendarOddity.Reversed, "2026-02-20")]
    [InlineData("春节：2月20日另行通知。", CalendarOddity.NotUnderstood, "2026-02-20")]
    public void What_does_not_fit_is_said_with_its_day_and_sentence(string text, CalendarOddity kind, string? day)
    {
        var warning = NoticeText.Read(text, 2026).Warnings.Single();
        warning.Kind.ShouldBe(kind);
        warning.Day.ShouldBe(day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        text.ShouldContain(warning.Sentence!);
    }

    [Fact]
    public void A_text_without_days_is_no_notice() => NoticeText.Read("没有日期的文字。", 2026).Days.ShouldBeNull();

    private static IEnumerable<DateOnly> Days(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(span =>
            {
                var ends = span.Split("..").Select(end => DateOnly.Parse(end, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
                return new Holiday("", "", ends[0], ends[^1]).Days();
            });
}
