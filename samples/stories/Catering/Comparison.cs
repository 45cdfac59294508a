using System.Globalization;

namespace Stories.Catering;

/// <summary>Writes the tellings down.</summary>
internal static class Comparison
{
    public static void Print(TextWriter book, Way way, Closing closing)
    {
        book.WriteLine();
        book.WriteLine(
            way is Way.Parallel ? $"In parallel 并联 · case {closing.CaseNumber}" : $"In series 串联 · case {closing.CaseNumber}"
        );
        foreach (var day in closing.Timeline.GroupBy(line => (line.Day, line.WorkingDay)))
        {
            book.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  day {day.Key.WorkingDay, 2}  {day.Key.Day:yyyy-MM-dd ddd}"));
            foreach (var line in day)
                book.WriteLine($"            {line.Text}");
        }
    }

    public static void Print(TextWriter book, Closing parallel, Closing serial)
    {
        book.WriteLine();
        book.WriteLine("                 parallel   series");
        Row("working days", parallel.WorkingDays, serial.WorkingDays);
        Row("papers", parallel.Papers, serial.Papers);
        Row("visits", parallel.Visits, serial.Visits);

        void Row(string name, int left, int right) =>
            book.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name, -14}{left, 9}{right, 9}"));
    }
}
