using ParallelApproval.Clocks;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Cases;

/// <summary>One sentence on how a date comes about, in the reader's language: for papers that are printed from a page.</summary>
internal static class DateSentence
{
    /// <param name="start">The event from which it is counted, in words.</param>
    public static string Of(ExplainedDate date, string start)
    {
        var leftOut = date.Days.Select(LeftOut).OfType<string>().Distinct().ToArray();
        return Words.Word(
            "why_sentence",
            Day(date.StartedOn),
            start,
            date.ExtendedDays > 0
                ? Words.Word("why_budget_extended", date.BudgetDays, date.ExtendedDays)
                : Words.Word("why_budget", date.BudgetDays),
            leftOut.Length == 0 ? "" : Words.Word("why_left_out", string.Join(ReaderLanguage.IsEnglish ? ", " : "、", leftOut)),
            Day(date.Due),
            date.DueAt.TimeOfDay == TimeSpan.Zero ? "24:00" : date.DueAt.ToString("HH:mm", null)
        );
    }

    private static string? LeftOut(ExplainedDays days) =>
        days.Fate switch
        {
            DayFate.Start or DayFate.Counted or DayFate.Kept or DayFate.LastDay => null,
            DayFate.Weekend => Words.Word("why_weekends"),
            _ => string.Join(
                ' ',
                ((string?[])[days.Name ?? Names.Of(days.Fate), $"{Day(days.From)} – {Day(days.To)}", days.Notice]).OfType<string>()
            ),
        };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", null);
}
