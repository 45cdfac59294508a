using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;

namespace ParallelApproval.Evaluations;

/// <summary>
/// The limits of what is done about bad ratings and complaints (整改时限), in working days. The national text names none; the call-back is that
/// of 安阳市政务服务条例 art. 52, the fix that of several cities, the others are the product's.
/// </summary>
public sealed class RemedyLimits(CalendarRegister calendars)
{
    public const int CallBackDays = 1;
    public const int FixDays = 5;

    /// <summary>The fix with its extension.</summary>
    public const int LongestFixDays = 15;
    public const int RecallDays = 1;
    public const int AppealDays = 3;
    public const int AnswerDays = 5;
    public const int MostRounds = 2;
    public const int MostCallsInVain = 3;

    /// <summary>
    /// The last day of so many days from today on, and the first on which it is yellow: the last but one, or the last itself of a single
    /// day.
    /// </summary>
    public ErrorOr<(DateOnly Due, DateOnly Yellow)> From(DateOnly today, int days)
    {
        var due = calendars.Current.AddWorkingDays(today, days);
        if (due.IsError)
            return due.Errors;
        var yellow = calendars.Current.AddWorkingDays(today, Math.Max(days - 1, 1));
        return yellow.IsError ? yellow.Errors : (due.Value.Due, yellow.Value.Due);
    }

    /// <summary>Whether that many working days have not passed yet.</summary>
    public ErrorOr<bool> IsWithin(DateOnly start, int days, DateOnly today)
    {
        var due = calendars.Current.AddWorkingDays(start, days);
        return due.IsError ? due.Errors : today <= due.Value.Due;
    }

    internal ErrorOr<DateOnly?> Begin(Remedy remedy, RemedyStep step, DateOnly today)
    {
        (remedy.Step, remedy.CallsInVain, remedy.StartedOn) = (step, 0, today);
        return SetDue(
            remedy,
            step switch
            {
                RemedyStep.CallBack => CallBackDays,
                RemedyStep.Fix => FixDays,
                _ => RecallDays,
            }
        );
    }

    internal ErrorOr<DateOnly?> SetDue(Remedy remedy, int days)
    {
        var limit = From(remedy.StartedOn, days);
        if (limit.IsError)
            return limit.Errors;
        (remedy.DueOn, remedy.YellowOn) = (limit.Value.Due, limit.Value.Yellow);
        remedy.Announced = ClockColour.Green;
        remedy.NextAt = limit.Value.Yellow.At(TimeOnly.MinValue);
        return remedy.DueOn;
    }

    internal static void Close(Remedy remedy, RemedyEnd end) =>
        (remedy.Step, remedy.End, remedy.DueOn, remedy.YellowOn, remedy.NextAt) = (RemedyStep.Closed, end, null, null, null);
}
