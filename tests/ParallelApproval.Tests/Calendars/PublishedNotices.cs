using System.Text.Json;
using ParallelApproval.Database;

namespace ParallelApproval.Calendars;

/// <summary>The days of the holiday notices for 2007 to 2026 as the State Council published them, in the order of issue.</summary>
internal static class PublishedNotices
{
    /// <summary>Working days of each year when all its notices are in.</summary>
    public static readonly IReadOnlyDictionary<int, int> WorkingDays = new Dictionary<int, int>
    {
        [2007] = 249,
        [2008] = 251,
        [2009] = 250,
        [2010] = 250,
        [2011] = 250,
        [2012] = 249,
        [2013] = 250,
        [2014] = 250,
        [2015] = 249,
        [2016] = 250,
        [2017] = 249,
        [2018] = 250,
        [2019] = 250,
        [2020] = 249,
        [2021] = 250,
        [2022] = 249,
        [2023] = 249,
        [2024] = 251,
        [2025] = 248,
        [2026] = 248,
    };

    public static IReadOnlyList<PublishedNotice> Read()
    {
        using var file = typeof(PublishedNotices).Assembly.GetManifestResourceStream("published-notices.json")!;
        return JsonSerializer.Deserialize<List<PublishedNotice>>(file, HouseJson.Options)!;
    }
}

internal sealed record PublishedNotice(int Year, DateOnly IssuedOn, IReadOnlyList<DateOnly> Off, IReadOnlyList<DateOnly> Worked)
{
    public CalendarYear Days() =>
        new()
        {
            Year = Year,
            Status = CalendarYearStatus.Published,
            NoticeNumber = FormattableString.Invariant($"放假通知〔{IssuedOn:yyyy-MM-dd}〕"),
            IssuedOn = IssuedOn,
            Holidays = CalendarLayers.Named(Off),
            MakeUpDays = Worked,
        };
}
