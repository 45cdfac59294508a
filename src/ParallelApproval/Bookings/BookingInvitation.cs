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
        var location = where is { Length: > 0 } ? "\nLOCATION:" + Escaped(where) : "";
        var status = booking.Status is BookingStatus.Cancelled or BookingStatus.CalledOff ? "CANCELLED" : "CONFIRMED";
        var lines = $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//ParallelApproval//Bookings//ZH
            BEGIN:VEVENT
            UID:{booking.Id}@parallelapproval
            DTSTAMP:{Instant(booking.MadeAt)}
            DTSTART:{Instant(booking.Starts)}
            DTEND:{Instant(booking.Ends)}
            SUMMARY:{Escaped($"{what} {booking.Id}")}{location}
            STATUS:{status}
            END:VEVENT
            END:VCALENDAR
            """;
        var text = new StringBuilder();
        foreach (var line in lines.Split('\n'))
            text.Append(Folded(line.TrimEnd('\r'))).Append("\r\n");
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
