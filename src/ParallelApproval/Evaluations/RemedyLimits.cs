using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;

namespace ParallelApproval.Evaluations;

/// <summary>
/// The limits of what is done about bad ratings and complaints (整改时限), in working days. The national text names none; the call-back is that
/// of 安阳市政务服务条例 art. 52, the fix that of several cities, the others are the product's.
/// </summary>
public sealed class RemedyLimits(CalendarRegister calendars, ExplainDates dates)
{
    /// <summary>What sets the call-back, in the name under which staff and applicants know it.</summary>
    public const string CallBackLaw = "《安阳市政务服务条例》第五十二条";

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

    /// <summary>Whether the last of that many working days has not ended yet.</summary>
    public ErrorOr<bool> IsWithin(DateOnly start, int days, DateTimeOffset now)
    {
        var due = calendars.Current.AddWorkingDays(start, days);
        return due.IsError ? due.Errors : !ServiceLimit.HasEnded(due.Value.Due, now);
    }

    /// <summary>Why a complaint is to be answered by that day. Refused as <c>calendar_year_missing</c>.</summary>
    public ErrorOr<ExplainedLimit> ExplainAnswer(DateTimeOffset lodgedAt, DateOnly answerDue) =>
        dates.Days(LimitKind.ComplaintAnswer, LimitStart.ComplaintLodged, lodgedAt, AnswerDays, answerDue);

    /// <summary>
    /// Why the step that is to be done about a rating ends on that day, and until when the department may appeal while it has not; none
    /// for a good rating and when all is done. Refused as above.
    /// </summary>
    internal ErrorOr<IReadOnlyList<ExplainedLimit>> Explain(RatingRow rating, RemedyRow? remedy, bool isAppealed)
    {
        if (remedy is null or { DueOn: null })
            return Array.Empty<ExplainedLimit>();
        var started = remedy.StartedOn.At(TimeOnly.MinValue);
        var step = remedy.Step switch
        {
            RemedyStep.CallBack => Step(LimitKind.CallBack, LimitStart.RatedBadly, CallBackDays, CallBackLaw),
            RemedyStep.Fix => Step(LimitKind.Fix, LimitStart.CalledBack, FixDays, null),
            _ => Step(LimitKind.Recall, LimitStart.FixReported, RecallDays, null),
        };
        if (isAppealed || step.IsError)
            return step.Then<IReadOnlyList<ExplainedLimit>>(found => [found]);
        var appeal = dates.Days(LimitKind.RatingAppeal, LimitStart.RatedBadly, rating.RatedAt, AppealDays, null);
        return appeal.IsError ? appeal.Errors : new[] { step.Value, appeal.Value };

        ErrorOr<ExplainedLimit> Step(LimitKind kind, LimitStart start, int days, string? law)
        {
            // An extension sets the days of the whole step, which are told by its last day.
            var extended = remedy.IsExtended
                ? calendars.Current.WorkingDaysBetween(remedy.StartedOn, remedy.DueOn!.Value).Then(all => Math.Max(all - days, 0))
                : 0;
            return extended.IsError ? extended.Errors : dates.Days(kind, start, started, days, remedy.DueOn, law, extended.Value);
        }
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
