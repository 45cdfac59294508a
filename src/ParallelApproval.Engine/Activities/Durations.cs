using System.Globalization;
using System.Text.RegularExpressions;

namespace ParallelApproval.Engine;

/// <summary>
/// Spans of time as designers write them: <c>72:00:00</c> is 72 hours, <c>3.02:00:00</c> three days and two hours, <c>PT36H</c> and
/// <c>P3D</c> are ISO 8601, <c>3 days</c> and <c>2小时</c> are words. What could mean two things is none: a bare number, months and years of
/// ISO 8601, working days (their length depends on the calendar), more than 23 hours behind days, and anything negative.
/// </summary>
internal static partial class Durations
{
    /// <summary>The span; null when the text is none.</summary>
    public static TimeSpan? Of(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        try
        {
            return Clock().Match(trimmed) is { Success: true } clock ? OfClock(clock)
                : Iso().IsMatch(trimmed) ? System.Xml.XmlConvert.ToTimeSpan(trimmed)
                : Words().Match(trimmed) is { Success: true } words ? OfWords(words)
                : null;
        }
        catch (Exception e) when (e is OverflowException or FormatException)
        {
            return null;
        }
    }

    private static TimeSpan? OfClock(Match clock)
    {
        double Part(string name) =>
            clock.Groups[name] is { Success: true } part ? double.Parse(part.Value, CultureInfo.InvariantCulture) : 0;
        return clock.Groups["days"].Success && Part("hours") > 23
            ? null
            : TimeSpan.FromDays(Part("days"))
                + TimeSpan.FromHours(Part("hours"))
                + TimeSpan.FromMinutes(Part("minutes"))
                + TimeSpan.FromSeconds(Part("seconds"));
    }

    private static TimeSpan OfWords(Match words)
    {
        var amount = double.Parse(words.Groups["amount"].Value, CultureInfo.InvariantCulture);
        return words.Groups["unit"].Value.ToUpperInvariant()[0] switch
        {
            'D' or '天' or '日' => TimeSpan.FromDays(amount),
            'H' or '小' or '时' => TimeSpan.FromHours(amount),
            'M' or '分' => TimeSpan.FromMinutes(amount),
            _ => TimeSpan.FromSeconds(amount),
        };
    }

    [GeneratedRegex(@"^(?:(?<days>\d{1,6})[.:](?=\d+:\d+:))?(?<hours>\d{1,6}):(?<minutes>[0-5]\d)(?::(?<seconds>[0-5]\d(?:\.\d{1,7})?))?$")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$")]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(?<amount>\d{1,6}(?:\.\d{1,3})?)\s*(?<unit>days?|d|天|日|hours?|h|小时|时|minutes?|min|分钟|分|seconds?|s|秒钟?)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Words();
}
