using ParallelApproval.Calendars;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Calendars;

/// <summary>
/// A notice as it is entered: its holidays as spans with names, or its days off as a plain list; its days worked under either name. Both
/// may name days of the neighbouring year.
/// </summary>
/// <param name="Status">Published when it is not said.</param>
/// <param name="Off">Days off; they take the names of the statutory holidays that lie in them.</param>
/// <param name="Worked">Days worked, the same as make-up days.</param>
/// <param name="Amends">Number of the notice that it amends: only the days it names change.</param>
internal sealed record NoticeBody(
    int Year,
    CalendarYearStatus? Status = null,
    IReadOnlyList<Holiday>? Holidays = null,
    IReadOnlyList<DateOnly>? MakeUpDays = null,
    IReadOnlyList<DateOnly>? Off = null,
    IReadOnlyList<DateOnly>? Worked = null,
    string? NoticeNumber = null,
    DateOnly? IssuedOn = null,
    string? Source = null,
    string? Amends = null
)
{
    public CalendarYear Days() =>
        new()
        {
            Year = Year,
            Status = Status ?? CalendarYearStatus.Published,
            Holidays = [.. Holidays ?? [], .. CalendarLayers.Named(Off ?? [])],
            MakeUpDays = [.. (MakeUpDays ?? []).Concat(Worked ?? []).Distinct()],
            NoticeNumber = NoticeNumber,
            IssuedOn = IssuedOn,
            Source = Source,
            Amends = Amends,
        };
}

/// <summary>The sentences of a notice.</summary>
internal sealed record NoticeWords(string Text);

/// <summary>What was understood of a notice; enter <paramref name="Days"/> when it is what the paper says.</summary>
/// <param name="Days">Null when no day was understood.</param>
/// <param name="WorkingDays">Of the year as it would be.</param>
internal sealed record NoticeUnderstood(
    CalendarYear? Days,
    int? WorkingDays,
    CalendarDifference? Difference,
    IReadOnlyList<WarningSheet> Warnings
);

/// <summary>Something at which both persons should look.</summary>
/// <param name="Message">In the reader's language.</param>
internal sealed record WarningSheet(CalendarOddity Kind, DateOnly? Day, string? Found, string? Sentence, string Message)
{
    public static WarningSheet Of(CalendarWarning warning) => new(warning.Kind, warning.Day, warning.Found, warning.Sentence, Say(warning));

    private static string Say(CalendarWarning warning)
    {
        var facts = string.Join(
            ", ",
            (
                (string?[])
                    [
                        warning.Day is { } day ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null,
                        warning.Found,
                    ]
            ).OfType<string>()
        );
        return Names.Of(warning.Kind)
            + (facts.Length > 0 ? " (" + facts + ")" : "")
            + (warning.Sentence is { } sentence ? ": 「" + sentence + "」" : "");
    }
}
