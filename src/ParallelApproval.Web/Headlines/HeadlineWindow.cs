using System.Globalization;
using ParallelApproval.Headlines;

namespace ParallelApproval.Web.Headlines;

/// <summary>The days a headline table is about (统计区间); without any, the twelve months up to today.</summary>
internal readonly record struct HeadlineWindow(DateOnly From, DateOnly To)
{
    private const string Shape = "yyyy-MM-dd";

    public static HeadlineWindow Of(DateOnly? from, DateOnly? to, TimeProvider time)
    {
        var last = to ?? time.OfficialToday();
        return new(from ?? (last > DateOnly.MinValue.AddYears(1) ? last.AddYears(-1).AddDays(1) : DateOnly.MinValue), last);
    }

    /// <summary>As it was typed into an address; what is no day counts as none.</summary>
    public static HeadlineWindow Of(string? from, string? to, TimeProvider time) => Of(Day(from), Day(to), time);

    /// <summary>Address of the page of cases behind a figure of this window.</summary>
    public string Behind(HeadlineFigure figure, params ReadOnlySpan<(string Name, object? Value)> more) =>
        Address("/figures/headline/cases", [("Figure", figure), .. more]);

    /// <summary>An address with the window and whatever of the rest has a value.</summary>
    public string Address(string path, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var query = new Dictionary<string, string?>
        {
            ["From"] = From.ToString(Shape, CultureInfo.InvariantCulture),
            ["To"] = To.ToString(Shape, CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in more)
            if (value?.ToString() is { Length: > 0 } text)
                query[name] = text;
        return path + QueryString.Create(query);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyyMMdd}-{To:yyyyMMdd}");

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, Shape, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
