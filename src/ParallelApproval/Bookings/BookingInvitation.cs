using System.Globalization;
using System.Text;

namespace ParallelApproval.Bookings;

/// <summary>A booked time as a calendar file (日历文件, RFC 5545), for the citizen's own calendar.</summary>
public static class BookingInvitation
{
    private const int LongestLine = 75;

    /// <param name="what">What was booked.</param>
    /// <param name="where">The hall or the address; null when nobody has said it.</param>
    public static string Of(Booking booking, string what, string? where)
    {
        var text = new StringBuilder();
        void Line(string name, string value) => text.Append(Folded($"{name}:{value}")).Append("\r\n");
        Line("BEGIN", "VCALENDAR");
        Line("VERSION", "2.0");
        Line("PRODID", "-//ParallelApproval//Bookings//ZH");
        Line("BEGIN", "VEVENT");
        Line("UID", $"{booking.Id}@parallelapproval");
        Line("DTSTAMP", Instant(booking.MadeAt));
        Line("DTSTART", Instant(booking.Starts));
        Line("DTEND", Instant(booking.Ends));
        Line("SUMMARY", Escaped($"{what} {booking.Id}"));
        if (where is { Length: > 0 })
            Line("LOCATION", Escaped(where));
        Line("STATUS", booking.Status is BookingStatus.Cancelled or BookingStatus.CalledOff ? "CANCELLED" : "CONFIRMED");
        Line("END", "VEVENT");
        Line("END", "VCALENDAR");
        return text.ToString();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace(";", @"\;", StringComparison.Ordinal)
            .Replace(",", @"\,", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);

    // Lines are at most 75 bytes long; what goes on begins with a blank.
    private static string Folded(string line)
    {
        var (folded, width) = (new StringBuilder(), 0);
        foreach (var rune in line.EnumerateRunes())
        {
            if (width + rune.Utf8SequenceLength > LongestLine)
            {
                folded.Append("\r\n ");
                width = 1;
            }

            folded.Append(rune);
            width += rune.Utf8SequenceLength;
        }

        return folded.ToString();
    }
}
